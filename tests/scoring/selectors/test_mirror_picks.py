from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library.models import Episode, Guest, Shelf
from scoring.core.mirror import MOST, mirrors
from scoring.curation.mirror_overrides import OverrideError, override_pair
from scoring.models import Assessment, EpisodeTerm, MirrorOverride, Term
from scoring.selectors.mirror_picks import LOADED, TELLS, Overrides, Picks, candidates_for
from scoring.services.topic_index import refresh_topics
from tests.budget import queries
from tests.make import BRIGHT, DARK, make_assessed, make_placed

pytestmark = pytest.mark.django_db

TREATY = "A treaty on chips needs inspectors, and a registry of chips."
HOSPITAL = "The hospital lets a nurse check every chart of the ward."


def beside(episode: Episode) -> Picks:
    return Picks(episode, Assessment.objects.get(episode=episode, leads=True))


def slugs(episode: Episode) -> list[str]:
    return [pick.candidate.slug for pick in beside(episode).picks]


def related(episode: Episode) -> list[str]:
    return [relation.slug for relation in beside(episode).related]


def test_the_other_side_mirrors_the_page_nearest_first() -> None:
    page = make_placed("Page", -40)
    for position in (-60, -10, 5, 30, 38, 45, 90):
        make_placed(f"At {position + 100}", position)

    assert slugs(page) == ["at-138", "at-145", "at-130"]


@pytest.mark.parametrize("bases", [(0,), (-40, -20, 0, 20, 40)])
def test_the_index_is_walked_by_the_rule_as_it_is_written(bases: tuple[int, ...]) -> None:
    """Just around the middle, and around pages' own places and their mirror images."""
    near = (-0.5, -0.4999, -0.0167, 0, 0.0167, 0.4999, 0.5)
    places = [base + step for base in bases for step in near]
    at = {make_placed(f"At {number}", place).pk: place for number, place in enumerate(places)}
    for position in (-47, -40, -20.3, -10, -9.99, 0.3, 9.99, 10, 20.3, 40, 47):
        found = {one.key for one in candidates_for(0, position, Overrides())}
        by_rule = [key for key, place in at.items() if mirrors(position, place)]
        nearest = sorted(by_rule, key=lambda key: abs(at[key] + position))[:MOST]

        assert set(nearest) <= found <= set(by_rule)


def test_an_episode_shown_as_0_is_the_counterbalance_of_no_side() -> None:
    page = make_placed("Page", -47)
    make_placed("Just above", 0.0167)
    make_placed("Half", 0.5)

    assert slugs(page) == ["half"]


def test_drafts_and_unassessed_episodes_are_never_offered() -> None:
    page = make_placed("Page", -40)
    draft = make_placed("Draft", 40)
    Episode.objects.filter(pk=draft.pk).update(status="draft")
    bare = make_placed("Bare", 40)
    bare.assessments.all().delete()

    assert slugs(page) == []
    assert "draft" not in related(page)
    assert Picks(bare, None).picks == []


def test_a_page_near_the_middle_is_bracketed() -> None:
    page = make_placed("Page", 3)
    for position in (18, 24, 25, 26, -90):
        make_placed(f"At {position + 100}", position)

    assert slugs(page) == ["at-124", "at-125", "at-10"]


def test_the_same_topic_decides_between_equals() -> None:
    page = make_assessed("Page", sentences=[DARK, TREATY] * 60)
    near = make_assessed("Wards near", sentences=[BRIGHT, HOSPITAL] * 60)
    far = make_assessed("Treaties", sentences=[BRIGHT, TREATY] * 60)
    Assessment.objects.filter(pk=page.pk).update(position=-40, low=None, high=None)
    Assessment.objects.filter(pk__in=[near.pk, far.pk]).update(
        position=40, low=None, high=None, lens=page.lens
    )
    refresh_topics()

    picks = beside(page.episode)

    assert [pick.candidate.slug for pick in picks.picks] == ["treaties", "wards-near"]
    assert "treaty" in " ".join(picks.topics_with(far.episode_id))


def test_pins_and_bans_hold_on_both_pages() -> None:
    page, same, other = make_placed("Page", -40), make_placed("Same", -30), make_placed("Far", 40)
    override_pair(same, page, kind=MirrorOverride.Kind.PIN, reason="They debated each other.")
    override_pair(page, other, kind=MirrorOverride.Kind.BAN, reason="A satire.")

    assert slugs(page) == ["same"]
    assert slugs(same) == ["page", "far"]
    assert slugs(other) == ["same"]
    assert beside(page).overrides.pins == {same.pk: "They debated each other."}


def test_a_pair_has_one_word_of_two_episodes_with_a_reason() -> None:
    one, other = make_placed("One", 1), make_placed("Other", 50)
    with pytest.raises(OverrideError, match="with itself"):
        override_pair(one, one, kind=MirrorOverride.Kind.PIN, reason="Why not.")
    with pytest.raises(OverrideError, match="needs a reason"):
        override_pair(one, other, kind=MirrorOverride.Kind.PIN, reason="  ")
    override_pair(one, other, kind=MirrorOverride.Kind.PIN, reason="Good.")

    with pytest.raises(OverrideError, match="already pinned: Good"):
        override_pair(other, one, kind=MirrorOverride.Kind.BAN, reason="Bad.")

    assert MirrorOverride.objects.count() == 1


