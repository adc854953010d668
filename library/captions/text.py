"""Read plain text and Markdown, with speakers and times if they are written consistently."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from library.captions.account import Account
from library.captions.clock import CLOCK
from library.captions.cue import Cue
from library.captions.label_forms import head_of
from library.captions.lines import Line
from library.captions.markup import without_breaks, without_paired_tags
from library.captions.names import shape
from library.captions.turns import spoken_cues

_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)(?:\n|\Z)", re.S)
_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?\)"
)
_ONLY_LINK = re.compile(_LINK.pattern + r"(?:\{[^{}]*\})?")
_TIME_LINK = re.compile(rf"\[[\[(]?\s*({CLOCK})\s*[\])]?\]\(([^()\s]{{0,2000}})\)")
_LRC_TAG = re.compile(r"^\[(?:ti|ar|al|au|by|re|ve|offset|length|la|tool):[^\]\n]*\]$", re.M)
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}\.)[ \t]+")
_LISTED_NAME = re.compile(
    rf"[-*+•][ \t]+(?=(?:\*\*|__)[^*_\n]{{1,80}}(?:\*\*|__)|\\?[\[(]{CLOCK}\\?[\])])"
)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)$")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|\|(?:\s*:?-+:?\s*\|){1,40})$")
_CODE_TIME = re.compile(rf"`\s*({CLOCK})\s*`")
_NAME_LINK = re.compile(
    rf"^(\W{{0,20}})\[([^\[\]\n]{{1,80}})\]\(([^()\s]{{0,2000}})\)"
    rf"(?=[*_]{{0,3}}\s*(?::|[\[(]?{CLOCK}))",
    re.M,
)
_EMPHASIS = (
    re.compile(r"(?<![\w\\*])(\*{1,3})(?=\S)([^*]+)(?<=\S)\1(?![\w*])"),
    re.compile(r"(?<![\w\\_])(_{1,2})(?=\S)([^_]+)(?<=\S)\1(?![\w_])"),
)
"""Patterns for emphasised text. The text cannot contain the emphasis mark, so that matching takes
linear time."""
INTRODUCTION = 1 / 3
"""Text before the first speaker is an introduction if it has at most this share of all words."""


def read_text(text: str, account: Account) -> tuple[list[Cue], str]:
    """Return the cues of plain text: one for each line, or for each timed part of a line."""
    text = _without_inline_markup(text, account)
    if text.lstrip()[:1] == "[":
        for tag in _LRC_TAG.findall(text):
            account.leave_out("LRC tags", tag)
        text = _LRC_TAG.sub("", text)
    lines = _lines(text)
    named = _named_headings(lines)
    return spoken_cues(named, account), ""


def read_markdown(text: str, account: Account) -> tuple[list[Cue], str]:
    """Return the cues of Markdown text, without headings, lists of links and comments."""
    if front := _FRONT_MATTER.match(text):
        account.leave_out("front matter", front.group())
        text = text[front.end() :]
    text = _without_comments(text, account)
    text = _without_inline_markup(text, account)
    lines = [line for line in _lines(text, is_markdown=True) if not _is_apparatus(line, account)]
    cues = spoken_cues(_without_headings(lines, account), account)
    cues = [_plain_cue(cue, account) for cue in _after_introduction(cues, account)]
    return cues, ""


def _without_inline_markup(text: str, account: Account) -> str:
    """Remove paired tags, and replace linked times and names with their text."""
    text = without_paired_tags(without_breaks(text, account), account)
    if "`" in text:
        text = _CODE_TIME.sub(r"[\1]", text)
    if "](" not in text:
        return text

    def replace_link(match: re.Match[str]) -> str:
        account.markup.append(match.group(2))
        return f"[{match.group(1)}]"

    def replace_name(match: re.Match[str]) -> str:
        account.markup.append(match.group(3))
        return match.group(1) + match.group(2)

    return _NAME_LINK.sub(replace_name, _TIME_LINK.sub(replace_link, text))


def _lines(text: str, *, is_markdown: bool = False) -> list[Line]:
    lines: list[Line] = []
    after_blank = True
    for raw in text.split("\n"):
        words = raw.strip()
        if is_markdown:
            words = re.sub(r"^(?:>[ \t]?)+", "", words).strip()
        if not words:
            after_blank = True
            continue
        heading = _HEADING.match(words) if words[0] == "#" else None
        listed = _LISTED_NAME.match(words) if words[0] in "-*+•" else None
        if heading:
            words = heading.group(2).rstrip(" \t#")
        is_indented = raw[:2] in ("  ", "\t", "\t ") or raw[:1] == "\t"
        lines.append(
            Line(
                words[listed.end() :] if listed else words,
                begins_block=after_blank or is_indented,
                heading=len(heading.group(1)) if heading else 0,
                is_listed=bool(listed),
                is_indented=is_indented,
            )
        )
        after_blank = False
    return lines


def _named_headings(lines: Sequence[Line]) -> list[Line]:
    """Convert headings of more than 8 words in plain text to normal lines that start with `#`."""
    return [
        replace(line, text=f"{'#' * line.heading} {line.text}", heading=0)
        if line.heading and len(line.text.split()) > 8
        else line
        for line in lines
    ]


def _without_comments(text: str, account: Account) -> str:
    parts, offset = [], 0
    while (start := text.find("<!--", offset)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[offset:start])
        account.leave_out("comments", text[start + 4 : end])
        offset = end + 3
    return "".join((*parts, text[offset:]))


def _is_apparatus(line: Line, account: Account) -> bool:
    """Return whether a line is a horizontal rule or only a link, and record such links."""
    if _RULE.match(line.text):
        return True
    item = _ITEM.sub("", line.text, count=1) if _ITEM.match(line.text) else line.text
    is_link = item[:1] in "![" and bool(_ONLY_LINK.fullmatch(item))
    if is_link:
        account.leave_out("lines with only a link", line.text)
    return is_link


def _without_headings(lines: Sequence[Line], account: Account) -> list[Line]:
    """Remove headings, except those that contain a speaker or a time."""
    turns = _heading_turns(lines)
    remaining = []
    for line in lines:
        if line.heading and line.text not in turns:
            account.leave_out("headings", line.text)
        else:
            remaining.append(line)
    return remaining


def _heading_turns(lines: Sequence[Line]) -> frozenset[str]:
    """Return the headings that label turns: times, recurring names, and names of the same kinds."""
    headings = [line.text for line in lines if line.heading]
    heads = {text: head_of(text, may_be_alone=True) for text in headings if len(text) <= 120}
    labels = {text: head.label for text, head in heads.items() if head.label}
    whole = {text: label for text, label in labels.items() if label.end >= len(text.rstrip())}
    timed = {text for text, label in whole.items() if label.time or heads[text].time}
    timed |= {text for text, head in heads.items() if head.time_end >= len(text) > 0}
    names = Counter(whole[text].name for text in headings if text in whole)
    recurring = {name for name, count in names.items() if count > 1}
    shapes = {shape(name) for name in recurring}
    named = {
        text
        for text, label in whole.items()
        if recurring and (label.name in recurring or shape(label.name) in shapes)
    }
    return frozenset(named | (timed if len(timed) > 1 else set()))


def _after_introduction(cues: list[Cue], account: Account) -> list[Cue]:
    """Remove a short introduction before the first turn with a speaker."""
    first = next((index for index, cue in enumerate(cues) if cue.speaker), 0)
    before = sum(len(cue.text.split()) for cue in cues[:first])
    if not first or before > INTRODUCTION * sum(len(cue.text.split()) for cue in cues):
        return cues
    for cue in cues[:first]:
        account.leave_out("paragraphs before the first speaker", cue.text)
    account.repairs["non-speech paragraphs removed"] += first
    return cues[first:]


def _plain_cue(cue: Cue, account: Account) -> Cue:
    return replace(cue, text=_plain(cue.text, account))


def _plain(text: str, account: Account) -> str:
    """Remove Markdown from `text`; link targets are recorded as markup."""
    if "](" in text:
        text = _LINK.sub(lambda match: _link_text(match, account), text)
    if "*" in text or "_" in text:
        for _ in range(2):  # Marks can be nested: **so *very* much**.
            for mark in _EMPHASIS:
                text = mark.sub(r"\2", text)
    return re.sub(r"\\([\\`*_{}\[\]()<>#+.!|~&=-])", r"\1", text)


def _link_text(match: re.Match[str], account: Account) -> str:
    account.markup.append(match.group()[match.end(1) - match.start() :])
    return match.group(1)
