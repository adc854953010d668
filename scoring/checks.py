"""System checks for the default scorer and the stored scores.

The database checks run with `migrate` and `check --database default`.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from scoring.core.ensemble import EnsembleScorer
from scoring.core.imbalance import alarm_of
from scoring.models import Assessment

PACKAGES = ("onnxruntime", "tokenizers")


@register()
def encoder_can_be_run(**_: Any) -> list[CheckMessage]:
    """Report an error if a package that the default scorer needs is not installed."""
    if EnsembleScorer.name != settings.DEFAULT_SCORER:
        return []
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if not missing:
        return []
    message = f"The scorer {EnsembleScorer.name} needs {' and '.join(missing)}."
    hint = "Install the missing packages, or set DEFAULT_SCORER=stance."
    return [Error(message, hint=hint, id="scoring.E001")]


@register(Tags.database)
def bands_are_not_all_one(databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """Warn if nearly all of the library's segments are in one band."""
    if not databases:
        return []
    try:
        alarm = alarm_of(Assessment.objects.band_counts())
    except DatabaseError:
        # The database has not been migrated yet.
        return []
    hint = "Measure the scorer with evaluate_scorer, and compare versions with scorer_drift."
    return [Warning(alarm, hint=hint, id="scoring.W001")] if alarm else []
