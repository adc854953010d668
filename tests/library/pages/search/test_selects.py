import pytest

from library.pages.search.selects import selects
from tests.make import DARK, make_assessed

pytestmark = pytest.mark.django_db


def options(name: str, **chosen: str) -> list[tuple[str, str, bool]]:
    (found,) = (select for select in selects(chosen) if select.name == name)
    return [(option.value, option.label, option.is_chosen) for option in found.options]


def test_the_options_are_what_published_episodes_have() -> None:
    make_assessed("Dark", sentences=[DARK] * 10, show="A Show")
    make_assessed("Hidden", sentences=[DARK] * 10, show="Another Show", publish=False)

    assert options("show", show="a-show") == [("a-show", "A Show", True)]
    assert options("year") == [("2025", "2025", False)]
    assert ("risk-forward", "Risk-forward", True) in options("band", band="risk-forward")


def test_a_selected_value_without_episodes_is_an_option_too() -> None:
    assert options("guest", guest="nobody") == [("nobody", "nobody", True)]


@pytest.mark.django_db(transaction=True)
def test_a_new_name_is_an_option_at_once() -> None:
    make_assessed("Dark", sentences=[DARK] * 10, show="A Show")
    assert options("show") == [("a-show", "A Show", False)]

    make_assessed("Other", sentences=[DARK] * 10, show="Big Show")

    assert [label for _, label, _ in options("show")] == ["A Show", "Big Show"]
