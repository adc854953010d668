import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.position import LITTLE_CHARGE, StanceKind
from scoring.core.spectrum import Lens
from scoring.core.whole import (
    CHARACTERS_PER_TOKEN,
    EVEN_SPLIT,
    EXCERPTS,
    MAX_TOKENS,
    WholeReading,
    excerpts_of,
)


@given(st.lists(st.integers(0, 4000), max_size=200))
def test_excerpts_stay_in_order_and_within_the_limit(lengths: list[int]) -> None:
    texts = [f"{number}:".ljust(length, "x") for number, length in enumerate(lengths)]

    excerpts = excerpts_of(texts)

    assert sum(map(len, excerpts)) <= MAX_TOKENS * CHARACTERS_PER_TOKEN
    numbers = [int(excerpt.partition(":")[0]) for excerpt in excerpts]
    assert numbers == sorted(set(numbers))
    assert len(excerpts) == len(texts) or len(excerpts) == EXCERPTS


def test_a_short_conversation_is_read_from_end_to_end() -> None:
    texts = ["x" * 1100] * 25

    assert excerpts_of(texts) == texts


def test_excerpts_of_a_long_one_are_evenly_spaced() -> None:
    texts = [f"{number} " + "x" * 1100 for number in range(180)]

    numbers = [int(excerpt.split()[0]) for excerpt in excerpts_of(texts)]

    assert numbers == list(range(5, 180, 10))


@pytest.mark.parametrize(
    ("position", "charge", "split", "kind"),
    [
        (-18, 90, 90, StanceKind.ONE_SIDED),
        (17, LITTLE_CHARGE, EVEN_SPLIT, StanceKind.ARGUES_BOTH_SIDES),
        (0, LITTLE_CHARGE - 1, 100, StanceKind.TAKES_LITTLE_SIDE),
        (0, 80, EVEN_SPLIT - 1, StanceKind.TAKES_LITTLE_SIDE),
    ],
)
def test_a_reading_names_the_kind_of_stance(
    position: float, charge: float, split: float, kind: StanceKind
) -> None:
    reading = WholeReading(position, charge, split, Lens.TECHNICAL, "It argues.", ("topic",))

    assert reading.kind is kind
