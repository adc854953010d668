import pytest

from scoring.core.spectrum import Lens
from scoring.core.subjects.tagger import SAYS_AI, Tagger, built_in_tagger
from scoring.core.subjects.vocabulary import Subject, built_in, read_subjects

HEADER = "slug\tname\tlens\tphrases\tphrases in context\tcontext"


def test_there_are_200_to_300_subjects_of_every_lens() -> None:
    subjects = built_in()

    assert 200 <= len(subjects) <= 300
    assert {subject.lens for subject in subjects} == set(Lens) - {Lens.OFF_TOPIC}
    assert len({subject.name for subject in subjects}) == len(subjects)


@pytest.mark.parametrize("word", ["AI", "safety", "technology", *SAYS_AI[:3]])
def test_general_words_about_ai_are_not_subjects(word: str) -> None:
    assert built_in_tagger().tag(word).mentions == ()


@pytest.mark.parametrize("subject", built_in(), ids=lambda subject: subject.slug)
def test_every_plain_phrase_finds_its_subject(subject: Subject) -> None:
    tagger = Tagger([subject])
    for phrase in subject.phrases:
        assert subject.slug in tagger.tag(phrase.replace("*", "a")).counts(), phrase
    assert not set(subject.phrases) & set(subject.ambiguous)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a\tb\ttechnical\tc", "line 2: expected 6 columns, found 4"),
        ("a b\tb\ttechnical\tc\t\t", "not a valid slug"),
        ("a\t \ttechnical\tc\t\t", "has no name"),
        ("a\tb\tfishy\tc\t\t", "fishy"),
        ("a\tb\ttechnical\t\t\t", "has no phrases"),
        ("a\tb\ttechnical\tc\td\t", "no context"),
        ("a\tb\ttechnical\tC-D\t\t", "is not a valid phrase"),
        ("a\tb\ttechnical\tab*\t\t", "is not a valid phrase"),
        ("a\tb\ttechnical\ta b c d e f g\t\t", "is not a valid phrase"),
        ("a\tb\ttechnical\tc\t\t\na\tb\ttechnical\tc\t\t", "line 3: the slug a occurs twice"),
    ],
)
def test_an_invalid_row_is_rejected_with_its_line(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_subjects([HEADER, *line.split("\n")])
