from typing import Any

import pytest

from scoring.core.assessment_file import AssessmentFileError
from scoring.core.assessment_overrides import TimedSegment, match_overrides
from tests.scoring.core.test_assessment_file import SAID, read

PLACES = [
    TimedSegment(1, 0.0, 80.0),
    TimedSegment(2, 80.0, 3600.0),
    TimedSegment(3, 3610.0, 4000.0),
]


def test_overrides_find_their_segments_by_index_and_by_time() -> None:
    times = [80.0, "59:59", 3605, "1:00:30"]
    for time, index in zip(times, (2, 2, 2, 3), strict=True):
        said = read(SAID | {"overrides": [{"time": time, "score": 1, "reason": "r"}]})
        ((place, _),) = match_overrides(said, PLACES)
        assert place.index == index, time
    assert [place.index for place, _ in match_overrides(read(SAID), PLACES)] == [1, 3]


@pytest.mark.parametrize(
    ("override", "places", "told"),
    [
        (
            {"index": 4},
            PLACES,
            "line .*: /overrides/0/index: 4 is greater than the last segment, 3",
        ),
        ({"time": 4001}, PLACES, "/overrides/0/time: 4001 seconds is after the end"),
        (
            {"time": 1},
            [TimedSegment(1, None, None)],
            "/overrides/0/time: the transcript has no times",
        ),
        ({"index": 1}, [], "/overrides/0/index: the episode has no transcript"),
    ],
)
def test_an_override_without_its_segment_is_rejected(
    override: dict[str, Any], places: list[TimedSegment], told: str
) -> None:
    said = read(SAID | {"overrides": [override | {"score": 1, "reason": "r"}]})

    with pytest.raises(AssessmentFileError, match=told):
        match_overrides(said, places)


def test_two_overrides_of_a_segment_are_rejected() -> None:
    twice = [{"index": 1, "score": 1, "reason": "r"}, {"time": 5, "score": 2, "reason": "r"}]

    with pytest.raises(AssessmentFileError, match="/overrides/1/time: segment 1 occurs twice"):
        match_overrides(read(SAID | {"overrides": twice}), PLACES)
