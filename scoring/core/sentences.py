"""Sentences made from the numbers of an assessment: the bullets under "Why"."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from scoring.core.arc import highest, lowest
from scoring.core.scorers import Judgement
from scoring.core.spectrum import Lens, whole
from scoring.core.stats import mean, whole_percentages

MINUS = "\N{MINUS SIGN}"
DRIFT = 5
"""Points between the first and last third of a trail from which a drift is worth a sentence."""
PHRASES_NAMED = 3
WORDS_QUOTED = 12
"""Of a phrase named in a sentence; the transcript shows the whole of it."""


def signed(score: float) -> str:
    """Return the score as a whole number with its sign: `+12`, `0`, or a true minus and `12`."""
    shown = whole(score)
    return f"{MINUS}{-shown}" if shown < 0 else f"+{shown}" if shown else "0"


def main_lens(judgements: Sequence[Judgement]) -> Lens:
    """Return the lens of most segments, off-topic only when there is no other."""
    counts = Counter(judgement.lens for judgement in judgements)
    return max(Lens, key=lambda lens: (lens is not Lens.OFF_TOPIC and counts[lens], counts[lens]))


def bullets(
    judgements: Sequence[Judgement],
    *,
    numbers: Sequence[int] | None = None,
    left_out: Sequence[int] = (),
    off_topic: int = 0,
) -> list[str]:
    """Return the sentences that say what the numbers of an episode's segments are.

    `numbers` are those of the segments judged, 1 and on when not given; `left_out` are the
    segments of advertising, `off_topic` how many others are not about AI.
    """
    scores = [judgement.score for judgement in judgements]
    found = [
        _range_sentence(scores, numbers or range(1, len(scores) + 1)),
        _drift_sentence(scores),
        _phrase_sentence(judgements, sign=-1),
        _phrase_sentence(judgements, sign=1),
        _lens_sentence(judgements),
        _off_topic_sentence(off_topic),
        _left_out_sentence(left_out),
    ]
    return [sentence for sentence in found if sentence]


def _off_topic_sentence(number: int) -> str:
    if not number:
        return ""
    return f"Left out of all figures as not about AI: {number} segment{'' if number == 1 else 's'}."


def _left_out_sentence(left_out: Sequence[int]) -> str:
    if not left_out:
        return ""
    one = len(left_out) == 1
    named = ", ".join(map(str, left_out))
    return f"Left out of all figures as advertising: segment{'' if one else 's'} {named}."


def _range_sentence(scores: Sequence[float], numbers: Sequence[int]) -> str:
    if len(scores) < 2 or whole(min(scores)) == whole(max(scores)):
        return ""
    low, high = lowest(scores), highest(scores)
    return (
        f"Segments run from {signed(scores[low])} (segment {numbers[low]}) "
        f"to {signed(scores[high])} (segment {numbers[high]})."
    )


def _drift_sentence(scores: Sequence[float]) -> str:
    third = len(scores) // 3
    if third < 2:
        return ""
    early, late = mean(scores[:third]), mean(scores[-third:])
    if abs(late - early) < DRIFT:
        return f"Level throughout: {signed(early)} in the first third, {signed(late)} in the last."
    side = "opportunity-forward" if late > early else "risk-forward"
    return (
        f"Turns more {side}: from {signed(early)} in the first third to {signed(late)} in the last."
    )


def _phrase_sentence(judgements: Sequence[Judgement], *, sign: int) -> str:
    """Return the phrases that moved the whole episode most to one side."""
    moved: defaultdict[str, float] = defaultdict(float)
    words: dict[str, str] = {}
    for judgement in judgements:
        for phrase in judgement.phrases:
            moved[phrase.text.lower()] += abs(phrase.share) if phrase.share * sign > 0 else 0
            words.setdefault(phrase.text.lower(), phrase.text)
    named = sorted(moved.items(), key=lambda item: (-item[1], item[0]))[:PHRASES_NAMED]
    quoted = [f"“{_quoted(words[text])}”" for text, share in named if share > 0]
    if not quoted:
        return ""
    side = "opportunity-forward" if sign > 0 else "risk-forward"
    return f"Moved it most to the {side} side: {', '.join(quoted)}."


def _quoted(phrase: str) -> str:
    """Return a phrase on one line, a long one without its end."""
    words = phrase.split()
    return " ".join(words) if len(words) <= WORDS_QUOTED else f"{' '.join(words[:WORDS_QUOTED])} …"


def _lens_sentence(judgements: Sequence[Judgement]) -> str:
    counts = Counter(judgement.lens for judgement in judgements)
    order = sorted(Lens, key=lambda lens: -counts[lens])
    shares = whole_percentages([counts[lens] for lens in order])
    parts = [
        f"{lens.value} {share} %" for lens, share in zip(order, shares, strict=True) if share >= 5
    ]
    return f"Lens by segment: {', '.join(parts)}."


def listed(words: Sequence[str]) -> str:
    """Return `a`, `a and b` or `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
