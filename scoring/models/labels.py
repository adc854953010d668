"""Labels of segments, used to train and evaluate scorers."""

from typing import Any

from library.models import Segment


def label_of(segment: Segment, whose: str, score: float, lens: str, *, how: str) -> dict[str, Any]:
    """Return a segment's label as a row of a label file.

    `whose` is the last part of the label's ID, and `how` states how the label was made.
    """
    episode = segment.transcript.episode
    return {
        "id": f"{episode.slug}-{segment.index}-{whose}",
        "episode": episode.slug,
        "show": episode.show.title,
        "text": segment.text,
        "plain": segment.text,
        "score": score,
        "lens": lens.replace("-", ""),
        "how": how,
    }
