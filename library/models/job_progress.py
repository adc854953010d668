"""How far a job is, from how many of its items are in which state. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of a job's items by state."""

    waiting: int
    running: int
    done: int
    failed: int
    cancelled: int

    @property
    def total(self) -> int:
        return self.waiting + self.running + self.done + self.failed + self.cancelled

    @property
    def settled(self) -> int:
        """Items on which nothing more will happen by itself."""
        return self.done + self.failed + self.cancelled

    @property
    def is_over(self) -> bool:
        return self.settled == self.total

    @property
    def state(self) -> str:
        """One word for the whole; what failed is worth more attention than what was cancelled."""
        if not self.is_over:
            return "running" if self.running or self.settled else "waiting"
        if self.failed:
            return "failed"
        return "cancelled" if self.cancelled else "done"

    @property
    def sentence(self) -> str:
        """The counts in words, those of nothing left out: `12 of 40 done, 1 failed`."""
        parts = [f"{self.done:,} of {self.total:,} done"]
        for count, word in (
            (self.running, "running"),
            (self.waiting, "waiting"),
            (self.failed, "failed"),
            (self.cancelled, "cancelled"),
        ):
            if count:
                parts.append(f"{count:,} {word}")
        return ", ".join(parts)
