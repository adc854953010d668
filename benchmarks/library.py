"""Generate libraries of any size from the sample texts. The same size gives the same library."""

from collections.abc import Iterator
from functools import cache
from itertools import islice

from django.conf import settings
from django.db import connection

from library.captions import read_transcript
from library.models import Episode, Segment, Shelf, Show, Transcript
from scoring.core.slicing import slice_cues
from scoring.core.spectrum import Lens, band_of
from scoring.core.stats import mean, statistics_of
from scoring.models import Assessment, SegmentScore

BATCH = 2000
LENSES = [lens for lens in Lens if lens is not Lens.OFF_TOPIC]


@cache
def texts() -> list[str]:
    """Return the texts of the sample library's segments, about 120."""
    passages: list[str] = []
    for path in sorted((settings.CONTENT_DIR / "sample").glob("*.vtt")):
        parsed = read_transcript(path.read_bytes(), path.name)
        passages += [piece.text for piece in slice_cues(parsed.cues)]
    return passages


def scores(number: int, count: int) -> list[float]:
    """Return `count` segment scores for episode `number`, spread around its own position."""
    position = (number * 37) % 121 - 60
    return [float(max(-100, min(100, position + (index * 29) % 41 - 20))) for index in range(count)]


def fill(episodes: int, segments: int) -> None:
    """Add published episodes with `segments` scored segments each, up to `episodes` in all."""
    count = Episode.objects.count()
    numbers = range(count, episodes)
    shows = [Show.objects.get_or_create(slug=f"show-{n}", title=f"Show {n}")[0] for n in range(20)]
    shelves = [
        Shelf.objects.get_or_create(slug=f"shelf-{n}", title=f"Shelf {n}")[0] for n in range(8)
    ]
    added = Episode.objects.bulk_create(
        (
            Episode(
                slug=f"talk-{n}",
                title=f"Talk {n}",
                show=shows[n % 20],
                shelf=shelves[n % 8],
                summary=f"A generated conversation, the {n}th.",
                status=Episode.Status.PUBLISHED,
                published_on=f"{2000 + n % 26}-{n % 12 + 1:02}-{n % 28 + 1:02}",
            )
            for n in numbers
        ),
        batch_size=BATCH,
    )
    transcripts = Transcript.objects.bulk_create(
        (_transcript(episode, n, segments) for n, episode in zip(numbers, added, strict=True)),
        batch_size=BATCH,
    )
    assessments = Assessment.objects.bulk_create(
        (
            _assessment(transcript, n, segments)
            for n, transcript in zip(numbers, transcripts, strict=True)
        ),
        batch_size=BATCH,
    )
    _store_segments(numbers, transcripts, assessments, segments)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _transcript(episode: Episode, number: int, segments: int) -> Transcript:
    return Transcript(
        episode=episode,
        kind=Transcript.Kind.PUBLISHER,
        source_format="webvtt",
        checksum=f"{number:064x}",
        cues=[],
        cue_count=segments,
        word_count=200 * segments,
        duration=75.0 * segments,
    )


def _assessment(transcript: Transcript, number: int, segments: int) -> Assessment:
    trail = scores(number, segments)
    position = mean(trail)
    return Assessment(
        episode=transcript.episode,
        transcript=transcript,
        kind=Assessment.Kind.AUTOMATIC,
        leads=True,
        scorer="generated",
        scorer_version="1",
        transcript_checksum=transcript.checksum,
        position=position,
        band=band_of(position),
        lens=LENSES[number % len(LENSES)],
        confidence=("low", "medium", "high")[number % 3],
        evidence_mode="interview",
        statistics=statistics_of(trail).as_dict(),
        trail=trail,
    )


def _store_segments(
    numbers: range, transcripts: list[Transcript], assessments: list[Assessment], segments: int
) -> None:
    words = texts()

    def rows() -> Iterator[tuple[Segment, Assessment, float]]:
        for number, transcript, assessment in zip(numbers, transcripts, assessments, strict=True):
            for index, score in enumerate(scores(number, segments)):
                text = f"{words[(number * 7 + index) % len(words)]} Marker m{number % 997}x{index}."
                segment = Segment(
                    transcript=transcript,
                    index=index + 1,
                    text=text,
                    start=75.0 * index,
                    end=75.0 * index + 74,
                    first_cue=index,
                    first_word=0,
                    last_cue=index,
                )
                yield segment, assessment, score

    source = rows()
    while batch := list(islice(source, BATCH)):
        stored = Segment.objects.bulk_create([segment for segment, _, _ in batch])
        SegmentScore.objects.bulk_create(
            SegmentScore(assessment=assessment, segment=segment, score=score, lens=assessment.lens)
            for segment, (_, assessment, score) in zip(stored, batch, strict=True)
        )
