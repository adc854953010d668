"""The transcript page: a search marks a bounded number of matches."""

import pytest
from django.test import Client

from library.pages.episode.transcript import MAX_MATCHES
from tests.make import make_episode

pytestmark = pytest.mark.django_db
WORDS = ("Every letter of every sentence is here, and there, and everywhere.",) * 60


def page(client: Client, find: str) -> str:
    make_episode("Letters", sentences=WORDS)
    answer = client.get("/episodes/letters/transcript/", {"find": find})
    assert answer.status_code == 200
    return answer.text


def test_a_phrase_is_marked_wherever_it_occurs(client: Client) -> None:
    text = page(client, "every  SENTENCE")

    assert text.count("<mark") == 60
    assert "60 found" in text


def test_words_that_do_not_occur_together_are_marked_singly(client: Client) -> None:
    text = page(client, "sentence letter")

    assert text.count("<mark") == 120


def test_one_letter_marks_nothing(client: Client) -> None:
    text = page(client, "e")

    assert "<mark" not in text
    assert "Enter at least 2 characters" in text


def test_many_short_words_mark_no_more_than_the_maximum(client: Client) -> None:
    text = page(client, "er e v ry th he re nd en et te le of se ce")

    marks = text.count("<mark")
    assert 60 < marks <= MAX_MATCHES
    assert f"First {marks} found" in text
