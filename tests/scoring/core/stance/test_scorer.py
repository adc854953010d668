"""The fast calculation equals the simple one, and shares add up."""

import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.spectrum import Lens, clamp
from scoring.core.stance import StanceScorer
from scoring.core.stance.lexicon import THEMES, built_in
from scoring.core.stance.scorer import MIN_MAGNITUDE
from scoring.core.stance.weights import UNIT, read_built_in
from scoring.core.stance.words import features_of, plain, read_words
from tests.make import BRIGHT, DARK, PLAIN
from tests.paths import ROOT

SCORER = StanceScorer()
WEIGHTS, _ = read_built_in()
PHRASES = [line.split("\t")[0].rstrip("*") for line in built_in()[1].splitlines()[::90]]
SPEECH = st.lists(
    st.sampled_from([*PHRASES, "not", "never", "people say", "do you", "the model", "AI,", "’"]),
    max_size=50,
).map(" ".join)


def plain_score(text: str) -> float:
    """The formula of the package, without numpy."""
    words = [plain(word) for word in read_words(text).words]
    if not words:
        return 0.0
    settings, root = WEIGHTS.settings, math.sqrt(len(words))
    rows = [WEIGHTS.rows[name] for name in set(features_of(text)) if name in WEIGHTS.rows]
    direction = sum(int(WEIGHTS.table[row, 0]) for row in rows)
    magnitude = sum(int(WEIGHTS.table[row, 1]) for row in rows)
    hits = built_in()[0].find(words)
    worth = sum(settings.lexicon[THEMES.index(hit.entry.theme)] * hit.share for hit in hits)
    far = max(MIN_MAGNITUDE, (settings.magnitude + magnitude / root) / UNIT)
    way = (settings.direction + (direction + worth) / root) / UNIT
    return clamp(settings.stretch / UNIT * way * math.sqrt(far * math.sqrt(far)))


@given(st.lists(SPEECH, max_size=4))
def test_scores_are_those_of_the_stated_formula(texts: list[str]) -> None:
    for text, judgement in zip(texts, SCORER.score(texts), strict=True):
        assert judgement.score == pytest.approx(plain_score(text), abs=0.011)


@given(SPEECH)
def test_shares_and_rest_add_up_to_the_score(text: str) -> None:
    (judgement,) = SCORER.score([text])

    total = sum(phrase.share for phrase in judgement.phrases) + judgement.rest
    assert judgement.score == pytest.approx(total, abs=0.011)
    assert -100 <= judgement.score <= 100


@given(SPEECH)
def test_phrases_are_quoted_once_at_their_offsets(text: str) -> None:
    phrases = SCORER.score([text])[0].phrases

    assert all(text[phrase.start : phrase.end] == phrase.text for phrase in phrases)
    assert len({phrase.text.lower() for phrase in phrases}) == len(phrases)
    assert sorted(-abs(phrase.share) for phrase in phrases) == [
        -abs(phrase.share) for phrase in phrases
    ]


@given(st.lists(SPEECH, min_size=1, max_size=70))
def test_a_text_has_the_same_score_alone_and_among_others(texts: list[str]) -> None:
    assert SCORER.score(texts)[-1] == SCORER.score(texts[-1:])[0]


def test_the_three_example_texts_score_on_their_sides() -> None:
    dark, plain_talk, bright = (j.score for j in SCORER.score([DARK, PLAIN, BRIGHT]))

    assert dark < -18
    assert -10 < plain_talk < 10
    assert bright > 18


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("this is dangerous for all of us", "this is not dangerous for all of us"),
        ("the fear of catastrophe is real", "there is no catastrophe to fear"),
    ],
)
def test_a_negated_phrase_counts_less(said: str, denied: str) -> None:
    one, other = SCORER.score([said, denied])

    assert one.score < other.score


def test_a_reported_view_counts_less() -> None:
    own, others = SCORER.score(
        ["It will be a catastrophe for us all.", "People say it will be a catastrophe for us all."]
    )

    assert own.score < others.score


def test_a_negation_is_part_of_the_shown_phrase() -> None:
    (judgement,) = SCORER.score(["AI is not dangerous to use."])

    assert "not dangerous" in [phrase.text for phrase in judgement.phrases]


def test_an_empty_text_scores_0() -> None:
    for judgement in SCORER.score(["", " … ", "\n"]):
        assert (judgement.score, judgement.lens, judgement.phrases) == (0.0, Lens.OFF_TOPIC, ())


def test_lower_case_without_punctuation_scores_the_same() -> None:
    text = f"{DARK} {BRIGHT} Don’t panic; it’s fine."

    assert SCORER.score([text]) == SCORER.score(
        [text.lower().translate(str.maketrans("", "", ".,;’"))]
    )


def test_another_process_gives_the_same_scores() -> None:
    code = (
        "from scoring.core.stance import StanceScorer; import sys;"
        "print([j.score for j in StanceScorer().score(sys.argv[1:])])"
    )
    texts = [DARK, PLAIN, BRIGHT]
    found = subprocess.run(
        [sys.executable, "-c", code, *texts], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert found.stdout.strip() == str([judgement.score for judgement in SCORER.score(texts)])
