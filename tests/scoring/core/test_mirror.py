from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.mirror import (
    ARGUES,
    DISTANCE,
    MAX_ELSEWHERE,
    MAX_PICKS,
    MIDDLE,
    NEAR,
    NEIGHBOURS,
    Candidate,
    argued_share,
    choose,
    choose_elsewhere,
    crowding,
    mirrors,
    opposed,
    strength,
)
from scoring.core.spectrum import whole

LENSES = ("technical", "governance", "economic")
positions = st.one_of(
    st.integers(-100, 100).map(float),
    st.floats(-100, 100, allow_nan=False).map(lambda n: n + 0.0),
    st.floats(-1, 1, allow_nan=False).map(lambda n: n + 0.0),
)


@st.composite
def libraries(draw: st.DrawFn) -> list[Candidate]:
    count = draw(st.integers(0, 25))
    return [
        Candidate(
            key=key,
            slug=f"talk-{key}",
            position=draw(positions),
            lens=draw(st.sampled_from(LENSES)),
            nearness=draw(st.sampled_from([0.0, 0.2, 0.5, 0.7])),
            published_on=draw(st.sampled_from([None, date(2020, 1, 1), date(2025, 1, 1)])),
        )
        for key in range(count)
    ]


def at(position: float, key: int = 1, **more: object) -> Candidate:
    details = {"lens": "technical", "nearness": 0.5, **more}
    return Candidate(key, str(details.pop("slug", f"talk-{key}")), position, **details)  # type: ignore[arg-type]


def keys(picks: object) -> list[int]:
    return [pick.candidate.key for pick in picks]  # type: ignore[attr-defined]


@given(positions, libraries(), st.randoms())
def test_the_same_library_in_any_order_gives_the_same_picks(position, library, random) -> None:
    shuffled = list(library)
    random.shuffle(shuffled)

    assert choose(position, "technical", library) == choose(position, "technical", shuffled)


@given(positions, libraries())
def test_every_pick_is_distant_and_across_the_middle(position, library) -> None:
    for pick in choose(position, "technical", library):
        other = pick.candidate.position
        assert abs(other - position) >= DISTANCE
        assert pick.delta == round(abs(other - position), 4)
        if abs(position) >= MIDDLE:
            assert whole(position) * whole(other) < 0


@given(positions, positions)
def test_sides_are_decided_by_displayed_positions(position, other) -> None:
    assert opposed(position, other) is opposed(whole(position), whole(other))
    assert opposed(position, other) is opposed(other, position)
    if whole(other) == 0:
        assert not opposed(position, other)
        assert mirrors(position, other) is (
            abs(position) < MIDDLE and abs(other - position) >= DISTANCE
        )


@given(positions, libraries())
def test_picks_are_the_strongest_candidates(position, library) -> None:
    picks = choose(position, "technical", library)
    fitting = [one for one in library if mirrors(position, one.position) and one.nearness >= NEAR]
    assert len(picks) == min(MAX_PICKS, len(fitting))
    if abs(position) < MIDDLE:
        return
    weakest = min((strength("technical", pick.candidate) for pick in picks), default=0)
    left_out = [one for one in fitting if one not in [pick.candidate for pick in picks]]
    assert all(strength("technical", one) <= weakest + 1e-6 for one in left_out)


@given(st.floats(-9.99, 9.99), libraries())
def test_a_page_near_the_middle_has_picks_on_both_sides_if_available(position, library) -> None:
    picks = choose(position, "technical", library)
    for side in (-1, 1):
        if any(
            (one.position - position) * side >= DISTANCE and one.nearness >= NEAR for one in library
        ):
            assert any((pick.candidate.position - position) * side > 0 for pick in picks)


@given(positions, libraries(), st.sets(st.integers(0, 24)), st.sets(st.integers(0, 24)))
def test_pins_come_first_and_banned_episodes_are_excluded(position, library, pins, bans) -> None:
    picks = choose(position, "technical", library, pins=pins, bans=bans)
    shown = keys(picks)

    assert not set(shown) & bans
    assert len(shown) == len(set(shown)) <= MAX_PICKS
    pinned = [pick.pinned for pick in picks]
    assert pinned == sorted(pinned, reverse=True)
    there = {one.key for one in library} & pins - bans
    assert sum(pinned) == min(MAX_PICKS, len(there))
    for pick in picks:
        assert pick.pinned == (pick.candidate.key in pins)
        assert pick.pinned or mirrors(position, pick.candidate.position)


def test_topic_nearness_outranks_position() -> None:
    library = [at(-60, 1, nearness=0.8), at(-31, 2, nearness=0.6), at(-25, 3, nearness=0.7)]

    assert keys(choose(30, "technical", library)) == [1, 3, 2]


