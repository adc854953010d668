"""The scorer that the product uses by default, from the import of a transcript to its page."""

import sys

import pytest
from django.conf import LazySettings
from django.core.checks import run_checks
from django.test import Client

from scoring.core.registry import SCORERS
from scoring.services.assessing import default_scorer
from tests.make import BREAD, BRIGHT, DARK, PLAIN, make_assessed


@pytest.mark.django_db
@pytest.mark.usefixtures("real_default_scorer")
def test_an_imported_conversation_is_placed_with_reasons_on_its_page(client: Client) -> None:
    about_ai = DARK.replace("This", "AI")
    made = make_assessed(
        "A worried talk", sentences=[*[about_ai] * 30, *[PLAIN] * 30, *[BREAD] * 30]
    )

    assert made.scorer == "stance-encoder"
    assert made.position is not None
    assert made.position < 0
    assert made.off_topic
    for score in made.segment_scores.exclude(score=None):
        assert all(phrase["share"] * score.score > 0 for phrase in score.phrases)
    page = client.get("/episodes/a-worried-talk/").content.decode()
    assert "scorer stance-encoder" in page
    assert "The rest of the conversation: " in page
    transcript = client.get("/episodes/a-worried-talk/transcript/").content.decode()
    assert 'class="risk"' in transcript
    assert "Not about AI" in transcript


@pytest.mark.django_db
@pytest.mark.usefixtures("real_default_scorer")
def test_a_hopeful_text_scores_above_zero_and_methodology_names_the_scorer(
    client: Client,
) -> None:
    made = make_assessed("A hopeful talk", sentences=[BRIGHT] * 30)

    assert made.position is not None
    assert made.position > 0
    assert "stance-encoder" in client.get("/methodology/").content.decode()


@pytest.mark.usefixtures("real_default_scorer")
def test_the_system_check_suggests_the_linear_scorer_without_the_packages(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    assert not [fault for fault in run_checks() if fault.id == "scoring.E001"]

    monkeypatch.setitem(sys.modules, "tokenizers", None)
    (fault,) = (fault for fault in run_checks() if fault.id == "scoring.E001")
    assert "tokenizers" in fault.msg
    assert "DEFAULT_SCORER=stance" in (fault.hint or "")

    settings.DEFAULT_SCORER = "stance"
    assert not [each for each in run_checks() if each.id == "scoring.E001"]
    assert default_scorer() is SCORERS.get("stance")
