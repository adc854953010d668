"""Headers that announce the removal of an endpoint; see docs/api.md for the policy."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.http import http_date

MIN_NOTICE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Deprecated:
    """The dates on which an endpoint is deprecated (`since`) and removed (`ends`).

    They must be at least a year apart.
    """

    since: date
    ends: date

    def __post_init__(self) -> None:
        if self.ends - self.since < MIN_NOTICE:
            raise ValueError("`ends` must be at least a year after `since`")

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers `Deprecation` (RFC 9745) and `Sunset` (RFC 8594)."""
        return {
            "Deprecation": f"@{_seconds(self.since)}",
            "Sunset": http_date(_seconds(self.ends)),
        }


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time.min, UTC).timestamp())
