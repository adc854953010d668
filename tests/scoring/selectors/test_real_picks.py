"""The mirror rule of docs/counterbalance.md holds on the thirty real transcripts."""

from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from library.models import Episode
from scoring.core.mirror_sentences import shown_delta
from scoring.core.spectrum import Band
from scoring.models import Subject
from scoring.selectors.mirror_picks import Picks
from tests.paths import REAL

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not REAL.is_dir(), reason="no folder of real transcripts"),
]


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
    subjects: set[str]
    """The names of the vocabulary."""


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Library:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_transcripts", REAL / "manifest.json", "--publish", verbosity=0)
        call_command("assess", "--all", verbosity=0)
        found = Library(
            {
                episode.slug: read_page(episode)
                for episode in Episode.objects.published().with_lead_assessment()
                if episode.lead_assessment and episode.lead_assessment.placed
            },
            set(Subject.objects.values_list("name", flat=True)),
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
            for pick in [*read.picks, *read.elsewhere]
        ],
        [relation.slug for relation in read.related],
    )


def test_no_page_has_more_than_three_picks(library: Library) -> None:
    assert len(library.pages) > 20
    assert max(len(page.picks) for page in library.pages.values()) == 3


def test_no_pick_is_under_twenty_points_away(library: Library) -> None:
    for slug, page in library.pages.items():
        for pick in page.picks:
            assert abs(pick.position - page.position) >= 20, (slug, pick)
            assert shown_delta(page.position, pick.position) >= 20, (slug, pick)


def test_no_pick_is_on_the_same_side(library: Library) -> None:
    for slug, page in library.pages.items():
        if abs(page.position) >= 10:
            assert all(pick.position * page.position < 0 for pick in page.picks), slug


def test_no_pick_is_related_too(library: Library) -> None:
    for slug, page in library.pages.items():
        assert not {pick.slug for pick in page.picks} & set(page.related), slug


def test_shared_topics_are_subjects_of_the_vocabulary(library: Library) -> None:
    for slug, page in library.pages.items():
        for pick in page.picks:
            assert set(pick.topics) <= library.subjects, (slug, pick)
