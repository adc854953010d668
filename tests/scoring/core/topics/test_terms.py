from hypothesis import given
from hypothesis import strategies as st

from scoring.core.topics.terms import STEM, stem_of, terms_of


def test_forms_of_a_word_are_one_term() -> None:
    assert stem_of("regulation") == stem_of("regulators") == stem_of("regulate")
    assert stem_of("policies") == stem_of("policy")
    assert stem_of("weapons") == stem_of("weapon")
    assert stem_of("released") == stem_of("releases") == stem_of("release")
    assert stem_of("ais") == stem_of("ai")
    assert stem_of("thesis") == "thesis"
    assert stem_of("stopping") == stem_of("stop") == ""


def test_stance_filler_and_grammar_name_no_topic() -> None:
    for word in (
        "dangerous",
        "optimistic",
        "worrying",
        "actually",
        "talking",
        "yeah",
        "the",
        "colleagues",
        "mit",
        "presumably",
    ):
        assert stem_of(word) == "", word


def test_numbers_name_no_topic() -> None:
    numbers = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy "
        "eighty ninety hundred thousand million billion trillion first second third fourth fifth "
        "sixth seventh eighth ninth tenth twentieth hundredth half halves quarter dozen once twice"
    )

    assert terms_of(numbers) == {}
    assert terms_of("Ninety-nine of the nineties, tens of thousands, two-thirds, dozens") == {}
    assert terms_of("nineteen machines") == {"machin": 1}


def test_only_adjacent_content_words_form_a_pair() -> None:
    terms = terms_of("Nuclear weapons, and the nuclear treaty on weapons.")

    assert terms["nuclear weapon"] == 1
    assert terms["nuclear"] == 2
    assert "treaty weapon" not in terms


def test_captions_without_case_give_the_same_terms() -> None:
    assert terms_of("OpenAI’s Lawyers") == terms_of("openai's lawyers")


@given(st.text())
def test_any_text_has_terms_of_bounded_length(text: str) -> None:
    assert all(len(term) <= 2 * STEM + 1 for term in terms_of(text))
