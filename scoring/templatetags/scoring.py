from django import template

from scoring.core.imbalance import alarm_of
from scoring.models import Assessment

register = template.Library()


@register.simple_tag
def library_alarm() -> str:
    """A sentence when nearly all segments of the library fall in one band, else nothing."""
    return alarm_of(Assessment.objects.band_counts())
