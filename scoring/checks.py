"""System checks: of the default scorer's packages, and of what is stored.

Those of the database run by `migrate` and `check --database default`.
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
    """Report packages that the default scorer needs and that cannot be imported."""
    if EnsembleScorer.name != settings.DEFAULT_SCORER:
        return []
    missing = [name for name in PACKAGES if not _is_importable(name)]
    if not missing:
        return []
    message = f"The scorer {EnsembleScorer.name} needs {' and '.join(missing)}."
    hint = "Install the missing packages, or set DEFAULT_SCORER=stance."
    return [Error(message, hint=hint, id="scoring.E001")]


def _is_importable(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ValueError:
        # A module that was set to None in sys.modules.
        return False


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
