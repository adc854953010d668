"""Queries are bounded, so that no search costs much more than another."""

import pytest

from library.search.query.parser import MAX_PHRASES, MAX_TERMS, parse_query

NAMES = [f"name{number}" for number in range(25)]


@pytest.mark.parametrize("between", [" ", " OR "])
def test_only_the_first_terms_count(between: str) -> None:
    query = parse_query(between.join(NAMES))

    terms = [term.words[0] for group in query.required for term in group]
    assert terms == NAMES[:MAX_TERMS]
    assert len(query.required) == (1 if between == " OR " else MAX_TERMS)


def test_stop_words_do_not_count_beside_others() -> None:
    query = parse_query("what the and of to in is it a on for with treaty")

    assert [term.words for group in query.required for term in group] == [("treaty",)]


def test_a_query_of_stop_words_and_the_excluded_words_are_bounded_too() -> None:
    assert len(parse_query("a a a a a a a a a a a a a a").required) == MAX_TERMS
    assert len(parse_query("ai " + " ".join(f"-{name}" for name in NAMES)).excluded) == MAX_TERMS


def test_a_long_phrase_is_one_term() -> None:
    words = "we choose to go to the moon in this decade and do the other things"

    (group,) = parse_query(f'"{words}"').required
    assert group[0].words == tuple(words.split())


def test_only_the_first_phrases_count() -> None:
    query = parse_query(" OR ".join(f'"the {name}"' for name in NAMES[:6]) + ' OR treaty -"a b"')

    (group,) = query.required
    assert [term.words[1] for term in group if term.is_phrase] == NAMES[:MAX_PHRASES]
    assert [term.words for term in query.excluded] == [("a", "b")]


def test_an_ignored_phrase_changes_nothing_else() -> None:
    phrases = " ".join(f'"the {name}"' for name in NAMES[:MAX_PHRASES])

    query = parse_query(f'{phrases} risk OR "of control" treaty')

    assert [[term.words for term in group] for group in query.required[MAX_PHRASES:]] == [
        [("risk",)],
        [("treaty",)],
    ]


def test_only_one_phrase_of_stop_words_counts() -> None:
    query = parse_query('"of the" OR "it is" OR treaty "to be" risk -"in the" -"the end"')

    assert [[term.words for term in group] for group in query.required] == [
        [("of", "the"), ("treaty",)],
        [("risk",)],
    ]
    assert [term.words for term in query.excluded] == [("the", "end")]


def test_words_with_hyphens_beyond_the_phrases_are_searched_by_their_parts() -> None:
    query = parse_query("gpt-4 self-driving human-level open-source")

    assert [group[0].words for group in query.required[MAX_PHRASES:]] == [("open",), ("source",)]
