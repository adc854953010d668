"""Serializers for episodes, in lists and in detail."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from library.api.serializers import examples
from library.api.serializers.assessments import IngredientsSerializer, StatisticsSerializer
from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.fields import choice, nullable, strings
from scoring.core.position import StanceKind
from scoring.core.spectrum import Band, Confidence, EvidenceMode, Lens


@extend_schema_serializer(examples=[OpenApiExample("An episode", value=examples.EPISODE)])
class EpisodeRowSerializer(RowSerializer):
    """An episode in a list. The assessment fields are null until the episode is assessed."""

    slug = serializers.SlugField(source="episode.slug")
    title = serializers.CharField(source="episode.title")
    show = serializers.SlugField(source="episode.show.slug", help_text="Slug of the show.")
    shelf = serializers.SlugField(
        **nullable(source="episode.shelf.slug", help_text="Slug of the shelf.")
    )
    published_on = serializers.DateField(
        source="episode.published_on", allow_null=True, help_text="Release date; null if unknown."
    )
    position = serializers.FloatField(
        **nullable(
            source="lead.position",
            help_text="From -100 (risk-forward) to 100 (opportunity-forward); null if not placed.",
        )
    )
    placed = serializers.BooleanField(
        help_text="False if there is no position: not assessed yet, or hardly about AI."
    )
    band = choice(Band, **nullable(source="lead.band"))
    charge = serializers.FloatField(
        **nullable(
            source="lead.charge",
            help_text="Percentage of passages that take a side; null if editorial.",
        )
    )
    stance_kind = choice(
        StanceKind,
        **nullable(source="lead.stance_kind", help_text="Kind of stance; null if `charge` is."),
    )
    lens = choice(Lens, **nullable(source="lead.lens"))
    confidence = choice(Confidence, **nullable(source="lead.confidence"))
    subjects = strings(source="subject_slugs", help_text="Slugs of its subjects, main one first.")
    updated_at = serializers.DateTimeField(
        source="episode.changed_at",
        help_text="Time of the last change of the episode, its transcript or its score.",
    )
    html_url = AddressField(source="episode.get_absolute_url", help_text="URL of the episode page.")

    columns = {
        "show": ("show__slug",),
        "shelf": ("shelf__slug",),
        "position": ("lead_assessment__position",),
        "placed": ("lead_assessment__position",),
        "band": ("lead_assessment__band",),
        "charge": ("lead_assessment__charge",),
        "stance_kind": ("lead_assessment__stance_kind",),
        "lens": ("lead_assessment__lens",),
        "confidence": ("lead_assessment__confidence",),
        "subjects": (),
        "updated_at": ("last_change__at", "updated_at"),
        "html_url": ("slug",),
    }


@extend_schema_serializer(examples=[])
class EpisodeSerializer(EpisodeRowSerializer):
    """An episode with its description and its leading assessment."""

    guests = strings(help_text="Names of guests.")
    tags = strings(help_text="Names of tags.")
    why_it_matters = serializers.CharField(source="episode.why_it_matters")
    summary = serializers.CharField(source="episode.summary")
    editor_note = serializers.CharField(source="episode.editor_note")
    is_sample = serializers.BooleanField(
        source="episode.is_sample", help_text="Whether the episode is an invented sample."
    )
    text_may_be_shared = serializers.BooleanField(
        source="episode.shares_text",
        help_text="If false, the API returns scores, times and links but no transcript text.",
    )
    text_licence = serializers.CharField(
        source="episode.licence",
        help_text="Licence of the transcript, as stated by the publisher; empty if not stated.",
    )
    provenance_chip = serializers.CharField(help_text="Source of the position, in a few words.")
    low = serializers.FloatField(
        **nullable(source="lead.low", help_text="Lower end of the 90 % interval.")
    )
    high = serializers.FloatField(**nullable(source="lead.high"))
    confidence_reasons = strings(**nullable(source="lead.confidence_reasons"))
    evidence_mode = choice(EvidenceMode, **nullable(source="lead.evidence_mode"))
    bullets = strings(**nullable(source="lead.bullets"))
    ingredients = IngredientsSerializer(**nullable(source="lead.ingredients"))
    statistics = StatisticsSerializer(**nullable(source="lead.statistics"))
    scorer = serializers.CharField(**nullable(source="lead.scorer"))
    scorer_version = serializers.CharField(**nullable(source="lead.scorer_version"))
    transcript_checksum = serializers.CharField(**nullable(source="lead.transcript_checksum"))
