from hypothesis import given
from hypothesis import strategies as st

from scoring.core.answering.trimming import LENGTH, trim
from scoring.core.subjects.tagger import built_in_tagger

TAGGER = built_in_tagger()


def shown(text: str, *subjects: str) -> str:
    start, end = trim(text, TAGGER.tag(text), subjects)
    return text[start:end]


def test_trimming_keeps_the_sentences_about_the_subject() -> None:
    filler = "We had lunch in the garden and then walked along the river for an hour or two. "
    point = "Open weights will make everyone safer, because anybody can study the model. "
    text = filler * 6 + point + filler * 6

    trimmed = shown(text, "open-weights")

    assert point.strip() in trimmed
    assert len(trimmed) <= LENGTH < len(text)


def test_captions_are_trimmed_at_words() -> None:
    text = "and then we walked along " * 40 + "open weights will be good " + "so on and on " * 60

    trimmed = shown(text, "open-weights")

    assert "open weights" in trimmed
    assert len(trimmed) <= LENGTH
    assert set(trimmed.split()) <= set(text.split())


@given(st.text(max_size=400))
def test_any_text_is_trimmed_to_a_part_of_it(text: str) -> None:
    start, end = trim(text, TAGGER.tag(text), ["open-weights"])

    assert 0 <= start <= end <= len(text)
    assert bool(text.strip()) == (start < end)
