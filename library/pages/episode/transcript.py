"""The transcript page."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from library import charts
from library.captions.excerpts import WORDS, beginning_of
from library.captions.paragraphs import Paragraph, paragraphs, shown
from library.captions.write import Format, formats_for
from library.models import Episode, Transcript
from library.pages.episode.provenance import provenance_of
from library.pages.episode.quotes import shortened, strongest
from library.pages.episode.reader_feedback import answered_by_segment
from library.text import highlighting
from scoring.core.spectrum import band_of
from scoring.models import Challenge, SegmentScore
from scoring.selectors.answering_passages import answered_segments

GUTTER_WIDTH, GUTTER_REACH, GUTTER_STUB = 40.0, 50, 1.2
"""Bars beside the text: view box width, range in points in each direction, minimum bar width."""
PHRASES_LISTED = 8
MIN_FIND_CHARACTERS, MAX_FIND_WORDS, MAX_MATCHES = 2, 8, 200
"""Limits for the search text `find`, so that no search makes the page much larger or slower."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph on the transcript page; `anchor` is its HTML ID, or ''."""

    speaker: str
    start: float | None
    anchor: str
    pieces: Sequence[highlighting.Piece]


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment of the transcript with its score, if it has one."""

    index: int
    start: float | None
    end: float | None
    score: SegmentScore | None
    turns: Sequence[Turn]
    editor_scores: Sequence[SegmentScore] = ()
    """Scores by editors, each with a reason."""
    challenges: Sequence[Challenge] = ()
    """Accepted reader comments, each with a moderator's answer."""
    has_answer: bool = False
    """Whether a passage of another episode answers this passage from the other side."""
    aside: str = ""
    """Reason why the passage is left out of all scores: advertising, or not about AI."""

    @property
    def points(self) -> float | None:
        """Score, or None if the segment has none or is left out of all scores."""
        return None if self.aside or self.score is None else self.score.score

    @property
    def tone(self) -> str:
        return charts.tone(self.points) if self.score else ""

    @property
    def band(self) -> str:
        return "" if self.points is None else band_of(self.points).label

    @property
    def bar(self) -> tuple[float, float]:
        """Left edge and width of the bar; risk-forward bars are to the left of the middle."""
        middle = GUTTER_WIDTH / 2
        score = self.points or 0.0
        width = round(max(GUTTER_STUB, min(1.0, abs(score) / GUTTER_REACH) * middle), 1)
        return (round(middle - width, 1), width) if score < 0 else (middle, width)

    @property
    def phrases(self) -> list[dict[str, Any]]:
        return strongest(self.score.phrases)[:PHRASES_LISTED] if self.score else []

    @property
    def rest(self) -> float:
        """Points of the score that come from neither the listed phrases nor other passages."""
        if self.score is None:
            return 0.0
        listed = sum(phrase["share"] for phrase in self.phrases)
        return float((self.score.score or 0.0) - listed - self.score.from_context)


