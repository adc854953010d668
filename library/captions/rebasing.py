"""Move edits from one version of the cues to another."""

from collections.abc import Sequence
from dataclasses import replace

from library.captions.alignment import WordMap
from library.captions.cue import Cue
from library.captions.editing import Edit

MAX_COMPARED = 100_000_000
"""Maximum number of cue pairs to compare. Cues rarely repeat, so comparing them is much faster than
comparing words."""


def rebase_edits(
    edits: Sequence[Edit], old: Sequence[Cue], new: Sequence[Cue]
) -> tuple[list[Edit], list[Edit]]:
    """Return the edits that still apply to `new`, renumbered, and the edits that do not.

    An edit of `old` still applies if its cues are unchanged and adjacent in `new`.
    """
    keys, new_keys = [_key(cue) for cue in old], [_key(cue) for cue in new]
    moved = WordMap(keys, new_keys, max_compared=MAX_COMPARED).moved
    fitting: list[Edit] = []
    others: list[Edit] = []
    for edit in edits:
        first = moved(edit.first - 1)
        cues = old[edit.first - 1 : edit.last]
        if cues and list(new[first : first + len(cues)]) == list(cues):
            fitting.append(replace(edit, first=first + 1, last=first + len(cues)))
        else:
            others.append(edit)
    return fitting, others


def _key(cue: Cue) -> str:
    return f"{cue.start}\n{cue.end}\n{cue.speaker}\n{cue.text}"
