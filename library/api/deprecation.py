"""What is said in every answer of an address that is to go: docs/api.md has the policy."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.http import http_date

NOTICE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Deprecated:
    """Announced on `since`, gone on `ends`, a year later at the earliest."""

    since: date
    ends: date

    def __post_init__(self) -> None:
        if self.ends - self.since < NOTICE:
            raise ValueError("what is to go stays for a year after it was announced")

    @property
    def headers(self) -> dict[str, str]:
        """`Deprecation` as RFC 9745 and `Sunset` as RFC 8594 have them."""
        return {
            "Deprecation": f"@{_seconds(self.since)}",
            "Sunset": http_date(_seconds(self.ends)),
        }


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time.min, UTC).timestamp())
