"""Sample data for the style guide, which shows every template partial in every state.

Nothing is read from the database.
"""

from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from library import charts
from library.models import Episode, Show, Transcript
from library.pages.episode.provenance import provenance_of
from library.pages.episode.quotes import Quote
from library.pages.episode.scored_segments import Mark
from library.pages.episode.strip_and_arc import Arc, Strip
from library.pages.episode.transcript import Passage, Turn
from library.pages.listing.card import Card
from library.text import highlighting
from scoring.core.position import place
from scoring.core.spectrum import Band, band_of
from scoring.core.stats import Statistics, statistics_of
from scoring.models import Assessment, SegmentScore

WORDS = "We could lose control of it, and yet it might cure what kills us."
PHRASES = [
    {"text": "lose control", "start": 9, "end": 21, "share": -31.0},
    {"text": "cure", "start": 43, "end": 47, "share": 12.0},
]
TRAIL = [round(60 * ((index * 7919) % 101 - 50) / 50, 2) for index in range(156)]
"""Made-up scores between −60 and 60, one per segment."""
SURFACES = ("ground", "surface", "sunk", "line", "ink", "ink-soft", "accent", "mark", "find")
"""Colour tokens shown in addition to the steps of the spectrum."""

PAGER = SimpleNamespace(
    has_other_pages=True,
    has_previous=True,
    has_next=True,
    previous_page_number=1,
    number=2,
    next_page_number=3,
    paginator=SimpleNamespace(num_pages=3),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """The strip, arc and bands for one list of scores."""

    title: str
    strip: Strip
    arc: Arc
    bands: list[charts.Stretch]
    statistics: Statistics


def specimens() -> dict[str, Any]:
    """Return the template context of the style guide."""
    return {
        "surfaces": SURFACES,
        "tones": [(f"tone-{step}", 10 * step - 100) for step in range(21)],
        "bands": [band.value for band in Band],
        "scores": [-80, -18, -17, 0, 17, 18, 80],
        "figures": [
            _figure("156 segments, 140 shown", TRAIL),
            _figure("Spaced by time", TRAIL[:30], by_clock=True),
            _figure("One segment, no times", [-4.0], timed=False),
        ],
        "cards": [_card(-42.0), _card(6.0, sample=True), _card(None)],
        "passages": [
            _passage(1, -38.0),
            _passage(2, 0.0),
            _passage(3, 51.0),
            _passage(4, None),
            replace(_passage(5, 0.0), aside="not about AI"),
        ],
        "quotes": [Quote(marker, _score(-19.0), _pieces()) for marker in _strip(TRAIL).markers],
        "transcripts": [
            _provenance(Transcript.Kind.PUBLISHER),
            _provenance(Transcript.Kind.MACHINE),
        ],
        "players": [Episode(audio_url="https://example.org/talk.mp3"), Episode(video_id="dQw4")],
        "assessment": SimpleNamespace(scorer="stance", scorer_version="0"),
        "pager": PAGER,
    }


def _marks(trail: list[float], *, timed: bool = True) -> list[Mark]:
    return [
        Mark(
            index + 1,
            score,
            60.0 * index if timed else None,
            60.0 * index + 55 if timed else None,
            WORDS,
            "",
        )
        for index, score in enumerate(trail)
    ]


def _strip(trail: list[float], *, timed: bool = True) -> Strip:
    placement = place(trail, len(trail))
    interval = (placement.low, placement.high) if placement else None
    return Strip(_marks(trail, timed=timed), statistics_of(trail), interval)


def _figure(
    title: str, trail: list[float], *, by_clock: bool = False, timed: bool = True
) -> Figure:
    statistics = statistics_of(trail)
    return Figure(
        title,
        _strip(trail, timed=timed),
        Arc(_marks(trail, timed=timed), by_clock=by_clock),
        charts.stretches(
            statistics.shares, [band.value for band in Band], width=charts.BANDS_WIDTH
        ),
        statistics,
    )


def _card(position: float | None, *, sample: bool = False) -> Card:
    episode = Episode(
        slug="specimen",
        title="A specimen with a title that is long enough to need a second line",
        show=Show(slug="specimen", title="Specimen Show"),
        published_on=date(2026, 1, 3),
        summary="Two people disagree at length, and stay friends.",
        is_sample=sample,
    )
    if position is not None:
        episode.lead_assessment = Assessment(
            position=position,
            band=band_of(position),
            lens="technical",
            confidence="medium",
            trail=TRAIL,
            statistics=statistics_of(TRAIL).as_dict(),
        )
    return Card(episode)


def _score(score: float) -> SegmentScore:
    return SegmentScore(score=score, lens="technical", phrases=PHRASES)


def _pieces(score: float = -19.0) -> list[highlighting.Piece]:
    return highlighting.split_pieces(WORDS, highlighting.phrase_spans(PHRASES, score))


def _passage(index: int, score: float | None) -> Passage:
    start = 60.0 * index
    turns = [
        Turn("Ann", start, f"t{int(start)}", _pieces(score or 0.0)),
        Turn("Ben", start + 20, f"t{int(start) + 20}", [highlighting.Piece(WORDS)]),
    ]
    return Passage(index, start, start + 55, None if score is None else _score(score), turns)


def _provenance(kind: Transcript.Kind) -> tuple[Transcript, list[str]]:
    transcript = Transcript(
        kind=kind,
        source_name="talk.vtt",
        language="en",
        cue_count=5206,
        word_count=30_000,
        duration=9000.0,
        repairs={"overlaps": 2},
        stored_at=date(2026, 4, 2),
    )
    return transcript, provenance_of(transcript)
