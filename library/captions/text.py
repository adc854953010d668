"""Plain text and Markdown, with speaker turns where there are any.

A line that begins with a name and a colon begins a turn: `Name:`, `**Name:**`,
`**Name** (hh:mm:ss):` or `[hh:mm:ss] Name:`. Colons also stand in sentences, so a name is one
to five capitalised words; unless it is in bold or has a time, it must come back, or the first
words of the text must be it. A paragraph without a name goes on with the speaker before it. A
time at the beginning of a paragraph, `(hh:mm:ss):` or `[mm:ss]`, alone on its line or before
words, is when the words that follow begin, and none of them.
"""

import re
from collections import Counter
from dataclasses import dataclass

from library.captions.cue import Cue
from library.captions.timed import seconds

_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.S)
_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?\)"
)
_EMPHASIS = (
    re.compile(r"(?<![\w\\*])(\*{1,3})(?=\S)([^*]+)(?<=\S)\1(?![\w*])"),
    re.compile(r"(?<![\w\\_])(_{1,2})(?=\S)([^_]+)(?<=\S)\1(?![\w_])"),
)
"""Each holds none of its own marks, so that a long line is read once, not once for each mark."""
_TIME = r"[\[(](\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)[\])]"
_TURN = re.compile(
    rf"(?:{_TIME}[ \t]*)?(\*\*)?([^\W\d_a-z][^:*\n\[\]()]{{0,60}}?)[ \t]*+"
    rf"(?::(?:\*\*)?(?:[ \t]*{_TIME})?:?|(?:\*\*)?(?:[ \t]*{_TIME})?[ \t]*:(?:\*\*)?)"
    r"(?:[ \t]+|$)"
)
_MOMENT = re.compile(r"[\[(](\d{1,3}(?::[0-5]\d){1,2}(?:[.,]\d{1,3})?)[\])]:?(?:[ \t]+|$)")
_SMALL = frozenset(("al", "and", "bin", "da", "de", "den", "der", "di", "e", "la", "of", "van"))
"""Words of names that are written small."""
_NAME_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Turn:
    """A line that may begin a turn: the name, its time if any, and the words after it."""

    name: str
    start: float | None
    rest: str
    is_marked: bool


def read_text(text: str, repairs: Counter[str]) -> tuple[list[Cue], str]:
    """Return one cue for each paragraph of a plain text."""
    return _cues(re.split(r"\n[ \t]*\n|\n", text)), ""


def read_markdown(text: str, repairs: Counter[str]) -> tuple[list[Cue], str]:
    """Return one cue for each spoken paragraph; headings, lists of links and notes are not."""
    text = _without_comments(_FRONT_MATTER.sub("", text))
    lines = [line for line in text.split("\n") if not _is_apparatus(line)]
    cues = _cues(lines)
    first = next((place for place, cue in enumerate(cues) if cue.speaker), 0)
    if first:
        repairs["unspoken paragraphs dropped"] += first
    return [Cue(_plain(cue.text), cue.start, cue.end, cue.speaker) for cue in cues[first:]], ""


def _without_comments(text: str) -> str:
    kept, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[place:start])
        place = end + 3
    return "".join((*kept, text[place:]))


def _is_apparatus(line: str) -> bool:
    """Tell headings, rules, and list items or paragraphs that are one link and nothing more."""
    bare = line.strip()
    if re.match(r"#{1,6} |(?:-{3,}|\*{3,}|_{3,})$", bare):
        return True
    item = re.sub(r"^(?:[-*+]|\d{1,3}\.)[ \t]+", "", bare)
    return bool(re.fullmatch(_LINK.pattern + r"(?:\{[^{}]*\})?", item))


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    for _ in range(2):  # Marks stand within marks: **so *very* much**.
        for mark in _EMPHASIS:
            text = mark.sub(r"\2", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", text)


def _cues(lines: list[str]) -> list[Cue]:
    lines = [line.strip() for line in lines if line.strip()]
    turns = [_turn(line) for line in lines]
    counts = Counter(turn.name for turn in turns if turn)
    first = turns[0].name if turns and turns[0] else ""
    names = {
        turn.name
        for turn in turns
        if turn and (turn.is_marked or counts[turn.name] > 1 or turn.name == first)
    }
    several = sum(1 for turn in turns if turn and turn.name in names) > 1
    cues: list[Cue] = []
    speaker, start = "", None
    for line, turn in zip(lines, turns, strict=True):
        words = line
        if turn and several and turn.name in names:
            speaker, start, words = turn.name, turn.start, turn.rest
        elif moment := _MOMENT.match(line):
            start, words = seconds(moment.group(1)), line[moment.end() :]
        # A name or a time alone on its line belongs to the lines that follow.
        if words:
            cues.append(Cue(words, start, None, speaker))
            start = None
    return cues


def _turn(line: str) -> _Turn | None:
    match = _TURN.match(line)
    if not match:
        return None
    before, bold, name, *after = match.groups()
    if not _is_name(name):
        return None
    time = before or next((one for one in after if one), None)
    return _Turn(
        name=" ".join(name.split()),
        start=seconds(time) if time else None,
        rest=line[match.end() :],
        is_marked=bool(bold or time),
    )


def _is_name(name: str) -> bool:
    words = name.replace("/", " ").split()
    if not 1 <= len(words) <= _NAME_WORDS or any(mark in name for mark in '?!;"“”'):
        return False
    return all(word[0].isupper() or word[0].isdigit() or word in _SMALL for word in words)
