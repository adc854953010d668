from django import template

from scoring.core.imbalance import alarm_of
from scoring.models import Assessment

register = template.Library()


@register.simple_tag
def library_alarm() -> str:
    """Return a warning if nearly all segments of the library are in one band, else ''."""
    return alarm_of(Assessment.objects.band_counts())
