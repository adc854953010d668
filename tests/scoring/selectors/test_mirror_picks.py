from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library.models import Episode, Guest, Shelf, Transcript
from library.services.import_details import Provenance
from library.services.transcripts import store_transcript
from scoring.core.mirror import NEAR, mirrors
from scoring.curation.mirror_overrides import OverrideError, override_pair
from scoring.models import (
    Assessment,
    EpisodeTerm,
    MirrorOverride,
    Subject,
    SubjectWeight,
    Term,
    TopicEdition,
    TranscriptTopics,
)
from scoring.selectors.mirror_picks import LOADED, Picks, mirrored, other_sides
from scoring.services.topic_index import refresh_topics
from tests.budget import queries
from tests.make import BRIGHT, DARK, make_assessed, make_parsed, make_placed

pytestmark = pytest.mark.django_db

TREATY = "A treaty on chips needs inspectors, and a registry of chips."
HOSPITAL = "The hospital lets a nurse check every chart of the ward."


def make_about(
    title: str,
    position: float,
    *,
    topic: str = "treaty",
    weight: float = 1.0,
    crowding: float = 0.0,
    **details: object,
) -> Episode:
    """Return a placed episode that is about one term and one subject, both called `topic`."""
    episode = make_placed(title, position, **details)  # type: ignore[arg-type]
    transcript, _ = store_transcript(
        episode,
        parsed=make_parsed([f"{title}."]),
        provenance=Provenance(kind=Transcript.Kind.PUBLISHER),
    )
    term, _ = Term.objects.get_or_create(text=topic, defaults={"label": topic, "segments": 1})
    subject, _ = Subject.objects.get_or_create(
        slug=topic, defaults={"name": f"{topic} talks", "lens": "governance", "phrases": topic}
    )
    EpisodeTerm.objects.create(transcript=transcript, term=term, weight=weight)
    SubjectWeight.objects.create(transcript=transcript, subject=subject, weight=weight)
    edition, _ = TopicEdition.objects.get_or_create(
        number=1, defaults={"version": "0", "transcripts": 1, "segments": 1}
    )
    TranscriptTopics.objects.create(transcript=transcript, edition=edition, crowding=crowding)
    return episode


def beside(episode: Episode) -> Picks:
    return Picks(episode, Assessment.objects.get(episode=episode, leads=True))


def slugs(episode: Episode) -> list[str]:
    return [pick.candidate.slug for pick in beside(episode).picks]


def elsewhere(episode: Episode) -> list[str]:
    return [pick.candidate.slug for pick in beside(episode).elsewhere]


def related(episode: Episode) -> list[str]:
    return [relation.slug for relation in beside(episode).related]


def test_picks_are_ordered_by_topic_and_filtered_by_side() -> None:
    page = make_about("Page", -40)
    make_about("Near in place alone", 40, topic="wards")
    make_about("Weaker", 40, weight=0.5)
    make_about("Stronger", 90)
    make_about("Same side", -90)
    make_about("Not across", 0)

    assert slugs(page) == ["stronger", "weaker"]
    assert elsewhere(page) == ["near-in-place-alone"]


def test_an_episode_below_the_topic_threshold_is_not_a_pick() -> None:
    page = make_about("Page", -40)
    make_about("Far off", 40, weight=(NEAR - 0.01) ** 2)

    assert slugs(page) == []
    assert elsewhere(page) == ["far-off"]


def test_an_episode_similar_to_many_others_ranks_lower() -> None:
    page = make_about("Page", -40)
    make_about("A hub", 40, crowding=0.9)
    make_about("Specific", 40, crowding=0.1)

    assert slugs(page) == ["specific", "a-hub"]


def test_a_shared_subject_alone_makes_a_pick_and_is_shown() -> None:
    page = make_about("Page", -40)
    other = make_about("Other", 40)
    EpisodeTerm.objects.filter(transcript__episode=other).delete()
    picks = beside(page)

    assert [pick.candidate.slug for pick in picks.picks] == ["other"]
    assert picks.topics_with(other.pk) == ["treaty talks"]


