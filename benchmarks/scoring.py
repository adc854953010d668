"""Scoring speed on one core, against VADER on the same segments."""

from benchmarks.figures import Figure, Measured
from benchmarks.library import texts
from benchmarks.ratio import paired
from scoring.core.evaluation.peers import vader
from scoring.services.assessing import default_scorer


def measure() -> Measured:
    words = texts()
    ours, peer = default_scorer(), vader()
    if peer is None:
        raise RuntimeError("VADER is not installed: make install")
    ratio = paired(lambda: peer.score(words), lambda: ours.score(words), rounds=9)
    return Measured(
        "Scoring on one core",
        [
            Figure(
                "scoring_vs_vader",
                ratio,
                f"segments per second of `{ours.name}` against VADER, {len(words)} segments",
                ">= 5",
            )
        ],
        [
            {"scorer": ours.name, "segments per second": round(len(words) / ratio.second)},
            {"scorer": "vader", "segments per second": round(len(words) / ratio.first)},
        ],
    )