def test_equally_near_topics_are_ordered_by_lens_position_date_and_slug() -> None:
    library = [
        at(-30, 1, lens="economic"),
        at(-30, 2, slug="b"),
        at(-30, 3, slug="a"),
        at(-30, 4, published_on=date(2024, 1, 1)),
        at(-50, 5),
    ]

    assert keys(choose(30, "technical", library, most=5)) == [4, 3, 2, 5, 1]


def test_position_and_lens_do_not_outweigh_a_clearly_nearer_topic() -> None:
    near = at(-95, 1, lens="economic", nearness=0.65)

    assert keys(choose(30, "technical", [at(-30, 2, nearness=0.5), near])) == [1, 2]


def test_technical_lens_ranks_last_among_equally_near_topics_only() -> None:
    technical, economic = at(40, 1, lens="technical"), at(40, 2, lens="economic")
    nearer = at(40, 3, lens="technical", nearness=0.55)

    assert keys(choose(-40, "societal", [technical, economic])) == [2, 1]
    assert keys(choose(-40, "societal", [economic, nearer])) == [3, 2]


def test_an_episode_near_to_many_pages_ranks_lower() -> None:
    library = [at(-30, 1, nearness=0.52, crowding=0.7), at(-30, 2, nearness=0.5, crowding=0.3)]

    assert keys(choose(30, "technical", library)) == [2, 1]
    assert crowding([0.1] * 50 + [0.6] * NEIGHBOURS) == pytest.approx(0.6)
    assert crowding([]) == 0


def test_episodes_below_the_threshold_are_not_on_this_topic() -> None:
    library = [at(-30, 1, nearness=NEAR), at(-30, 2, nearness=NEAR - 0.01)]

    assert keys(choose(30, "technical", library)) == [1]
    assert keys(choose_elsewhere(30, library, shown=[1])) == [2]


def test_a_conversation_that_hardly_argues_its_side_is_not_a_pick() -> None:
    library = [at(-30, 1, argues=ARGUES - 0.01), at(-30, 2, argues=ARGUES)]

    assert keys(choose(30, "technical", library)) == [2]
    assert keys(choose(30, "technical", library, pins=[1])) == [1, 2]
    assert choose_elsewhere(30, [at(-30, 1, argues=0.0, nearness=0.1)]) == []


def test_argued_share_counts_passages_on_the_own_side() -> None:
    ingredients = {"passages": 40, "risk": 6, "opportunity": 2, "leaning": -20.0}

    assert argued_share(-30, ingredients) == pytest.approx(0.15)
    assert argued_share(30, ingredients) == pytest.approx(0.05)
    assert argued_share(30, None) == 1


def test_at_most_two_picks_are_on_other_topics_and_none_beside_three() -> None:
    library = [at(-30 - key, key, nearness=0.1) for key in range(1, 6)]

    assert keys(choose_elsewhere(30, library)) == [1, 2]
    assert keys(choose_elsewhere(30, library, bans=[1])) == [2, 3]
    assert keys(choose_elsewhere(30, library, shown=[7, 8])) == [1]
    assert choose_elsewhere(30, library, shown=[7, 8, 9]) == []


@given(positions, libraries())
def test_picks_on_other_topics_are_on_the_other_side_and_unique(position, library) -> None:
    picks = keys(choose(position, "technical", library))
    others = choose_elsewhere(position, library, shown=picks)

    assert len(others) <= min(MAX_ELSEWHERE, MAX_PICKS - len(picks))
    assert not set(keys(others)) & set(picks)
    assert all(mirrors(position, one.candidate.position) for one in others)


def test_a_library_without_the_other_side_gives_no_picks() -> None:
    assert choose(30, "technical", []) == []
    assert choose(30, "technical", [at(50), at(5), at(11, 2)]) == []


def test_a_pick_needs_twenty_points_and_a_side() -> None:
    assert keys(choose(10, "technical", [at(-10)])) == [1]
    assert choose(10, "technical", [at(-9.99)]) == []
    assert choose(25, "technical", [at(0)]) == []
    assert choose(-47, "technical", [at(0.0167)]) == []
    assert choose(-47, "technical", [at(0.4999)]) == []
    assert keys(choose(-47, "technical", [at(0.5)])) == [1]
    assert keys(choose(47, "technical", [at(-0.4999, 1), at(-0.5, 2)])) == [2]
    assert keys(choose(9.99, "technical", [at(30)])) == [1]


def test_a_pin_can_break_the_rule_and_is_marked() -> None:
    picks = choose(30, "technical", [at(28, 1), at(-30, 2)], pins=[1])

    assert [(pick.candidate.key, pick.pinned, pick.delta) for pick in picks] == [
        (1, True, 2.0),
        (2, False, 60.0),
    ]
