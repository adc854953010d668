"""Cards of episodes with editorial assessments or several scorers."""

import pytest

from library.models import Episode
from library.pages.episode.page import EpisodePage
from library.pages.listing.card import Card
from scoring.core.registry import SCORERS
from scoring.models import Assessment
from scoring.services.assessing import assess_transcript, choose_lead
from tests.budget import queries
from tests.make import BRIGHT, DARK, make_assessed, make_placed

pytestmark = pytest.mark.django_db


def editor_leads(automatic: Assessment) -> Episode:
    Assessment.objects.create(
        episode=automatic.episode,
        kind="editorial",
        assessor="Eva Editor",
        position=40.0,
        band="opportunity-forward",
        lens="technical",
        confidence="high",
        evidence_mode="interview",
    )
    choose_lead(automatic.episode)
    return automatic.episode


def test_a_card_with_an_editorial_lead_shows_the_scorers_trail_and_bands() -> None:
    automatic = make_assessed(sentences=[DARK, BRIGHT] * 60)
    before = Card(Episode.objects.for_cards().get())
    editor_leads(automatic)

    card = Card(Episode.objects.for_cards().get())

    assert card.lead
    assert card.lead.assessor == "Eva Editor"
    assert card.trail == before.trail != ()
    assert card.bands == before.bands != []
    assert card.statistics == automatic.read_statistics()


def test_a_card_without_any_scored_segment_has_no_trail() -> None:
    make_placed("By ear only", 12.0)

    card = Card(Episode.objects.for_cards().get())

    assert (card.trail, card.bands, card.statistics) == ((), [], None)


def test_trails_on_cards_need_no_extra_query() -> None:
    for number in range(3):
        editor_leads(make_assessed(f"Talk {number}", sentences=[DARK, BRIGHT] * 30))

    with queries(2):  # episodes with lead and trail, guests
        cards = [Card(episode) for episode in Episode.objects.for_cards()]
        assert all(card.trail for card in cards)


@pytest.mark.parametrize("editorial", [True, False])
def test_the_default_scorer_is_shown_if_several_scored(editorial: bool) -> None:
    automatic = make_assessed(sentences=[DARK, BRIGHT] * 60)
    other = next(
        name for name in SCORERS.names() if name not in (automatic.scorer, "language-model")
    )
    assess_transcript(automatic.episode.transcripts.get(), scorer=SCORERS.get(other))
    if editorial:
        editor_leads(automatic)

    assert EpisodePage(automatic.episode).automatic == automatic
    assert automatic.episode.assessments.automatic().in_force() == automatic
    assert Card(Episode.objects.for_cards().get()).statistics == automatic.read_statistics()


def model_reads(automatic: Assessment, claim: str) -> None:
    Assessment.objects.create(
        episode=automatic.episode,
        transcript=automatic.transcript,
        kind="automatic",
        of_whole=True,
        scorer="language-model-whole",
        scorer_version="1",
        transcript_checksum=automatic.transcript.checksum,
        position=-40.0,
        band="risk-forward",
        lens="technical",
        confidence="high",
        evidence_mode="interview",
        claim=claim,
    )


def test_a_card_labels_the_claim_of_a_language_model(client) -> None:
    automatic = make_assessed(sentences=[DARK, BRIGHT] * 60)
    model_reads(automatic, "Control comes before speed.")

    card = Card(Episode.objects.for_cards().get())
    page = client.get("/").content.decode()

    assert (card.claim, card.claim_by_model) == ("Control comes before speed.", True)
    assert "Control comes before speed. <span" in page
    assert "(written by a language model)" in page


def test_an_editorial_claim_replaces_that_of_a_model(client) -> None:
    automatic = make_assessed(sentences=[DARK, BRIGHT] * 60)
    model_reads(automatic, "Control comes before speed.")
    Episode.objects.update(claim="Haste is the risk.")

    card = Card(Episode.objects.for_cards().get())

    assert (card.claim, card.claim_by_model) == ("Haste is the risk.", False)
    assert "(written by a language model)" not in client.get("/").content.decode()


def test_a_conversation_without_a_whole_reading_has_no_claim() -> None:
    make_assessed(sentences=[DARK, BRIGHT] * 60)

    card = Card(Episode.objects.for_cards().get())

    assert (card.claim, card.claim_by_model) == ("", False)
