"""Time of each stage from transcript file to rendered page, for 5,206 cues in one process."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.test import Client

from benchmarks.figures import Figure, Measured
from benchmarks.library import texts
from library.captions import read_transcript
from library.models import Transcript
from library.services.episodes import import_transcript
from library.services.import_details import EpisodeDetails, Provenance
from scoring.services.assessing import assess_transcript

CUES = 5206
"""Number of cues in a conversation of three hours, which has 156 segments."""
CHARACTERS = 171_474
RUNS = 5


def measure() -> Measured:
    data = captions()
    runs = [_run(data, number) for number in range(RUNS)]
    stages = {name: sorted(run[name] for run in runs)[RUNS // 2] for name in runs[0]}
    whole = sum(stages.values())
    rows: list[dict[str, object]] = [
        {"stage": name, "ms": round(1000 * took, 1), "share": f"{100 * took / whole:.0f} %"}
        for name, took in stages.items()
    ]
    says = "from a file of 5,206 captions to the episode page, against one second"
    return Measured(
        "From file to page", [Figure("file_to_page_vs_one_second", whole, says, "<= 1")], rows
    )


def captions() -> bytes:
    """Return a WebVTT file with `CUES` captions made from sample texts."""
    words = " ".join(texts() * 3)[:CHARACTERS].split()
    lines = ["WEBVTT"]
    for cue in range(CUES):
        caption = words[cue * len(words) // CUES : (cue + 1) * len(words) // CUES]
        lines += ["", f"{_clock(2 * cue)} --> {_clock(2 * cue + 1.9)}", " ".join(caption) or "uh"]
    return "\n".join(lines).encode()


def store(count: int, first: int = 0) -> None:
    """Store episodes `first` to `count` - 1, each with the transcript of `captions`, unassessed."""
    parsed = read_transcript(captions(), "captions.vtt")
    for number in range(first, count):
        import_transcript(
            parsed,
            details=EpisodeDetails(show="A show", title=f"Talk {number}"),
            provenance=Provenance(kind=Transcript.Kind.PUBLISHER),
        )


def _clock(seconds: float) -> str:
    minutes, second = divmod(seconds, 60)
    return f"{int(minutes // 60):02}:{int(minutes % 60):02}:{second:06.3f}"


def _run(data: bytes, number: int) -> dict[str, float]:
    took: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        took[name] = time.perf_counter() - started

    with stage("read and repair"):
        parsed = read_transcript(data, "captions.vtt")
    with stage("store"):
        episode = import_transcript(
            parsed,
            details=EpisodeDetails(show="A show", title=f"Talk {number}"),
            provenance=Provenance(kind=Transcript.Kind.YOUTUBE_AUTOMATIC),
            publish=True,
        ).episode
    with stage("slice, score, aggregate"):
        assess_transcript(episode.transcripts.get())
    with stage("page"):
        response = Client(SERVER_NAME="localhost").get(episode.get_absolute_url())
        if response.status_code != 200:
            raise RuntimeError(f"the page returned {response.status_code}")
    return took
