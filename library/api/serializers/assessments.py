"""Published assessments of an episode, including superseded ones."""

from rest_framework import serializers

from library.api.serializers.base import RowSerializer
from library.api.serializers.fields import choice, strings
from scoring.core.spectrum import Band, Confidence, EvidenceMode, Lens
from scoring.models import Assessment


class StatisticsSerializer(serializers.Serializer[object]):
    """Statistics of all segment scores, and the number of segments in each band."""

    count = serializers.IntegerField()
    median = serializers.FloatField()
    mean = serializers.FloatField()
    minimum = serializers.FloatField()
    maximum = serializers.FloatField()
    p10 = serializers.FloatField()
    p90 = serializers.FloatField()
    risk = serializers.IntegerField(help_text="Risk-forward segments.")
    mixed = serializers.IntegerField()
    opportunity = serializers.IntegerField()


class AssessmentSerializer(RowSerializer):
    """An assessment of an episode: automatic or editorial."""

    id = serializers.IntegerField(help_text="Permanent; assessments never change.")
    kind = serializers.ChoiceField(Assessment.Kind.choices)
    leads = serializers.BooleanField(help_text="Whether this is the leading assessment.")
    created_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(
        allow_null=True, help_text="Time of publication by an editor; null if automatic."
    )
    scorer = serializers.CharField(help_text="Empty if editorial.")
    scorer_version = serializers.CharField()
    transcript_checksum = serializers.CharField(help_text="Checksum of the assessed transcript.")
    assessor = serializers.CharField(help_text="Name of the listener; empty if automatic.")
    listened_on = serializers.DateField(allow_null=True)
    position = serializers.FloatField(help_text="From -100 to 100.")
    low = serializers.FloatField(allow_null=True, help_text="Lower end of the 90 % interval.")
    high = serializers.FloatField(allow_null=True, help_text="Upper end of the 90 % interval.")
    band = choice(Band)
    lens = choice(Lens)
    confidence = choice(Confidence)
    confidence_reasons = strings()
    evidence_mode = choice(EvidenceMode)
    bullets = strings()
    statistics = StatisticsSerializer(allow_null=True)
    trail = serializers.ListField(
        child=serializers.FloatField(), help_text="Segment scores in transcript order."
    )
