from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.clauses import MIN_WORDS, Clause, clauses

WORDS = st.sampled_from(
    [
        "I",
        "we",
        "and",
        "but,",
        "because",
        "so",
        "that",
        "AI",
        "could",
        "kill.",
        "you",
        "know",
        "it's",
        "fine?",
        "e.g.",
    ]
)


def split(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[clause.first : clause.last]) for clause in clauses(text)]


@given(st.lists(WORDS, max_size=120))
def test_clauses_have_every_word_once_and_are_not_short(words: list[str]) -> None:
    found = clauses(" ".join(words))

    assert [place for each in found for place in range(each.first, each.last)] == [
        *range(len(words))
    ]
    assert all(one.ends == other.begins for one, other in pairwise(found))
    assert len(found) == 1 or all(
        each.last - each.first >= MIN_WORDS for each in found if not each.ends
    )


def test_a_short_sentence_is_one_clause() -> None:
    text = "We built it, and it worked well. Then, because it was so late, we went home."

    assert split(text) == [
        "We built it, and it worked well.",
        "Then, because it was so late, we went home.",
    ]


def test_a_sentence_of_a_few_words_joins_the_one_before() -> None:
    assert split("They are not under our control. Right. Yes. That is the whole problem here.") == [
        "They are not under our control. Right. Yes.",
        "That is the whole problem here.",
    ]


def test_a_few_words_at_the_start_join_the_next_sentence() -> None:
    assert split("Yes. That is the whole problem here.") == ["Yes. That is the whole problem here."]


def test_a_long_sentence_is_split_at_conjunctions() -> None:
    text = (
        "The first company that gets there will have an enormous advantage over all others, "
        "and they will not stop to ask whether it is safe, because the race does not let them."
    )
    assert split(text) == [
        "The first company that gets there will have an enormous advantage over all others,",
        "and they will not stop to ask whether it is safe,",
        "because the race does not let them.",
    ]
    assert [(each.begins, each.ends) for each in clauses(text)] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_captions_are_split_where_a_speaker_restarts() -> None:
    text = (
        "the system learns to press the button that pleases the human that's terrifying in a way "
        "nobody has an idea of what is going on inside"
    )
    assert split(text) == [
        "the system learns to press the button that pleases the human",
        "that's terrifying in a way nobody has an idea of what is going on inside",
    ]


def test_a_very_long_clause_is_split_near_its_middle() -> None:
    text = f"{'one ' * 20}if {'two ' * 20}".strip()

    assert split(text) == [("one " * 20).strip(), f"if {'two ' * 20}".strip()]


@pytest.mark.parametrize("short", ["Dr. Smith", "e.g. OpenAI", "the U.S. army", "J. Pearl"])
def test_an_abbreviation_does_not_end_a_sentence(short: str) -> None:
    assert clauses(f"We asked people like {short} about it") == [
        Clause(0, 6 + len(short.split()), True, True)
    ]


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_text_without_words_has_no_clauses(text: str) -> None:
    assert clauses(text) == []
