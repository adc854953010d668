"""HTML of the passages of a transcript.

A long transcript has hundreds of passages. Templates would take most of the time of its page, so
only the rare remarks of editors and readers use them.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from library.pages.episode.svg_markup import glyph
from library.pages.episode.transcript import Passage, Turn
from library.text.highlighting import Piece
from library.text.number_formats import clock, clock_iso, signed
from scoring.models import Assessment

NO_PHRASES = "<li>No single phrase accounts for the score.</li>"


def passage_sections(
    passages: Iterable[Passage], assessment: Assessment | None = None, preview_url: str = ""
) -> SafeString:
    """Return all passages, each with its header, text, reasons for the score, and remarks.

    `preview_url` is the URL of the preview if the episode is not published, or ''.
    """
    return SafeString("".join(_section(each, assessment, preview_url) for each in passages))


def _section(passage: Passage, assessment: Assessment | None, preview_url: str) -> str:
    index, start = passage.index, passage.start
    begin = "" if start is None else f' data-start="{start:.3f}"'
    parts = [
        f'<section id="s{index}" class="passage"{begin} aria-label="Segment {index}">',
        _head(passage),
        f'\n<div class="words">{turns(passage.turns, start)}</div>',
    ]
    if assessment:
        parts.append(_reasons(passage, assessment, preview_url))
    if passage.has_answer and not preview_url:
        parts.append(
            f'<div class="answering"><a href="{index}/answers/" hx-get="{index}/answers/" '
            'rel="nofollow">See the other side</a><div class="answered" role="status"></div></div>'
        )
    if passage.editor_scores:
        parts.append(render_to_string("library/_editor_said.html", {"passage": passage}))
    if passage.challenges:
        parts.append(render_to_string("library/_reader_said.html", {"passage": passage}))
    return f"{''.join(parts)}</section>"


def turns(paragraphs: Iterable[Turn], start: float | None = None) -> SafeString:
    """Return the paragraphs of a passage that starts at `start`."""
    return SafeString("".join(_turn(turn, start) for turn in paragraphs))


def shares(phrases: Sequence[Mapping[str, Any]], rest: float, others: float) -> SafeString:
    """Return the list of what a score consists of.

    `others` is the share of the other passages of the conversation, and `rest` that of all words
    that are not in `phrases`.
    """
    rows = [
        f"<li><q>{escape(phrase['text'])}</q> <b>{signed(phrase['share'])}</b></li>"
        for phrase in phrases
    ] or [NO_PHRASES]
    if signed(others) != "0":
        rows.append(f"<li>The rest of the conversation: <b>{signed(others)}</b></li>")
    if signed(rest) != "0":
        rows.append(f"<li>Spread over many words: <b>{signed(rest)}</b></li>")
    return SafeString(f'<ul class="shares">{"".join(rows)}</ul>')


def _head(passage: Passage) -> str:
    """Return the bar in the margin, the segment number, the time and the score."""
    index, start = passage.index, passage.start
    parts = [f'<a href="#s{index}">Segment {index}</a>']
    if start is not None:
        parts.append(f'<time datetime="{clock_iso(start)}">{clock(start)}</time>')
    if passage.score:
        parts.append(_score(passage))
    return f"{_bar(passage)}<header>{' '.join(parts)}</header>"


def _reasons(passage: Passage, assessment: Assessment, preview_url: str) -> str:
    if passage.score is None or passage.points is None:
        return ""
    report = f' <a href="{passage.index}/challenge/" rel="nofollow">Report a wrong score</a>'
    return (
        f'<details class="reasons"><summary>Why {signed(passage.points)}</summary>'
        f'<div id="why{passage.index}">'
        f"{shares(passage.phrases, passage.rest, passage.score.from_context)}"
        f"<p>Scorer {escape(assessment.scorer)}, version "
        f"<code>{escape(assessment.scorer_version)}</code>.{'' if preview_url else report}</p>"
        "</div></details>"
    )


def _bar(passage: Passage) -> str:
    if not passage.score:
        return ""
    left, width = passage.bar
    return (
        '<svg class="gutter" viewBox="0 0 40 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="{passage.tone}" x="{left}" y="0" width="{width}" height="10"/></svg>'
    )


def _score(passage: Passage) -> str:
    if passage.score is None or passage.points is None:
        reason = escape(passage.aside or "no score")
        return (
            f'<span class="passage-score passage-aside">{reason[0].upper()}{reason[1:]} '
            "<small>left out of all scores</small></span>"
        )
    lens = escape(passage.score.get_lens_display())
    return (
        f'<span class="passage-score">{glyph(passage.points)}{signed(passage.points)} '
        f"<small>{passage.band} · {lens}</small></span>"
    )


def _turn(turn: Turn, start: float | None) -> str:
    begin, at = "", ""
    if turn.anchor and turn.start is not None:
        begin = f' id="{turn.anchor}" data-start="{turn.start:.2f}"'
        if turn.start != start:
            at = f'<a class="at" href="#{turn.anchor}">{clock(turn.start)}</a>'
    speaker = f'<b class="speaker">{escape(turn.speaker)}</b> ' if turn.speaker else ""
    text = "".join(map(_piece, turn.pieces))
    return f'<div class="turn"{begin}>{at}<p>{speaker}{text}</p></div>'


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    return f'<mark class="{piece.kind}">{text}</mark>' if piece.kind else text
