"""The invariants of docs/counterbalance.md, worked out anew on the thirty real transcripts."""

from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from library.models import Episode
from scoring.core.mirror_sentences import shown_delta
from scoring.core.spectrum import Band
from scoring.models import Term
from scoring.selectors.mirror_picks import Picks
from tests.paths import REAL

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not REAL.is_dir(), reason="no folder of real transcripts"),
]

OPTIMIST = "how-ai-can-bring-on-a-second-industrial-revolution"
PESSIMIST = "ai-expert-warns-were-close-to-extinction"


@dataclass(frozen=True)
class Offered:
    """A mirror pick as a page shows it."""

    slug: str
    position: float
    topics: list[str]


@dataclass(frozen=True)
class Page:
    position: float
    band: Band
    picks: list[Offered]
    related: list[str]


@dataclass(frozen=True)
class Library:
    pages: dict[str, Page]
    topics: set[str]
    """Every term that names a topic in this library."""


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Library:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_transcripts", REAL / "manifest.json", "--publish", verbosity=0)
        call_command("assess", "--all", verbosity=0)
        found = Library(
            {
                episode.slug: read_page(episode)
                for episode in Episode.objects.published().with_lead_assessment()
            },
            set(Term.objects.filter(topical=True).values_list("label", flat=True)),
        )
        transaction.set_rollback(True)
    return found


def read_page(episode: Episode) -> Page:
    assert episode.lead_assessment
    read = Picks(episode, episode.lead_assessment)
    return Page(
        episode.lead_assessment.position,
        Band(episode.lead_assessment.band),
        [
            Offered(
                pick.candidate.slug,
                pick.candidate.position,
                read.topics_with(pick.candidate.key),
            )
            for pick in read.picks
        ],
        [relation.slug for relation in read.related],
    )


def test_every_conversation_is_offered_three(library: Library) -> None:
    assert len(library.pages) == 30
    assert {len(page.picks) for page in library.pages.values()} == {3}


def test_no_pick_is_under_twenty_points_away(library: Library) -> None:
    for slug, page in library.pages.items():
        for pick in page.picks:
            assert abs(pick.position - page.position) >= 20, (slug, pick)
            assert shown_delta(page.position, pick.position) >= 20, (slug, pick)


def test_no_pick_is_on_the_same_side_and_the_middle_is_bracketed(library: Library) -> None:
    for slug, page in library.pages.items():
        signs = {pick.position > 0 for pick in page.picks}
        if abs(page.position) < 10:
            assert signs == {True, False}, slug
        else:
            assert signs == {page.position < 0}, slug


def test_the_clear_optimist_and_the_clear_pessimist_answer_each_other(library: Library) -> None:
    assert PESSIMIST in [pick.slug for pick in library.pages[OPTIMIST].picks[:2]]
    assert library.pages[PESSIMIST].picks[0].slug == OPTIMIST


def test_who_has_taken_a_band_is_answered_from_across_the_middle(library: Library) -> None:
    taken = [page for page in library.pages.values() if page.band is not Band.MIXED]
    risky = [page for page in taken if page.band is Band.RISK]
    assert risky
    assert len(taken) > len(risky)
    for page in taken:
        assert all(pick.position * page.position < 0 for pick in page.picks)


def test_no_pick_is_related_too(library: Library) -> None:
    for slug, page in library.pages.items():
        assert not {pick.slug for pick in page.picks} & set(page.related), slug


def test_topics_are_named_by_two_or_more_and_never_by_what_names_none(library: Library) -> None:
    spoilt = {"present", "company", "powerful", "colleagues", "mit", "personally", "system"}
    assert spoilt & {topic.lower() for topic in library.topics} == set()
    for slug, page in library.pages.items():
        for pick in page.picks:
            assert len(pick.topics) != 1, (slug, pick)
            assert set(pick.topics) <= library.topics, (slug, pick)