class TranscriptPage:
    """The whole transcript as segments and paragraphs. The number of queries is constant.

    If `find` is set, the page highlights that text instead of the phrases that moved the scores.
    """

    words_shown = WORDS
    """Maximum number of words per passage if the transcript may not be republished."""

    def __init__(self, episode: Episode, transcript: Transcript, *, find: str = "") -> None:
        self.episode = episode
        self.transcript = transcript
        self.find = find.strip()
        self._segments = list(transcript.segments.order_by("index"))
        said = self._read_paragraphs()
        if not episode.shares_text:
            said = [beginning_of(passage) for passage in said]
        self._paragraphs = shown(said, transcript.shown_names())
        self.assessment = transcript.assessments.automatic().in_force()
        self._words_to_find = self._words_to_mark()
        self._matches_left = MAX_MATCHES
        self._anchors: set[str] = set()

    @cached_property
    def passages(self) -> list[Passage]:
        scores = (
            {score.segment_id: score for score in self.assessment.segment_scores.all()}
            if self.assessment
            else {}
        )
        if not self.episode.shares_text:
            for score in scores.values():
                score.phrases = shortened(score.phrases)
        editor_scores = defaultdict[int, list[SegmentScore]](list)
        for score in SegmentScore.objects.from_editors_of(self.transcript.pk):
            editor_scores[score.segment_id].append(score)
        with_answers = answered_segments(self.transcript.pk)
        challenges = answered_by_segment(self.transcript.pk)
        asides = self.assessment.asides() if self.assessment else {}
        return [
            Passage(
                segment.index,
                segment.start,
                segment.end,
                scores.get(segment.pk),
                list(
                    self._turns(words, None if segment.index in asides else scores.get(segment.pk))
                ),
                editor_scores.get(segment.pk, ()),
                challenges.get(segment.pk, ()),
                has_answer=segment.pk in with_answers,
                aside=asides.get(segment.index, ""),
            )
            for segment, words in zip(self._segments, self._paragraphs, strict=False)
        ]

    @cached_property
    def unsliced(self) -> list[Turn]:
        if self._segments:
            return []
        return list(self._turns(self._paragraphs[0], None))

    @cached_property
    def match_count(self) -> int:
        """Number of highlighted matches, up to MAX_MATCHES."""
        turns = [turn for passage in self.passages for turn in passage.turns] + self.unsliced
        return sum(piece.kind == "find" for turn in turns for piece in turn.pieces)

    @property
    def match_summary(self) -> str:
        """The number of matches, or a hint if the search text is too short; '' without a search."""
        if not self.find:
            return ""
        if not self._words_to_find:
            return f"Enter at least {MIN_FIND_CHARACTERS} characters"
        summary = f"{self.match_count} found"
        return summary if self._matches_left else f"First {summary}"

    def fragment_at(self, seconds: float) -> str:
        """Return the URL fragment of the paragraph at `seconds`; empty if there is none."""
        turns = [turn for passage in self.passages for turn in passage.turns]
        anchors = [turn.anchor for turn in turns if turn.anchor and (turn.start or 0.0) <= seconds]
        return f"#{anchors[-1]}" if anchors else ""

    @property
    def formats(self) -> list[Format]:
        """Available download formats; none if the transcript may not be republished."""
        return formats_for(timed=self.transcript.is_timed) if self.episode.shares_text else []

    @property
    def provenance(self) -> list[str]:
        return provenance_of(self.transcript)

    def _read_paragraphs(self) -> list[list[Paragraph]]:
        """Return the paragraphs of each segment, or of the cues if there are no segments yet."""
        if self._segments:
            return [segment.read_paragraphs() for segment in self._segments]
        return paragraphs(self.transcript.read_cues(), [(0, 0)])

    def _words_to_mark(self) -> list[str]:
        """Return the search text or, if it does not occur, up to MAX_FIND_WORDS of its words."""
        text = self.find.replace('"', " ").strip()
        if len(text) < MIN_FIND_CHARACTERS:
            return []
        texts = (paragraph.text for group in self._paragraphs for paragraph in group)
        if any(highlighting.find_spans(each, text, limit=1) for each in texts):
            return [text]
        words = [word for word in text.split() if word != "OR" and not word.startswith("-")]
        long_enough = [word for word in words if len(word) >= MIN_FIND_CHARACTERS]
        return list(dict.fromkeys(long_enough))[:MAX_FIND_WORDS]

    def _turns(self, words: Sequence[Paragraph], score: SegmentScore | None) -> Iterator[Turn]:
        moved: list[highlighting.Span] = []
        if score and not self._words_to_find:
            moved = highlighting.phrase_spans(score.phrases, score.score)
        at = 0
        for paragraph in words:
            end = at + len(paragraph.text)
            spans = highlighting.clip_spans(moved, at, end)
            if self._words_to_find:
                spans = self._matches_in(paragraph.text)
            yield Turn(
                paragraph.speaker,
                paragraph.start,
                self._anchor(paragraph.start),
                highlighting.split_pieces(paragraph.text, spans),
            )
            at = end + 1

    def _matches_in(self, text: str) -> list[highlighting.Span]:
        """Return the matches in a paragraph, up to MAX_MATCHES on the whole page."""
        spans = highlighting.find_spans(text, *self._words_to_find, limit=self._matches_left)
        self._matches_left -= len(spans)
        return spans

    def _anchor(self, start: float | None) -> str:
        """Return the anchor for a paragraph's start time, or '' if another paragraph has it."""
        anchor = "" if start is None else f"t{int(start)}"
        if anchor in self._anchors:
            return ""
        self._anchors.add(anchor)
        return anchor
