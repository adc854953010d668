"""Process labels, markup and sound descriptions in the text of data rows.

Many programs include `Anna: …`, `>> …` or `[BLANK_AUDIO]` in the text of a row.
"""

from collections.abc import Iterator, Sequence

from library.captions.account import Account
from library.captions.cue import Cue
from library.captions.lines import Line
from library.captions.markup import unescape, without_tags
from library.captions.turns import spoken_cues


def spoken_rows(rows: Sequence[Cue], account: Account) -> list[Cue]:
    """Return the cues of `rows`. If no row has a speaker, look for labels in the text."""
    are_named = any(row.speaker for row in rows)
    lines = [line for row in rows for line in _lines(row, are_named, account)]
    return spoken_cues(lines, account, are_captions=True)


def _lines(row: Cue, are_named: bool, account: Account) -> Iterator[Line]:
    """Yield the lines of a row, or one empty line if it has no text."""
    speaker = row.speaker if are_named else None
    text = without_tags(unescape(row.text, account), account)
    parts = [part.strip() for part in text.split("\n") if part.strip()] or [""]
    for number, part in enumerate(parts):
        yield Line(part, row.start, row.end, speaker, begins_block=not number)
