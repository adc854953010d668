"""The rules by which terms name topics in a library."""

import pytest

from scoring.core.topics import counting
from scoring.core.topics.counting import MIN_CONVERSATIONS, Count

BREAD, NUCLEAR, WATER = "bread", "nuclear", "water"
NOTHING = "well, and so on"


def count_of(*conversations: list[str]) -> Count:
    count = Count()
    for texts in conversations:
        count.add(texts)
    return count


def topics(count: Count) -> set[str]:
    """Return the single words that name topics."""
    return {term for term in count.shared() if count.names_topic(term) and " " not in term}


def test_terms_are_counted_by_passage_and_conversation() -> None:
    count = count_of(["bread bread", "bread, water"], ["water"])

    assert (count.passages, count.conversations) == (3, 2)
    assert (count.passage_counts["bread"], count.spread["bread"], count.gone_on["bread"]) == (
        2,
        1,
        1,
    )
    assert count.shared() == {"water": 2}


def test_repeated_terms_are_not_counted_across_conversations() -> None:
    count = count_of(["water"], ["water"])

    assert count.gone_on["water"] == 0


def test_common_terms_name_no_topic_in_a_large_library() -> None:
    most = [[f"{BREAD} and {NUCLEAR}", BREAD, *[NOTHING] * 4]] * (MIN_CONVERSATIONS * 2 // 3)
    others = [[NUCLEAR, NOTHING]] * (MIN_CONVERSATIONS - len(most))

    assert topics(count_of(*most, *others)) == {BREAD}
    assert topics(count_of(*most[:5], *others[:1])) == {BREAD, NUCLEAR}


def test_an_evenly_distributed_term_names_no_topic() -> None:
    strewn = [WATER, NOTHING, WATER, NOTHING, WATER, NOTHING, NOTHING, NOTHING]
    goes_on = [NUCLEAR] * 3 + [NOTHING] * 5
    quiet = [[NOTHING] * 8] * (MIN_CONVERSATIONS - 8)

    assert topics(count_of(*[strewn] * 4, *[goes_on] * 4, *quiet)) == {NUCLEAR}


def test_a_rare_term_can_name_a_topic() -> None:
    once = [WATER, NOTHING, NOTHING]
    quiet = [[NOTHING] * 3] * (MIN_CONVERSATIONS - 5)

    assert topics(count_of(*[once] * 5, *quiet)) == {WATER}


def test_terms_with_one_occurrence_are_dropped_to_limit_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "PRUNE_EVERY", 2)

    count = count_of([f"{WATER} and {BREAD}", WATER], [BREAD, BREAD])

    assert count.passage_counts == {"water": 2, "bread": 2}
    assert count.words.keys() == {"water", "bread"}


def test_a_term_is_labelled_with_its_most_frequent_words() -> None:
    count = count_of(["regulators and regulation"], ["Regulation", "regulation"])

    assert count.label("regulat") == "regulation"


def test_the_most_frequent_form_of_a_word_is_its_label() -> None:
    count = count_of(["agents and agents and Agents"], ["agent and agent"])

    assert count.label("agent") == "agents"


def test_names_keep_capitals_and_sentence_starts_do_not() -> None:
    count = count_of(["Chips and AGI", "chips and AGI"], ["agi"])

    assert count.label("agi") == "AGI"
    assert count.label("chip") == "chips"