def test_an_unplaced_episode_has_no_picks_and_is_never_a_pick() -> None:
    page = make_about("Page", -40)
    unplaced = make_about("Unplaced", 40)
    transcript = Transcript.objects.filter(episode=unplaced).first()
    Assessment.objects.filter(episode=unplaced).update(
        kind="automatic",
        transcript=transcript,
        scorer="stance",
        scorer_version="1",
        transcript_checksum="a",
        position=None,
        band="",
        low=None,
        high=None,
        charge=None,
        stance_kind="",
        lens="off-topic",
    )

    assert slugs(page) == elsewhere(page) == []
    assert slugs(unplaced) == elsewhere(unplaced) == []


def test_drafts_and_unassessed_episodes_are_never_offered() -> None:
    page = make_about("Page", -40)
    draft = make_about("Draft", 40)
    Episode.objects.filter(pk=draft.pk).update(status="draft")
    bare = make_about("Bare", 40)
    bare.assessments.all().delete()

    assert slugs(page) == elsewhere(page) == []
    assert "draft" not in related(page)
    assert Picks(bare, None).picks == []


def test_a_page_near_the_middle_has_picks_on_both_sides() -> None:
    page = make_about("Page", 3)
    for position in (24, 25, 26):
        make_about(f"At {position + 100}", position)
    make_about("At 10", -90, weight=0.5)

    assert slugs(page) == ["at-124", "at-125", "at-10"]


def test_other_topics_are_offered_nearest_to_the_mirror_image_first() -> None:
    page = make_placed("Page", -40)
    for position in (-60, -10, 5, 30, 38, 45, 90):
        make_placed(f"At {position + 100}", position)

    assert slugs(page) == []
    assert elsewhere(page) == ["at-138", "at-145"]


def test_three_picks_on_the_topic_exclude_other_topics() -> None:
    page = make_about("Page", -40)
    for title in ("One", "Two", "Three", "Four"):
        make_about(title, 40)
    make_placed("Elsewhere", 40)

    assert len(slugs(page)) == 3
    assert elsewhere(page) == []


@pytest.mark.parametrize("bases", [(0,), (-40, -20, 0, 20, 40)])
def test_picks_from_the_database_match_the_mirror_rule(bases: tuple[int, ...]) -> None:
    """Tests positions near the middle, and near the page's own and mirrored position."""
    near = (-0.5, -0.4999, -0.0167, 0, 0.0167, 0.4999, 0.5)
    places = [base + step for base in bases for step in near]
    at = {make_placed(f"At {number}", place).pk: place for number, place in enumerate(places)}
    for position in (-47, -40, -20.3, -10, -9.99, 0.3, 9.99, 10, 20.3, 40, 47):
        found = {one.key for one in mirrored(0, position)}

        assert found == {key for key, place in at.items() if mirrors(position, place)}


def test_an_episode_displayed_as_0_is_not_a_pick() -> None:
    page = make_placed("Page", -47)
    make_placed("Just above", 0.0167)
    make_placed("Half", 0.5)

    assert elsewhere(page) == ["half"]


def test_pins_and_bans_apply_to_both_pages() -> None:
    page, same, other = make_placed("Page", -40), make_placed("Same", -30), make_placed("Far", 40)
    override_pair(same, page, kind=MirrorOverride.Kind.PIN, reason="They debated each other.")
    override_pair(page, other, kind=MirrorOverride.Kind.BAN, reason="A satire.")

    assert (slugs(page), elsewhere(page)) == (["same"], [])
    assert (slugs(same), elsewhere(same)) == (["page"], ["far"])
    assert (slugs(other), elsewhere(other)) == ([], ["same"])
    assert beside(page).overrides.pins == {same.pk: "They debated each other."}


def test_an_override_needs_two_episodes_and_a_reason() -> None:
    one, other = make_placed("One", 1), make_placed("Other", 50)
    with pytest.raises(OverrideError, match="with itself"):
        override_pair(one, one, kind=MirrorOverride.Kind.PIN, reason="Why not.")
    with pytest.raises(OverrideError, match="needs a reason"):
        override_pair(one, other, kind=MirrorOverride.Kind.PIN, reason="  ")
    override_pair(one, other, kind=MirrorOverride.Kind.PIN, reason="Good.")

    with pytest.raises(OverrideError, match="already pinned: Good"):
        override_pair(other, one, kind=MirrorOverride.Kind.BAN, reason="Bad.")

    assert MirrorOverride.objects.count() == 1


