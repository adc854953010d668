from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scoring.core.mirror import DISTANCE, MIDDLE, MOST, Candidate, choose, mirrors, opposed
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
            nearness=draw(st.sampled_from([0.0, 0.2, 0.5])),
            published_on=draw(st.sampled_from([None, date(2020, 1, 1), date(2025, 1, 1)])),
        )
        for key in range(count)
    ]


def at(position: float, key: int = 1, **more: object) -> Candidate:
    details = {"lens": "technical", **more}
    return Candidate(key, str(details.pop("slug", f"talk-{key}")), position, **details)  # type: ignore[arg-type]


def keys(picks: object) -> list[int]:
    return [pick.candidate.key for pick in picks]  # type: ignore[attr-defined]


@given(positions, libraries(), st.randoms())
def test_the_same_library_in_any_order_gives_the_same_picks(position, library, random) -> None:
    shuffled = list(library)
    random.shuffle(shuffled)

    assert choose(position, "technical", library) == choose(position, "technical", shuffled)


@given(positions, libraries())
def test_every_pick_is_far_away_and_across_the_middle(position, library) -> None:
    for pick in choose(position, "technical", library):
        other = pick.candidate.position
        assert abs(other - position) >= DISTANCE
        assert pick.delta == round(abs(other - position), 4)
        if abs(position) >= MIDDLE:
            assert whole(position) * whole(other) < 0


@given(positions, positions)
def test_what_is_shown_as_the_same_number_is_on_the_same_side(position, other) -> None:
    assert opposed(position, other) is opposed(whole(position), whole(other))
    assert opposed(position, other) is opposed(other, position)
    if whole(other) == 0:
        assert not opposed(position, other)
        assert mirrors(position, other) is (
            abs(position) < MIDDLE and abs(other - position) >= DISTANCE
        )


@given(positions, libraries())
def test_nothing_left_out_would_have_come_before_what_is_shown(position, library) -> None:
    picks = choose(position, "technical", library)
    fitting = [one for one in library if mirrors(position, one.position)]
    assert len(picks) == min(MOST, len(fitting))
    if abs(position) < MIDDLE:
        return
    order = sorted(
        fitting,
        key=lambda one: (
            abs(one.position + position),
            one.lens != "technical",
            -one.nearness,
            -(one.published_on or date.min).toordinal(),
            one.slug,
        ),
    )
    assert [pick.candidate for pick in picks] == order[:MOST]


@given(st.floats(-9.99, 9.99), libraries())
def test_a_page_near_the_middle_is_bracketed_where_the_library_can(position, library) -> None:
    picks = choose(position, "technical", library)
    for side in (-1, 1):
        if any((one.position - position) * side >= DISTANCE for one in library):
            assert any((pick.candidate.position - position) * side > 0 for pick in picks)


@given(positions, libraries(), st.sets(st.integers(0, 24)), st.sets(st.integers(0, 24)))
def test_pins_come_first_and_bans_never(position, library, pins, bans) -> None:
    picks = choose(position, "technical", library, pins=pins, bans=bans)
    shown = keys(picks)

    assert not set(shown) & bans
    assert len(shown) == len(set(shown)) <= MOST
    pinned = [pick.pinned for pick in picks]
    assert pinned == sorted(pinned, reverse=True)
    there = {one.key for one in library} & pins - bans
    assert sum(pinned) == min(MOST, len(there))
    for pick in picks:
        assert pick.pinned == (pick.candidate.key in pins)
        assert pick.pinned or mirrors(position, pick.candidate.position)


def test_nearness_to_the_mirror_image_comes_first() -> None:
    library = [at(-60, 1), at(-31, 2), at(-25, 3), at(-90, 4)]

    assert keys(choose(30, "technical", library)) == [2, 3, 1]


def test_then_the_lens_the_topic_the_date_and_the_slug_decide() -> None:
    library = [
        at(-30, 1, lens="economic", nearness=0.9),
        at(-30, 2, slug="b"),
        at(-30, 3, slug="a"),
        at(-30, 4, published_on=date(2024, 1, 1)),
        at(-30, 5, nearness=0.1),
    ]

    assert keys(choose(30, "technical", library, most=5)) == [5, 4, 3, 2, 1]


def test_there_is_none_when_there_is_none() -> None:
    assert choose(30, "technical", []) == []
    assert choose(30, "technical", [at(50), at(5), at(11, 2)]) == []


def test_twenty_points_are_enough_and_the_middle_itself_is_no_side() -> None:
    assert keys(choose(10, "technical", [at(-10)])) == [1]
    assert choose(10, "technical", [at(-9.99)]) == []
    assert choose(25, "technical", [at(0)]) == []
    assert choose(-47, "technical", [at(0.0167)]) == []
    assert choose(-47, "technical", [at(0.4999)]) == []
    assert keys(choose(-47, "technical", [at(0.5)])) == [1]
    assert keys(choose(47, "technical", [at(-0.4999, 1), at(-0.5, 2)])) == [2]
    assert keys(choose(9.99, "technical", [at(30)])) == [1]


def test_a_pin_may_break_the_rule_and_says_so() -> None:
    picks = choose(30, "technical", [at(28, 1), at(-30, 2)], pins=[1])

    assert [(pick.candidate.key, pick.pinned, pick.delta) for pick in picks] == [
        (1, True, 2.0),
        (2, False, 60.0),
    ]
