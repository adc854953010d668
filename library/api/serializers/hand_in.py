"""Serializers for submitted editorial assessments."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from library.api.serializers import examples
from library.api.serializers.fields import choice, strings
from scoring.core.spectrum import Band, Confidence, EvidenceMode, Lens
from scoring.models import Assessment


def points() -> serializers.FloatField:
    return serializers.FloatField(min_value=-100, max_value=100)


class OverrideFileSerializer(serializers.Serializer[Any]):
    """A corrected segment score. `index` or `time` identifies the segment."""

    index = serializers.IntegerField(required=False, min_value=1)
    time = serializers.CharField(
        required=False,
        help_text="A time within the segment: seconds, or a clock time such as “4:30”.",
    )
    score = points()
    lens = choice(Lens, required=False)
    reason = serializers.CharField()


@extend_schema_serializer(examples=[OpenApiExample("An assessment", value=examples.HAND_IN)])
class AssessmentFileSerializer(serializers.Serializer[Any]):
    """An assessment file, as defined by `/schemas/transcript-assessment.json`."""

    position = points()
    lens = choice(Lens)
    confidence = choice(Confidence)
    evidence_mode = choice(EvidenceMode)
    bullets = strings(help_text="Reasons, one sentence each.")
    assessor = serializers.CharField(help_text="Public name of the assessor.")
    listened_on = serializers.DateField()
    overrides = OverrideFileSerializer(many=True, required=False)


class HandedInSerializer(serializers.Serializer[Any]):
    """A submitted editorial assessment. A different user must publish it."""

    id = serializers.IntegerField(source="assessment.pk")
    changed = serializers.BooleanField(
        help_text="False if the same assessment was submitted before."
    )
    status = serializers.ChoiceField(Assessment.Status.choices, source="assessment.status")
    position = serializers.FloatField(source="assessment.position")
    band = choice(Band, source="assessment.band")
    assessor = serializers.CharField(source="assessment.assessor")
    override_count = serializers.IntegerField()
