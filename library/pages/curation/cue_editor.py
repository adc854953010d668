"""The cue editor, and the page shown when a save is rejected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator

from library.captions import Cue
from library.captions.editing import Edit
from library.captions.rebasing import rebase_edits
from library.models import Transcript

LINE, MAX_LINES = 60, 20
"""Characters per line, and maximum number of lines, in the text field for a cue."""
CUES_PER_PART = 100
"""Number of cues per page of the form without JavaScript. Each cue adds three form fields."""


@dataclass(frozen=True, slots=True)
class Row:
    """A cue in the form: the stored version or, after a rejected save, the edited version."""

    number: int
    start: float | None
    text: str
    speaker: str
    is_deleted: bool

    @property
    def lines(self) -> int:
        """Height of the text field, in lines."""
        return min(MAX_LINES, 1 + len(self.text) // LINE)


@dataclass(frozen=True)
class CueEditorPage:
    """One page of the cue editor; `edits` holds the unsaved edits after a rejected save."""

    transcript: Transcript
    part: str
    search: str
    edits: Sequence[Edit] = ()

    @cached_property
    def cues(self) -> list[Cue]:
        return self.transcript.read_cues()

    @cached_property
    def paging(self) -> Page[int]:
        """The current page of the numbers of all cues that contain the search text."""
        search = self.search.lower()
        numbers = [
            number for number, cue in enumerate(self.cues, start=1) if search in cue.text.lower()
        ]
        return Paginator(numbers, CUES_PER_PART).get_page(self.part)

    @property
    def rows(self) -> list[Row]:
        return [self._row(number) for number in self.paging]

    @cached_property
    def _edits(self) -> Mapping[int, Edit]:
        return {edit.first: edit for edit in self.edits if edit.first == edit.last}

    def _row(self, number: int) -> Row:
        cue, edit = self.cues[number - 1], self._edits.get(number)
        text, speaker = cue.text, cue.speaker
        if edit is not None and edit.pieces:
            text = " ".join(piece.text for piece in edit.pieces)
            speaker = edit.pieces[0].speaker
        return Row(number, cue.start, text, speaker, edit is not None and not edit.pieces)


@dataclass(frozen=True, slots=True)
class UnsavedEdit:
    """An unsaved edit, with the affected cues from the opened and from the current transcript."""

    edit: Edit
    opened: Sequence[Cue]
    now: Sequence[Cue]


@dataclass(frozen=True)
class OutdatedPage:
    """Page shown when a save is rejected because `current` has replaced the opened transcript."""

    opened: Transcript
    current: Transcript
    edits: Sequence[Edit]

    @cached_property
    def _sorted_out(self) -> tuple[list[Edit], list[Edit]]:
        return rebase_edits(self.edits, self._old, self._new)

    @cached_property
    def _old(self) -> list[Cue]:
        return self.opened.read_cues()

    @cached_property
    def _new(self) -> list[Cue]:
        return self.current.read_cues()

    @property
    def fitting(self) -> list[Edit]:
        """Edits whose cues have not changed, renumbered for the current transcript."""
        return self._sorted_out[0]

    @property
    def fitting_rows(self) -> list[UnsavedEdit]:
        return [
            UnsavedEdit(edit, cues, cues)
            for edit in self.fitting
            for cues in [self._new[edit.first - 1 : edit.last]]
        ]

    @property
    def conflicts(self) -> list[UnsavedEdit]:
        """Edits whose cues have changed since the transcript was opened."""
        return [
            UnsavedEdit(edit, opened, self._at(edit, opened))
            for edit in self._sorted_out[1]
            for opened in [self._old[edit.first - 1 : edit.last]]
        ]

    def _at(self, edit: Edit, opened: Sequence[Cue]) -> Sequence[Cue]:
        """Return the current cues in the time range of `opened`.

        If the cues have no times, return those with the same numbers.
        """
        if not opened or opened[0].start is None:
            return self._new[edit.first - 1 : edit.last]
        end = opened[-1].end if opened[-1].end is not None else opened[0].start
        return [
            cue
            for cue in self._new
            if cue.start is not None
            and cue.start <= end
            and (cue.end if cue.end is not None else cue.start) >= opened[0].start
        ]
