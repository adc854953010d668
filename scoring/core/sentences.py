"""The sentences in the “Why” section of a page, generated from an assessment."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from scoring.core.arc import highest, lowest
from scoring.core.scorers import Judgement
from scoring.core.spectrum import Lens, whole
from scoring.core.stats import mean, whole_percentages

MINUS = "\N{MINUS SIGN}"
MIN_DRIFT = 5
"""Smallest change in mean score from the first to the last third, in points, that is reported."""
MAX_PHRASES = 3
MAX_WORDS_QUOTED = 12
"""Longer phrases are shortened in the sentence; the transcript contains them in full."""


def signed(score: float) -> str:
    """Format the score as a whole number with its sign: `+12`, `0`, or `−12`."""
    rounded = whole(score)
    return f"{MINUS}{-rounded}" if rounded < 0 else f"+{rounded}" if rounded else "0"


def main_lens(judgements: Sequence[Judgement]) -> Lens:
    """Return the most frequent lens, ignoring off-topic unless all segments are off-topic."""
    counts = Counter(judgement.lens for judgement in judgements)
    return max(Lens, key=lambda lens: (lens is not Lens.OFF_TOPIC and counts[lens], counts[lens]))


def bullets(
    judgements: Sequence[Judgement],
    *,
    numbers: Sequence[int] | None = None,
    left_out: Sequence[int] = (),
    off_topic: int = 0,
) -> list[str]:
    """Return sentences that describe the segment scores of an episode.

    `numbers` contains the segment number of each judgement (default: 1, 2, …). `left_out` contains
    the numbers of the advertising segments. `off_topic` is the number of other segments that are
    not about AI.
    """
    scores = [judgement.score for judgement in judgements]
    sentences = [
        _range_sentence(scores, numbers or range(1, len(scores) + 1)),
        _drift_sentence(scores),
        _phrase_sentence(judgements, sign=-1),
        _phrase_sentence(judgements, sign=1),
        _lens_sentence(judgements),
        _off_topic_sentence(off_topic),
        _left_out_sentence(left_out),
    ]
    return [sentence for sentence in sentences if sentence]


def _off_topic_sentence(number: int) -> str:
    if not number:
        return ""
    return f"Left out of all scores (not about AI): {number} segment{'' if number == 1 else 's'}."


def _left_out_sentence(left_out: Sequence[int]) -> str:
    if not left_out:
        return ""
    plural = "" if len(left_out) == 1 else "s"
    numbers = ", ".join(map(str, left_out))
    return f"Left out of all scores (advertising): segment{plural} {numbers}."


def _range_sentence(scores: Sequence[float], numbers: Sequence[int]) -> str:
    if len(scores) < 2 or whole(min(scores)) == whole(max(scores)):
        return ""
    low, high = lowest(scores), highest(scores)
    return (
        f"Segment scores range from {signed(scores[low])} (segment {numbers[low]}) "
        f"to {signed(scores[high])} (segment {numbers[high]})."
    )


def _drift_sentence(scores: Sequence[float]) -> str:
    third = len(scores) // 3
    if third < 2:
        return ""
    early, late = mean(scores[:third]), mean(scores[-third:])
    if abs(late - early) < MIN_DRIFT:
        return f"Steady throughout: {signed(early)} in the first third, {signed(late)} in the last."
    side = "opportunity-forward" if late > early else "risk-forward"
    return f"Becomes more {side}: {signed(early)} in the first third, {signed(late)} in the last."


def _phrase_sentence(judgements: Sequence[Judgement], *, sign: int) -> str:
    """Return a sentence with the phrases that contribute most to scores on one side."""
    shares: defaultdict[str, float] = defaultdict(float)
    words: dict[str, str] = {}
    for judgement in judgements:
        for phrase in judgement.phrases:
            shares[phrase.text.lower()] += abs(phrase.share) if phrase.share * sign > 0 else 0
            words.setdefault(phrase.text.lower(), phrase.text)
    strongest = sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:MAX_PHRASES]
    quoted = [f"“{_quoted(words[text])}”" for text, share in strongest if share > 0]
    if not quoted:
        return ""
    side = "opportunity-forward" if sign > 0 else "risk-forward"
    return f"Phrases that moved the score most toward {side}: {', '.join(quoted)}."


def _quoted(phrase: str) -> str:
    """Return a phrase on one line, shortened if it is long."""
    words = phrase.split()
    return " ".join(words[:MAX_WORDS_QUOTED]) + (" …" if len(words) > MAX_WORDS_QUOTED else "")


def _lens_sentence(judgements: Sequence[Judgement]) -> str:
    counts = Counter(judgement.lens for judgement in judgements)
    order = sorted(Lens, key=lambda lens: -counts[lens])
    shares = whole_percentages([counts[lens] for lens in order])
    parts = [
        f"{lens.value} {share} %" for lens, share in zip(order, shares, strict=True) if share >= 5
    ]
    return f"Lens by segment: {', '.join(parts)}."


def listed(words: Sequence[str]) -> str:
    """Return `words` as a list in prose: `a`, `a and b` or `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
