"""The sample library: invented, labelled as such, and varied enough to show all features."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from library.models import Episode, Transcript
from scoring.core.spectrum import Band
from scoring.models import Assessment
from scoring.selectors.answering_passages import shown_answers
from scoring.selectors.mirror_picks import Picks

pytestmark = pytest.mark.django_db

ROWS = json.loads((settings.CONTENT_DIR / "sample" / "manifest.json").read_text())


@pytest.fixture
def sample() -> None:
    call_command("load_sample", stdout=StringIO())


@pytest.mark.usefixtures("sample")
def test_every_conversation_is_published_assessed_and_marked_as_invented() -> None:
    episodes = Episode.objects.published().with_lead_assessment()

    assert len(episodes) == len(ROWS) >= 10
    for episode in episodes:
        assert episode.is_sample
        assert episode.lead_assessment
        assert episode.why_it_matters
        assert episode.summary
        assert episode.editor_note


@pytest.mark.usefixtures("sample")
def test_the_conversations_are_long_and_varied() -> None:
    transcripts = Transcript.objects.without_cues()

    assert all(transcript.word_count >= 1500 for transcript in transcripts)
    assert any(not transcript.is_timed for transcript in transcripts)
    assert any(not transcript.speakers for transcript in transcripts)
    assert {transcript.kind for transcript in transcripts} == {"publisher", "youtube-automatic"}


@pytest.mark.parametrize("scorer", ["stance-encoder", "stance"])
def test_the_sample_has_picks_and_answers_with_either_scorer(settings, scorer) -> None:
    settings.DEFAULT_SCORER = scorer
    call_command("load_sample", stdout=StringIO())

    picks = {
        episode.slug: [
            pick.candidate.slug for pick in Picks(episode, episode.lead_assessment).picks
        ]
        for episode in Episode.objects.published().with_lead_assessment()
    }
    answered = set(
        shown_answers().values_list(
            "question__transcript__episode__slug", "answer__transcript__episode__slug"
        )
    )

    assert "the-other-guest" in picks["the-clinic-at-the-end-of-the-road"]
    assert "the-clinic-at-the-end-of-the-road" in picks["the-other-guest"]
    assert "the-other-guest" in picks["abundance-is-a-duty"]
    assert ("the-other-guest", "the-clinic-at-the-end-of-the-road") in answered
    assert ("the-clinic-at-the-end-of-the-road", "the-other-guest") in answered


@pytest.mark.usefixtures("sample")
def test_the_sample_holds_both_sides_and_the_middle() -> None:
    placed = Assessment.objects.placed().filter(leads=True)
    positions = list(placed.values_list("position", flat=True))

    assert min(positions) < -10 < 10 < max(positions)
    assert Assessment.objects.filter(leads=True, band=Band.MIXED).exists()
    assert Assessment.objects.values("lens").distinct().count() >= 3


@pytest.mark.usefixtures("sample")
def test_some_episodes_have_editorial_and_automatic_assessments() -> None:
    editorial = Assessment.objects.editorial()

    led = Episode.objects.filter(assessments__in=editorial.filter(leads=True))
    assert led.count() == 3
    assert all(episode.assessments.automatic().count() == 1 for episode in led)
    assert editorial.count() == 4
    assert all("(invented)" in one.assessor for one in editorial)


@pytest.mark.usefixtures("sample")
def test_loading_again_changes_nothing() -> None:
    before = list(Assessment.objects.order_by("pk").values())

    call_command("load_sample", stdout=StringIO())
    call_command("load_sample", if_empty=True, stdout=StringIO())

    assert list(Assessment.objects.order_by("pk").values()) == before


def test_the_files_say_that_they_are_invented() -> None:
    folder = settings.CONTENT_DIR / "sample"
    for row in ROWS:
        if row["file"].endswith(".vtt"):
            assert "Sample: an invented conversation" in (folder / row["file"]).read_text()
