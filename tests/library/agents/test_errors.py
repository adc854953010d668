"""Errors of tools are one sentence, in the words of the tools."""

import re

import pytest
from django.core.management import call_command

from library.agents import errors, resources
from library.agents.api_client import ApiError, get_list
from tests.make import make_episode


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Not found.", "Not found."),
        ("“a” is not known. Did you mean “b”?", "“a” is not known; did you mean “b”?"),
        ("One. Two. Three.", "One; two; three."),
    ],
)
def test_sentences_are_joined(text: str, sentence: str) -> None:
    assert errors.sentence_of(text) == sentence


def failure(name: str, params: dict[str, str] | None = None, **arguments: str | int) -> str:
    with pytest.raises(ApiError) as failed:
        get_list(name, params, **arguments)
    return errors.of_api(failed.value, arguments)


@pytest.mark.django_db
def test_errors_of_the_api_name_tools_and_arguments() -> None:
    make_episode("A talk")

    assert failure("episode", slug="none") == (
        "No public episode “none”; list_episodes and search_moments return slugs."
    )
    assert failure("segment-answers", slug="a-talk", index=99).startswith(
        "No public passage 99 of “a-talk”; get_segments returns"
    )
    assert failure("episodes", {"cursor": "zz"}) == (
        "Invalid cursor; pass the `next_cursor` of the previous result, and keep the other "
        "arguments unchanged."
    )
    assert failure("episodes", {"shwo": "a"}) == "Unknown argument “shwo”; did you mean “show”?"
    for name, params in (("episodes", {"ordering": "up"}), ("search", {"q": "x" * 201})):
        assert not re.search(r"[.?!]\s", failure(name, params))


@pytest.mark.django_db
def test_both_sides_of_a_topic_are_found_by_slug_or_name() -> None:
    call_command("load_sample", verbosity=0)

    by_name = resources.get_both_sides(" dangers of ai ")

    assert by_name == resources.get_both_sides("dangers-of-ai")
    assert by_name["risk_forward"]
    assert by_name["opportunity_forward"]
    rows = [*by_name["risk_forward"], *by_name["opportunity_forward"]]
    assert set(by_name["scored_by"]) == {row["episode"] for row in rows}


@pytest.mark.django_db
def test_an_unknown_topic_suggests_the_nearest() -> None:
    call_command("load_sample", verbosity=0)

    with pytest.raises(ApiError, match="Did you mean “dangers-of-ai”"):
        resources.get_both_sides("danger of ai")