def test_related_gives_shared_attributes_and_excludes_picks() -> None:
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

    assert [pick.candidate.slug for pick in picks.elsewhere] == [mirror.slug]
    assert [one.slug for one in picks.related] == ["friend", "mate"]
    assert picks.related[0].guests == ("Ada Guest",)
    assert (picks.related[1].same_shelf, picks.related[1].same_show) == (True, True)


def test_episodes_of_different_shows_are_related_by_topic() -> None:
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
    page = make_about("Page", -40)
    for number in range(count):
        make_about(f"Talk {number}", 40)
        make_about(f"Mate {number}", -30)
    picks = beside(page)

    # Overrides, terms, subjects, nearest by each, candidates, terms and subjects in common.
    with queries(8):
        assert len(picks.picks) == 3
    with queries(0):
        assert picks.elsewhere == []
    with queries(6):  # nearest by terms, by subjects, guests, kin, terms and subjects in common
        assert len(picks.related) == 4


def test_picks_on_other_topics_cost_four_queries() -> None:
    page = make_about("Page", -40)
    make_about("Ward", 40, topic="wards")
    picks = beside(page)
    assert picks.picks == []

    with queries(4):  # candidates each way, terms and subjects in common
        assert len(picks.elsewhere) == 1


def test_candidates_beyond_the_loaded_ones_do_not_change_the_picks() -> None:
    page = make_placed("Page", -40)
    for number in range(LOADED + 5):
        make_placed(f"Far {number:03}", 50 + number / 10)
    make_placed("Nearest", 41)

    assert elsewhere(page) == ["nearest", "far-000"]


def test_indexed_topics_produce_picks() -> None:
    page = make_assessed("Page", sentences=[DARK, TREATY] * 60)
    near = make_assessed("Wards near", sentences=[BRIGHT, HOSPITAL] * 60)
    far = make_assessed("Treaties", sentences=[BRIGHT, TREATY] * 60)
    Assessment.objects.filter(pk=page.pk).update(position=-40, low=None, high=None)
    Assessment.objects.filter(pk__in=[near.pk, far.pk]).update(position=40, low=None, high=None)
    refresh_topics()

    picks = beside(page.episode)

    assert [pick.candidate.slug for pick in picks.picks] == ["treaties"]
    assert [pick.candidate.slug for pick in picks.elsewhere] == ["wards-near"]
    assert picks.topics_with(far.episode_id)


def test_picks_are_found_by_the_position_index() -> None:
    for number in range(300):
        make_placed(f"Talk {number:03}", (number * 7) % 200 - 99.5)
    page = make_placed("Page", -40)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # Three hundred rows are read faster whole; what counts is that the index serves.
            cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as asked:
        mirrored(page.pk, -40)

    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    for query in asked:
        with connection.cursor() as cursor:
            cursor.execute(explain + query["sql"])
            plan = str(cursor.fetchall())
        assert "assessment_lead_position" in plan, plan


def test_the_other_side_is_a_range_of_positions() -> None:
    assert other_sides(-40) == [(0.5, 100.0)]
    assert other_sides(12) == [(-100.0, -8)]
    assert other_sides(3) == [(23, 100.0), (-100.0, -17)]


def test_a_conversation_with_few_leaning_passages_is_not_a_pick() -> None:
    page, calm = make_about("Page", 40), make_about("Calm", -40)
    argues = make_about("Argues", -40)
    for episode, risk in ((calm, 1), (argues, 6)):
        Assessment.objects.filter(episode=episode).update(
            ingredients={"passages": 40, "risk": risk, "opportunity": 9, "leaning": -20.0}
        )

    assert slugs(page) == ["argues"]
    assert elsewhere(page) == []


def test_a_pick_on_the_topic_shares_a_named_subject() -> None:
    page, other = make_about("Page", -40), make_about("Other", 40)
    assert [pick.candidate.key for pick in beside(page).picks] == [other.pk]

    SubjectWeight.objects.filter(transcript__episode=other).delete()

    picks = beside(page)
    assert picks.picks == []
    assert [pick.candidate.key for pick in picks.elsewhere] == [other.pk]
