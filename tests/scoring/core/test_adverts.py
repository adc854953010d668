import pytest

from scoring.core.adverts import advert_segments, advertises
from tests.make import make_cues


def test_a_segment_is_an_advert_when_most_of_its_words_are() -> None:
    cues = [
        *make_cues(["one two three four"] * 2, speaker="Host"),
        *make_cues(["one two three four"] * 2, speaker="Sponsor"),
    ]

    # The second segment begins in the middle of the second cue: 2 words of the host, 8 of the
    # sponsor.
    assert advert_segments(cues, [(0, 0), (1, 2)], {"Sponsor"}) == [2]
    assert advert_segments(cues, [(0, 0)], {"Sponsor"}) == []
    assert advert_segments(cues, [(0, 0), (2, 0)], {"Host", "Sponsor"}) == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "This episode is brought to you by Plumb. Go to plumb.com/show for a month.",
        "visit plumb dot com slash show today and use the code SHOW",
        "Plumb has AI agents for teams. Try Plumb for free. That's plumb.io forward slash show",
        "Get 20% off your first order at plumb.dev/show. Terms and conditions apply.",
    ],
)
def test_two_advertising_phrases_make_an_advert(text: str) -> None:
    assert advertises(text)
    assert advertises(text.upper())


@pytest.mark.parametrize(
    "text",
    [
        "You can read the paper at example.org/paper, and the code is linked there.",
        "Go to example.org, that's example.org, and go to example.org again.",
        "Prices fell 90 percent off their peak, and the sponsor of the bill was pleased.",
        "They dot the i's, come what may, and slash the budget for AI.",
        "",
    ],
)
def test_one_advertising_phrase_is_not_enough(text: str) -> None:
    assert not advertises(text)
