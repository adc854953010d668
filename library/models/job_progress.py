"""The progress of a job, computed from the number of its items in each state."""

from dataclasses import dataclass

MAX_REASON = 240
"""Maximum length of a quoted failure, in characters."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The number of a job's items in each state."""

    waiting: int
    running: int
    done: int
    failed: int
    cancelled: int
    partly_done: int = 0
    """Number of failed items with completed parts."""
    resolved: int = 0
    """Number of failed items that were dismissed, or repaired by a later run."""
    example: str = ""
    """The label of a failed item, with its error."""

    @property
    def total(self) -> int:
        return self.waiting + self.running + self.done + self.failed + self.cancelled

    @property
    def settled(self) -> int:
        """Number of items that are done, failed or cancelled."""
        return self.done + self.failed + self.cancelled

    @property
    def is_over(self) -> bool:
        return self.settled == self.total

    @property
    def state(self) -> str:
        """State of the job; failed items take precedence over cancelled ones."""
        if not self.is_over:
            return "running" if self.running or self.settled else "waiting"
        if self.failed:
            return "failed"
        return "cancelled" if self.cancelled else "done"

    @property
    def unresolved(self) -> int:
        """Number of failed items that were neither dismissed nor repaired later."""
        return self.failed - self.resolved

    @property
    def label(self) -> str:
        """State of the job for display; it distinguishes partial success from failure."""
        if self.state != "failed":
            return self.state.capitalize()
        return "Partly done" if self.done or self.partly_done else "Failed"

    @property
    def tone(self) -> str:
        """Name of the display colour; partial and resolved failures have separate colours."""
        if self.state != "failed":
            return self.state
        if not self.unresolved:
            return "settled"
        return "partly" if self.done or self.partly_done else "failed"

    @property
    def sentence(self) -> str:
        """Progress in words, without zeros: `11 of 12 done, 1 failed: A talk: not found`."""
        if self.total == self.partly_done == 1:
            parts = [self.example]
        else:
            colon = ": " if self.failed == 1 else ", such as "
            parts = [self._counts + (f"{colon}{self.example}" if self.example else "")]
        if self.resolved:
            which = "" if self.resolved == self.failed else f"{self.resolved:,} "
            parts.append(f"{which}dismissed or repaired later")
        return "; ".join(parts)

    @property
    def _counts(self) -> str:
        parts = [f"{self.done:,} of {self.total:,} done"]
        for count, word in (
            (self.running, "running"),
            (self.waiting, "waiting"),
            (self.partly_done, "partly done"),
            (self.failed - self.partly_done, "failed"),
            (self.cancelled, "cancelled"),
        ):
            if count:
                parts.append(f"{count:,} {word}")
        return ", ".join(parts)


def reason(label: str, error: str) -> str:
    """Return the label of a failed item with its error, shortened to `MAX_REASON` characters."""
    return shortened(f"{label}: {error}" if label and error else label or error)


def shortened(text: str) -> str:
    """Return the text on one line, with at most `MAX_REASON` characters."""
    line = "; ".join(part for part in text.splitlines() if part)
    return line if len(line) <= MAX_REASON else f"{line[: MAX_REASON - 1]}…"
