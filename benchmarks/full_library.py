"""A library of realistic size: generated episodes with phrases, names and subjects.

It also contains the sample library, and an episode with a transcript of 5,206 captions.
"""

from itertools import count

from django.core.management import call_command
from django.db.models import F

from benchmarks.library import fill
from benchmarks.stages import captions
from benchmarks.topics import fill_topics
from library.captions import read_transcript
from library.models import Episode, Guest, Segment, Tag, Transcript
from library.services.episodes import import_transcript
from library.services.import_details import EpisodeDetails, Provenance
from scoring.models import EpisodeSubject, SegmentScore, SegmentSubject, Subject, Term
from scoring.services.assessing import assess_transcript

EPISODES, SEGMENTS = 300, 120
GUESTS, TAGS, SUBJECTS = 240, 60, 60
LONG = "the-long-talk"
"""Slug of the episode with the transcript of 5,206 captions."""
PHRASES = [
    {"text": f"phrase {n}", "start": 20 * n, "end": 20 * n + 8, "share": (-1) ** n * 2.5}
    for n in range(8)
]


def fill_library(episodes: int = EPISODES, segments: int = SEGMENTS) -> None:
    """Fill an empty library until it has `episodes` published episodes."""
    call_command("load_sample", verbosity=0)
    imported = import_transcript(
        read_transcript(captions(), "captions.vtt"),
        details=EpisodeDetails(
            show="A show", title="The long talk", slug=LONG, text_may_be_shared=True
        ),
        provenance=Provenance(kind=Transcript.Kind.YOUTUBE_AUTOMATIC),
        publish=True,
    )
    assess_transcript(imported.episode.transcripts.get())
    fill(episodes, segments)
    SegmentScore.objects.filter(phrases=[]).update(phrases=PHRASES, rest=2.5)
    Term.objects.all().delete()  # the sample's terms; generated ones need consecutive keys
    fill_topics()
    _add_names()
    _add_subjects()


def _add_names() -> None:
    """Give every episode two guests and three tags."""
    keys = Episode.objects.order_by("pk").values_list("pk", flat=True)
    guests = Guest.objects.bulk_create(
        Guest(slug=f"guest-{n}", name=f"Guest Number {n}") for n in range(GUESTS)
    )
    tags = Tag.objects.bulk_create(Tag(slug=f"tag-{n}", name=f"tag {n}") for n in range(TAGS))
    by_guest, by_tag = Episode.guests.through, Episode.tags.through
    by_guest.objects.bulk_create(
        by_guest(episode_id=key, guest=guests[(n + 97 * number) % GUESTS])
        for n, key in enumerate(keys)
        for number in range(2)
    )
    by_tag.objects.bulk_create(
        by_tag(episode_id=key, tag=tags[(n + 17 * number) % TAGS])
        for n, key in enumerate(keys)
        for number in range(3)
    )


def _add_subjects() -> None:
    """Add four subjects to each episode without any, and one to every third of its passages."""
    subjects = list(Subject.objects.order_by("slug")[:SUBJECTS])
    keys = list(Episode.objects.filter(subjects=None).order_by("pk").values_list("pk", flat=True))
    EpisodeSubject.objects.bulk_create(
        EpisodeSubject(episode_id=key, subject=subjects[(n + 7 * place) % SUBJECTS], place=place)
        for n, key in enumerate(keys)
        for place in range(1, 5)
    )
    passages = Segment.objects.annotate(third=F("index") % 3).filter(third=0)
    passages = passages.filter(transcript__episode__in=keys).order_by("pk")
    scored = passages.values_list("pk", "scores__score")
    SegmentSubject.objects.bulk_create(
        (
            SegmentSubject(
                segment_id=key, subject=subjects[number % SUBJECTS], mentions=2, score=score
            )
            for number, (key, score) in zip(count(), scored, strict=False)
        ),
        batch_size=2_000,
    )
