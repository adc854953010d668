"""Assessments: every published judgement of an episode, the old ones too."""

from rest_framework import serializers

from library.api.serializers.base import RowSerializer
from library.api.serializers.fields import choice, strings
from scoring.core.position import StanceKind
from scoring.core.spectrum import Band, Confidence, EvidenceMode, Lens
from scoring.models import Assessment


class StatisticsSerializer(serializers.Serializer[object]):
    """Statistics over the passages about AI, in points, and how many fall in each band."""

    count = serializers.IntegerField()
    median = serializers.FloatField()
    mean = serializers.FloatField()
    minimum = serializers.FloatField()
    maximum = serializers.FloatField()
    p10 = serializers.FloatField()
    p90 = serializers.FloatField()
    risk = serializers.IntegerField(help_text="Segments that are risk-forward.")
    mixed = serializers.IntegerField()
    opportunity = serializers.IntegerField()


class IngredientsSerializer(serializers.Serializer[object]):
    """What a position is made of, in numbers of passages; advertising is not among them."""

    passages = serializers.IntegerField(help_text="Passages about AI.")
    of = serializers.IntegerField(help_text="Passages in all.")
    risk = serializers.IntegerField(help_text="Passages about AI that are risk-forward.")
    opportunity = serializers.IntegerField()
    leaning = serializers.FloatField(
        allow_null=True, help_text="Mean score of those that are either; null: none is."
    )


class AssessmentSerializer(RowSerializer):
    """A judgement of one episode: automatic, from its segments, or editorial, by a listener."""

    id = serializers.IntegerField(help_text="Permanent: an assessment is never changed.")
    kind = serializers.ChoiceField(Assessment.Kind.choices)
    leads = serializers.BooleanField(help_text="Whether the episode's page leads with it.")
    created_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(
        allow_null=True, help_text="When an editor published it; null: automatic."
    )
    scorer = serializers.CharField(help_text="Empty: an editor's.")
    scorer_version = serializers.CharField()
    transcript_checksum = serializers.CharField(help_text="Of the transcript it is of.")
    assessor = serializers.CharField(help_text="Who listened; empty: automatic.")
    listened_on = serializers.DateField(allow_null=True)
    placed = serializers.BooleanField(help_text="False: hardly about AI, so without a position.")
    position = serializers.FloatField(
        allow_null=True, help_text="From -100 to 100; null: not placed."
    )
    low = serializers.FloatField(allow_null=True, help_text="Of the 90 % interval.")
    high = serializers.FloatField(allow_null=True)
    band = choice(Band, allow_null=True)
    charge = serializers.FloatField(
        allow_null=True, help_text="Percent of the passages that take a side; null: an editor's."
    )
    stance_kind = choice(StanceKind, allow_null=True)
    ingredients = IngredientsSerializer(allow_null=True)
    lens = choice(Lens)
    confidence = choice(Confidence)
    confidence_reasons = strings()
    evidence_mode = choice(EvidenceMode)
    bullets = strings()
    statistics = StatisticsSerializer(allow_null=True)
    trail = serializers.ListField(
        child=serializers.FloatField(), help_text="Scores of the passages about AI, early to late."
    )
