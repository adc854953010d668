"""System checks of what is stored, run by `migrate` and `check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError

from scoring.core.imbalance import alarm_of
from scoring.models import Assessment


@register(Tags.database)
def bands_are_not_all_one(databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """Warn when nearly all segments of the library fall in one band."""
    if not databases:
        return []
    try:
        alarm = alarm_of(Assessment.objects.band_counts())
    except DatabaseError:
        # Before the first migration there is nothing to check.
        return []
    hint = "Measure the scorer with evaluate_scorer, and compare versions with scorer_drift."
    return [Warning(alarm, hint=hint, id="scoring.W001")] if alarm else []
