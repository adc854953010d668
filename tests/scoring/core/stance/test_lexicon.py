import pytest

from scoring.core.spectrum import Lens
from scoring.core.stance.lexicon import THEMES, Lexicon, built_in

LEXICON = Lexicon.read(
    "danger\twarning\t-\nlose control\tcontrol\tstrategic\ncure*\thealth\tsocietal\n"
)


def found(text: str) -> list[tuple[str, float]]:
    return [(" ".join(hit.entry.words), hit.share) for hit in LEXICON.find(text.split())]


def test_words_and_phrases_are_found() -> None:
    assert found("we lose control of danger") == [("danger", 1.0), ("lose control", 1.0)]


def test_only_a_star_matches_any_ending() -> None:
    assert found("cures dangers") == [("cure", 1.0)]


def test_a_negation_reverses_and_weakens() -> None:
    assert found("there is no danger") == [("danger", -0.5)]


def test_reported_views_and_questions_count_less() -> None:
    assert found("people say it is a danger") == [("danger", 0.3)]
    assert found("do you see a danger") == [("danger", 0.5)]
    assert found("do you see it or not then we said a great deal about danger") == [("danger", 1.0)]


def test_a_repeated_phrase_counts_once_in_total() -> None:
    assert found("danger danger") == [("danger", 0.5), ("danger", 0.5)]


@pytest.mark.parametrize(
    "line",
    ["danger", "danger\t\t-", "danger\tmuch\t-", "a b c d e f g\tdoom\t-", "to a*\tdoom\t-"],
)
def test_an_invalid_line_is_reported(line: str) -> None:
    with pytest.raises(ValueError, match="line 2 of the lexicon"):
        Lexicon.read(f"# phrases\n{line}\n")


def test_the_built_in_lexicon_is_complete_and_has_both_sides() -> None:
    _, source = built_in()
    rows = [line.split("\t") for line in source.splitlines()]

    assert len({phrase for phrase, _, _ in rows}) > 4500
    assert len({(phrase, theme) for phrase, theme, _ in rows}) == len(rows)
    assert {theme for _, theme, _ in rows} == set(THEMES)
    assert {lens for _, _, lens in rows} <= {lens.value for lens in Lens} | {"-"}
