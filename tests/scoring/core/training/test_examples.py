import pytest

from scoring.core.training.examples import Example, built_in_examples, read_examples


def test_each_line_is_parsed_as_score_and_passage() -> None:
    assert read_examples("-90\tthe end\n5\tit is handy\n") == [
        Example("the end", -90.0),
        Example("it is handy", 5.0),
    ]


@pytest.mark.parametrize("line", ["the end", "-90\t ", "101\tthe end", "nan\tthe end"])
def test_an_invalid_line_is_reported(line: str) -> None:
    with pytest.raises(ValueError, match="line 2 of the examples"):
        read_examples(f"5\tit is handy\n{line}\n")


def test_the_examples_of_the_package_have_both_sides_and_the_middle() -> None:
    scores = [example.score for example in built_in_examples()]

    assert sum(score < -18 for score in scores) > 50
    assert sum(score > 18 for score in scores) > 50
    assert sum(abs(score) <= 10 for score in scores) > 50
    assert len({example.text for example in built_in_examples()}) == len(scores)
