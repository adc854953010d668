"""Serializers for assessments, including superseded ones."""

from rest_framework import serializers

from library.api.serializers.base import RowSerializer
from library.api.serializers.fields import choice, strings
from scoring.core.position import StanceKind
from scoring.core.spectrum import Band, Confidence, EvidenceMode, Lens
from scoring.models import Assessment


class StatisticsSerializer(serializers.Serializer[object]):
    """Score statistics of the passages about AI, with the number of passages in each band."""

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


class IngredientsSerializer(serializers.Serializer[object]):
    """Counts of the passages on which a position is based. Advertising is not counted."""

    passages = serializers.IntegerField(help_text="Passages about AI.")
    of = serializers.IntegerField(help_text="All passages except advertising.")
    risk = serializers.IntegerField(help_text="Passages about AI that are risk-forward.")
    opportunity = serializers.IntegerField()
    leaning = serializers.FloatField(
        allow_null=True,
        help_text="Mean score of the passages that take a side; null if there are none.",
    )


class AssessmentSerializer(RowSerializer):
    """An automatic or editorial assessment of an episode."""

    id = serializers.IntegerField(help_text="Permanent; assessments never change.")
    kind = serializers.ChoiceField(Assessment.Kind.choices)
    leads = serializers.BooleanField(help_text="Whether this is the leading assessment.")
    created_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(
        allow_null=True, help_text="Time of publication by an editor; null if automatic."
    )
    updated_at = serializers.DateTimeField(
        source="public_since",
        help_text="Time from which it is public; assessments never change.",
    )
    scorer = serializers.CharField(help_text="Empty if editorial.")
    scorer_version = serializers.CharField()
    transcript_checksum = serializers.CharField(help_text="Checksum of the assessed transcript.")
    assessor = serializers.CharField(help_text="Name of the listener; empty if automatic.")
    listened_on = serializers.DateField(allow_null=True)
    placed = serializers.BooleanField(
        help_text="False if the conversation is hardly about AI and so has no position."
    )
    position = serializers.FloatField(
        allow_null=True, help_text="From -100 to 100; null if not placed."
    )
    low = serializers.FloatField(allow_null=True, help_text="Lower end of the 90 % interval.")
    high = serializers.FloatField(allow_null=True, help_text="Upper end of the 90 % interval.")
    band = choice(Band, allow_null=True)
    charge = serializers.FloatField(
        allow_null=True,
        help_text="Percentage of passages that take a side; null if editorial.",
    )
    stance_kind = choice(StanceKind, allow_null=True)
    ingredients = IngredientsSerializer(allow_null=True)
    of_whole = serializers.BooleanField(
        help_text="Whether the scorer read the whole conversation at once, without segment scores."
    )
    claim = serializers.CharField(help_text="Main claim; empty if not read as a whole.")
    topics = strings()
    split = serializers.FloatField(
        allow_null=True,
        help_text="Disagreement within the conversation, 0 to 100; null if unknown.",
    )
    lens = choice(Lens)
    confidence = choice(Confidence)
    confidence_reasons = strings()
    evidence_mode = choice(EvidenceMode)
    bullets = strings()
    statistics = StatisticsSerializer(allow_null=True)
    trail = serializers.ListField(
        child=serializers.FloatField(),
        help_text="Scores of the passages about AI, in transcript order.",
    )

    columns = {"updated_at": ("published_at", "created_at")}


class DraftAssessmentSerializer(AssessmentSerializer):
    """An assessment in any state, with its status."""

    status = serializers.ChoiceField(Assessment.Status.choices)