def test_related_says_what_is_shared_and_leaves_the_picks_out() -> None:
    page = make_placed("Page", -40, show="A Show")
    mirror = make_placed("Mirror", 40, show="A Show")
    mate = make_placed("Mate", -35, show="A Show", published_on=date(2024, 1, 1))
    shelf = Shelf.objects.create(slug="shelf", title="A shelf")
    Episode.objects.filter(pk__in=[page.pk, mate.pk]).update(shelf=shelf)
    page.refresh_from_db()
    friend = make_placed("Friend", -20, show="Elsewhere")
    guest = Guest.objects.create(slug="ada", name="Ada Guest")
    page.guests.add(guest)
    friend.guests.add(guest, Guest.objects.create(slug="bo", name="Bo Guest"))
    make_placed("Stranger", -20, show="Elsewhere")

    picks = beside(page)

    assert [pick.candidate.slug for pick in picks.picks] == [mirror.slug]
    assert [one.slug for one in picks.related] == ["friend", "mate"]
    assert picks.related[0].guests == ("Ada Guest",)
    assert (picks.related[1].same_shelf, picks.related[1].same_show) == (True, True)


def test_a_shared_topic_relates_across_shows() -> None:
    page = make_assessed("Page", show="One", sentences=[TREATY] * 60).episode
    make_assessed("Treaties", show="Two", sentences=[TREATY, HOSPITAL] * 60)
    make_assessed("Wards", show="Three", sentences=[HOSPITAL] * 60)
    Episode.objects.update(shelf=None)
    for episode in Episode.objects.all():
        episode.guests.clear()
    page.refresh_from_db()
    refresh_topics()

    assert related(page) == ["treaties"]


@pytest.mark.parametrize("count", [5, 20])
def test_picks_and_related_cost_the_same_for_any_library(count: int) -> None:
    page = make_assessed("Page", sentences=[DARK, TREATY] * 40).episode
    for number in range(count):
        make_assessed(f"Talk {number}", sentences=[BRIGHT, TREATY] * 40)
        make_assessed(f"Ward {number}", sentences=[DARK, HOSPITAL] * 40)
    refresh_topics()
    picks = beside(page)

    with queries(5):  # overrides, candidates each way, terms of the page, terms in common
        assert len(picks.picks) == min(3, count)
    with queries(4):  # nearest by topic, guests, kin, terms in common
        assert len(picks.related) == min(4, count + max(0, count - 3))


def test_more_candidates_than_are_loaded_change_no_pick() -> None:
    page = make_placed("Page", -40)
    for number in range(LOADED + 5):
        make_placed(f"Far {number:03}", 50 + number / 10)
    make_placed("Nearest", 41)

    assert slugs(page) == ["nearest", "far-000", "far-001"]


def test_more_equals_than_have_a_place_are_all_considered() -> None:
    page = make_placed("Page", -40, lens="technical")
    for title in ("Ada", "Bea", "Cleo", "Dora"):
        make_placed(title, 42, lens="economic")
    make_placed("Zoe", 42, lens="technical")
    make_placed("Beyond", 43, lens="technical")

    assert slugs(page) == ["zoe", "ada", "bea"]


def test_one_word_in_common_is_not_named_as_a_topic() -> None:
    page = make_assessed("Page", sentences=[DARK, TREATY, "And then salt."] * 60)
    bakers = make_assessed("Bakers", sentences=[BRIGHT, HOSPITAL, "And then salt."] * 60)
    make_assessed("Treaties", sentences=[BRIGHT, TREATY] * 60)
    Assessment.objects.filter(pk=page.pk).update(position=-40, low=None, high=None)
    Assessment.objects.exclude(pk=page.pk).update(position=40, low=None, high=None)
    refresh_topics()
    picks = beside(page.episode)

    near = {pick.candidate.key: pick.candidate.nearness for pick in picks.picks}

    assert near[bakers.episode_id] > TELLS
    assert picks.topics_with(bakers.episode_id) == []


def test_topics_that_add_next_to_nothing_are_not_named() -> None:
    page = make_assessed("Page", sentences=[DARK, TREATY] * 60).episode
    other = make_assessed("Treaties", sentences=[BRIGHT, TREATY] * 60).episode
    Assessment.objects.filter(episode=page).update(position=-40, low=None, high=None)
    Assessment.objects.filter(episode=other).update(position=40, low=None, high=None)
    refresh_topics()
    EpisodeTerm.objects.filter(transcript__episode=other).update(weight=0.005)

    picks = beside(page)

    assert len(picks.picks) == 1
    assert picks.topics_with(other.pk) == []


def test_what_names_no_topic_in_the_library_is_not_named() -> None:
    page = make_assessed("Page", sentences=[DARK, TREATY] * 60).episode
    other = make_assessed("Treaties", sentences=[BRIGHT, TREATY] * 60).episode
    Assessment.objects.filter(episode=page).update(position=-40, low=None, high=None)
    Assessment.objects.filter(episode=other).update(position=40, low=None, high=None)
    refresh_topics()
    Term.objects.filter(text__in=["treaty", "chip"]).update(topical=False)

    picks = beside(page)

    assert picks.picks[0].candidate.nearness > 0.9
    assert picks.topics_with(other.pk) == ["inspectors", "registry"]


def test_the_picks_of_a_page_are_looked_for_along_the_index_of_positions() -> None:
    for number in range(300):
        make_placed(f"Talk {number:03}", (number * 7) % 200 - 99.5)
    page = make_placed("Page", -40)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # Three hundred rows are read faster whole; what counts is that the index serves.
            cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as asked:
        candidates_for(page.pk, -40, Overrides())

    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    for query in asked:
        with connection.cursor() as cursor:
            cursor.execute(explain + query["sql"])
            plan = str(cursor.fetchall())
        assert "assessment_lead_position" in plan, plan
