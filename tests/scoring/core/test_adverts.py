from scoring.core.adverts import advert_segments
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
