"""Episodes: as rows, and whole."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from library.api.serializers import examples
from library.api.serializers.assessments import IngredientsSerializer, StatisticsSerializer
from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.fields import choice, maybe, strings
from scoring.core.position import StanceKind
from scoring.core.spectrum import Band, Confidence, EvidenceMode, Lens


@extend_schema_serializer(examples=[OpenApiExample("An episode", value=examples.EPISODE)])
class EpisodeRowSerializer(RowSerializer):
    """An episode in a list, from its card; what an assessment says is null before there is one."""

    slug = serializers.SlugField(source="episode.slug")
    title = serializers.CharField(source="episode.title")
    show = serializers.SlugField(source="episode.show.slug", help_text="The show's slug.")
    shelf = serializers.SlugField(**maybe(source="episode.shelf.slug", help_text="Its slug."))
    published_on = serializers.DateField(
        source="episode.published_on", allow_null=True, help_text="Null: not known."
    )
    position = serializers.FloatField(
        **maybe(
            source="lead.position",
            help_text="From -100, risk-forward, to 100, opportunity-forward; null: not placed.",
        )
    )
    placed = serializers.BooleanField(
        help_text="False: without a position, as not assessed yet or hardly about AI."
    )
    band = choice(Band, **maybe(source="lead.band"))
    charge = serializers.FloatField(
        **maybe(
            source="lead.charge",
            help_text="Percent of the passages that take a side; null for an editor's position.",
        )
    )
    stance_kind = choice(
        StanceKind,
        **maybe(source="lead.stance_kind", help_text="Which kind of mixed; null as `charge` is."),
    )
    lens = choice(Lens, **maybe(source="lead.lens"))
    confidence = choice(Confidence, **maybe(source="lead.confidence"))
    subjects = strings(
        source="subject_slugs", help_text="Slugs of what it is about, the weightiest first."
    )
    html_url = AddressField(source="episode.get_absolute_url", help_text="The episode's page.")

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
        "html_url": ("slug",),
    }


@extend_schema_serializer(examples=[])
class EpisodeSerializer(EpisodeRowSerializer):
    """One episode, from its page: its texts and the whole of its leading assessment."""

    guests = strings(help_text="Their names.")
    tags = strings(help_text="Their names.")
    why_it_matters = serializers.CharField(source="episode.why_it_matters")
    summary = serializers.CharField(source="episode.summary")
    editor_note = serializers.CharField(source="episode.editor_note")
    is_sample = serializers.BooleanField(
        source="episode.is_sample", help_text="Invented for demonstration."
    )
    text_may_be_shared = serializers.BooleanField(
        source="episode.shares_text",
        help_text="False: no address here gives its words on, only scores, times and links.",
    )
    text_licence = serializers.CharField(
        source="episode.licence",
        help_text="Of its words, as their publisher states it; empty: not stated.",
    )
    provenance_chip = serializers.CharField(help_text="What the position rests on.")
    low = serializers.FloatField(**maybe(source="lead.low", help_text="Of the 90 % interval."))
    high = serializers.FloatField(**maybe(source="lead.high"))
    confidence_reasons = strings(**maybe(source="lead.confidence_reasons"))
    evidence_mode = choice(EvidenceMode, **maybe(source="lead.evidence_mode"))
    bullets = strings(**maybe(source="lead.bullets"))
    ingredients = IngredientsSerializer(**maybe(source="lead.ingredients"))
    statistics = StatisticsSerializer(**maybe(source="lead.statistics"))
    scorer = serializers.CharField(**maybe(source="lead.scorer"))
    scorer_version = serializers.CharField(**maybe(source="lead.scorer_version"))
    transcript_checksum = serializers.CharField(**maybe(source="lead.transcript_checksum"))
