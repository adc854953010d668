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
    Column("slug", Kind.TEXT, "Identifier in URLs and in the other tables."),
    Column("title", Kind.TEXT, "Title."),
    Column("show", Kind.TEXT, "Slug of the show."),
    Column("show_title", Kind.TEXT, "Title of the show."),
    Column("shelf", Kind.TEXT, "Slug of the shelf; empty if none."),
    Column("guests", Kind.TEXTS, "Names of the guests."),
    Column("tags", Kind.TEXTS, "Names of the tags."),
    Column("published_on", Kind.DATE, "Release date; empty if unknown."),
    Column("why_it_matters", Kind.TEXT, "Why the conversation matters."),
    Column("summary", Kind.TEXT, "Summary."),
    Column("editor_note", Kind.TEXT, "Note of the editors."),
    Column("video_id", Kind.TEXT, "YouTube video ID; empty if unknown."),
    Column("audio_url", Kind.TEXT, "URL of the recording; empty if unknown."),
    Column("is_sample", Kind.FLAG, "Whether the episode is an invented sample."),
    Column("text_may_be_shared", Kind.FLAG, "Whether the transcript may be republished."),
    Column("text_licence", Kind.TEXT, "Licence of the transcript, as stated by the publisher."),
    Column("transcript_kind", Kind.TEXT, "Origin of the transcript; empty without one."),
    Column("transcript_language", Kind.TEXT, "BCP 47 tag; empty if unknown."),
    Column("transcript_checksum", Kind.TEXT, "SHA-256 of the cues."),
    Column("transcript_words", Kind.WHOLE, "Number of words; empty without a transcript."),
    Column("html_url", Kind.TEXT, "Permanent URL of the page."),
)
ASSESSMENT_COLUMNS = (
    Column("id", Kind.WHOLE, "Permanent; assessments never change."),
    Column("episode", Kind.TEXT, "Slug of the episode."),
    Column("kind", Kind.TEXT, "automatic (from the segments) or editorial (by a listener)."),
    Column("leads", Kind.FLAG, "Whether it is the leading assessment of the episode."),
    Column("scorer", Kind.TEXT, "Name of the scorer; empty if editorial."),
    Column("scorer_version", Kind.TEXT, "Version of the scorer."),
    Column("transcript_checksum", Kind.TEXT, "Checksum of the assessed transcript."),
    Column("assessor", Kind.TEXT, "Name of the listener; empty if automatic."),
    Column("listened_on", Kind.DATE, "Date of listening; empty if automatic or unknown."),
    Column("placed", Kind.FLAG, "False if hardly about AI, and therefore without a position."),
    Column("position", Kind.NUMBER, "From -100 (risk-forward) to 100 (opportunity-forward)."),
    Column("low", Kind.NUMBER, "Lower end of the 90 % interval; empty if there is none."),
    Column("high", Kind.NUMBER, "Upper end of the 90 % interval; empty if there is none."),
    Column("band", Kind.TEXT, "risk-forward (-18 or lower), mixed, opportunity-forward (18 up)."),
    Column("charge", Kind.NUMBER, "Percentage of passages outside mixed; empty if editorial."),
    Column("stance_kind", Kind.TEXT, "one-sided, takes-little-side or argues-both-sides."),
    Column("ingredients", Kind.OBJECT, "Counts of the passages on which the position is based."),
    Column("of_whole", Kind.FLAG, "Whether the scorer read the whole conversation at once."),
    Column("claim", Kind.TEXT, "Main claim; empty if not read as a whole."),
    Column("topics", Kind.TEXTS, "Topics; empty if not read as a whole."),
    Column(
        "split", Kind.NUMBER, "Disagreement within the conversation, 0 to 100; empty if unknown."
    ),
    Column("lens", Kind.TEXT, "Main lens."),
    Column("confidence", Kind.TEXT, "low, medium or high."),
    Column("confidence_reasons", Kind.TEXTS, "Reasons for the confidence."),
    Column("evidence_mode", Kind.TEXT, "Kind of conversation."),
    Column("bullets", Kind.TEXTS, "Reasons for the position."),
    Column("statistics", Kind.OBJECT, "Statistics of the segment scores; empty without scores."),
)
SCORER_COLUMNS = (
    Column("scorer", Kind.TEXT, "Name of the scorer."),
    Column("scorer_version", Kind.TEXT, "Version; changes whenever scores may change."),
    Column("assessments", Kind.WHOLE, "Number of its assessments in this dump."),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a dump."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[str], Iterator[Row]]
    """Function that yields the rows. Its argument is the base URL of the site."""


def _episodes(site: str) -> Iterator[Row]:
    current = Prefetch(
        "transcripts", Transcript.objects.current().without_cues(), to_attr="current_transcripts"
    )
    episodes = Episode.objects.published().select_related("show", "shelf")
    for episode in in_batches(episodes.prefetch_related("guests", "tags", current)):
        transcript = next(iter(episode.current_transcripts), None)  # type: ignore[attr-defined]
        names = [column.name for column in EPISODE_COLUMNS]
        own_fields = {name: getattr(episode, name) for name in names if hasattr(episode, name)}
        yield {
            **own_fields,
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
    assessments = Assessment.objects.public().select_related("episode").defer("trail")
    for assessment in in_batches(assessments):
        row = {column.name: getattr(assessment, column.name) for column in ASSESSMENT_COLUMNS}
        listened_on = assessment.listened_on and assessment.listened_on.isoformat()
        yield {**row, "episode": assessment.episode.slug, "listened_on": listened_on}


def _scorers(site: str) -> Iterator[Row]:
    automatic = Assessment.objects.public().automatic().order_by("scorer", "scorer_version")
    yield from automatic.values("scorer", "scorer_version").annotate(assessments=Count("pk"))


def _segments(site: str) -> Iterator[Row]:
    scores = SegmentScore.objects.of_assessments_in_force()
    scores = scores.select_related("segment", "assessment__episode__show").defer(
        "segment__paragraphs", "assessment__trail", "assessment__statistics"
    )
    names = [column.name for column in SEGMENT_COLUMNS]
    return segment_rows(in_batches(scores), names, site=site)


TABLES = (
    Table("episodes", "Published conversations.", EPISODE_COLUMNS, _episodes),
    Table("assessments", "Published assessments.", ASSESSMENT_COLUMNS, _assessments),
    Table("scorers", "Scorer versions used by the assessments.", SCORER_COLUMNS, _scorers),
    Table(
        "segments",
        "All segments with the scores of the current automatic assessments.",
        SEGMENT_COLUMNS,
        _segments,
    ),
)
