"""The tables of a dump: episodes, assessments, scorers and segments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Prefetch

from library.exporting.segment_table import COLUMNS as SEGMENT_COLUMNS
from library.exporting.segment_table import in_batches, segment_rows
from library.exporting.tables import Column, Kind, Row
from library.models import Episode, Transcript
from scoring.models import Assessment, SegmentScore

EPISODE_COLUMNS = (
    Column("slug", Kind.TEXT, "What addresses and the other tables call it."),
    Column("title", Kind.TEXT, "Its title."),
    Column("show", Kind.TEXT, "Slug of its show."),
    Column("show_title", Kind.TEXT, "Title of its show."),
    Column("shelf", Kind.TEXT, "Slug of the shelf it stands on; empty: none."),
    Column("guests", Kind.TEXTS, "Names of its guests."),
    Column("tags", Kind.TEXTS, "Words that editors file it under."),
    Column("published_on", Kind.DATE, "When it came out; empty: not known."),
    Column("why_it_matters", Kind.TEXT, "Why it is in the library."),
    Column("summary", Kind.TEXT, "What it is about."),
    Column("editor_note", Kind.TEXT, "What editors add."),
    Column("video_id", Kind.TEXT, "Of its YouTube video; empty: none known."),
    Column("audio_url", Kind.TEXT, "Of its recording; empty: none known."),
    Column("is_sample", Kind.FLAG, "Invented for demonstration."),
    Column("text_may_be_shared", Kind.FLAG, "Whether its words may be given on."),
    Column("text_licence", Kind.TEXT, "Of its words, as its publisher states it."),
    Column("transcript_kind", Kind.TEXT, "How its transcript was made; empty: it has none."),
    Column("transcript_language", Kind.TEXT, "BCP 47; empty: not known."),
    Column("transcript_checksum", Kind.TEXT, "SHA-256 of its cues; assessments name it."),
    Column("transcript_words", Kind.WHOLE, "Words of its transcript; empty: it has none."),
    Column("html_url", Kind.TEXT, "Its page, permanently."),
)
ASSESSMENT_COLUMNS = (
    Column("id", Kind.WHOLE, "Permanent: an assessment is never changed."),
    Column("episode", Kind.TEXT, "Slug of the episode."),
    Column("kind", Kind.TEXT, "automatic, from its segments, or editorial, by a listener."),
    Column("leads", Kind.FLAG, "Whether the episode's page leads with it."),
    Column("scorer", Kind.TEXT, "Name of the scorer; empty: an editor's."),
    Column("scorer_version", Kind.TEXT, "Its version."),
    Column("transcript_checksum", Kind.TEXT, "Of the transcript that was read."),
    Column("assessor", Kind.TEXT, "Who listened; empty: automatic."),
    Column("listened_on", Kind.DATE, "When; empty: automatic, or not known."),
    Column("placed", Kind.FLAG, "False: hardly about AI, so without a position."),
    Column("position", Kind.NUMBER, "From -100, risk-forward, to 100, opportunity-forward."),
    Column("low", Kind.NUMBER, "Lower end of the 90 % interval; empty: none given."),
    Column("high", Kind.NUMBER, "Upper end of it."),
    Column("band", Kind.TEXT, "risk-forward (-18 or lower), mixed, opportunity-forward (18 up)."),
    Column("charge", Kind.NUMBER, "Percent of its passages that lean; empty: not placed, editor."),
    Column("stance_kind", Kind.TEXT, "one-sided, takes-little-side or argues-both-sides."),
    Column("ingredients", Kind.OBJECT, "What the position is made of, in numbers of passages."),
    Column("lens", Kind.TEXT, "The main angle."),
    Column("confidence", Kind.TEXT, "low, medium or high."),
    Column("confidence_reasons", Kind.TEXTS, "Why."),
    Column("evidence_mode", Kind.TEXT, "What kind of talk it rests on."),
    Column("bullets", Kind.TEXTS, "Reasons for the position."),
    Column("statistics", Kind.OBJECT, "Of the segments' scores; empty: of none."),
)
SCORER_COLUMNS = (
    Column("scorer", Kind.TEXT, "Name of the scorer."),
    Column("scorer_version", Kind.TEXT, "Its version: it changes whenever a judgement could."),
    Column("assessments", Kind.WHOLE, "How many assessments here are its."),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the dump; `rows` reads it anew each time."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[str], Iterator[Row]]
    """Given what goes before addresses."""


def _episodes(site: str) -> Iterator[Row]:
    current = Prefetch(
        "transcripts", Transcript.objects.current().without_cues(), to_attr="current_ones"
    )
    found = Episode.objects.published().select_related("show", "shelf")
    for episode in in_batches(found.prefetch_related("guests", "tags", current)):
        transcript = next(iter(episode.current_ones), None)  # type: ignore[attr-defined]
        names = [each.name for each in EPISODE_COLUMNS]
        own = {name: getattr(episode, name) for name in names if hasattr(episode, name)}
        yield {
            **own,
            "show": episode.show.slug,
            "show_title": episode.show.title,
            "shelf": episode.shelf.slug if episode.shelf else None,
            "guests": [guest.name for guest in episode.guests.all()],
            "tags": [tag.name for tag in episode.tags.all()],
            "published_on": episode.published_on and episode.published_on.isoformat(),
            "text_may_be_shared": episode.shares_text,
            "text_licence": episode.licence,
            "transcript_kind": transcript and transcript.kind,
            "transcript_language": transcript and transcript.language,
            "transcript_checksum": transcript and transcript.checksum,
            "transcript_words": transcript and transcript.word_count,
            "html_url": site + episode.get_absolute_url(),
        }


def _assessments(site: str) -> Iterator[Row]:
    for made in in_batches(Assessment.objects.public().select_related("episode").defer("trail")):
        row = {each.name: getattr(made, each.name) for each in ASSESSMENT_COLUMNS}
        heard = made.listened_on and made.listened_on.isoformat()
        words = {"band": made.band or None, "stance_kind": made.stance_kind or None}
        yield {**row, **words, "episode": made.episode.slug, "listened_on": heard}


def _scorers(site: str) -> Iterator[Row]:
    used = Assessment.objects.public().automatic().order_by("scorer", "scorer_version")
    yield from used.values("scorer", "scorer_version").annotate(assessments=Count("pk"))


def _segments(site: str) -> Iterator[Row]:
    scores = SegmentScore.objects.in_force().select_related("segment", "assessment__episode__show")
    scores = scores.defer("assessment__trail", "assessment__statistics")
    return segment_rows(in_batches(scores), [each.name for each in SEGMENT_COLUMNS], site=site)


TABLES = (
    Table("episodes", "The published conversations.", EPISODE_COLUMNS, _episodes),
    Table("assessments", "Every published judgement of them.", ASSESSMENT_COLUMNS, _assessments),
    Table("scorers", "The scorers, and their versions, that judged.", SCORER_COLUMNS, _scorers),
    Table(
        "segments",
        "Every segment, as the automatic assessment in force scored it.",
        SEGMENT_COLUMNS,
        _segments,
    ),
)
