from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import override_settings

from scoring import installed_scorers
from scoring.core.registry import SCORERS
from scoring.core.scorers import ReadsTogether, Registry, UnknownScorer
from scoring.core.spectrum import Lens
from scoring.core.whole import ReadsWhole
from scoring.language_model.client import ATTEMPTS, EndpointFailed
from scoring.language_model.prompt import BATCH, CONTEXT
from tests.scoring.language_model.endpoint import Model, make_scorer, wrong

DARK, PLAIN = "This is a danger to us.", "The model has two layers."


def test_passages_are_judged_by_the_codebook(url: str, model: Model, tmp_path: Path) -> None:
    scorer, _ = make_scorer(url, tmp_path)

    dark, plain = scorer.score([DARK, PLAIN])

    assert (dark.score, dark.lens, plain.score, plain.lens) == (
        -42.5,
        Lens.STRATEGIC,
        0.0,
        Lens.TECHNICAL,
    )
    assert [(phrase.text, phrase.share) for phrase in dark.phrases] == [("danger", -42.5)]
    assert dark.rest == 0
    (request,) = model.requests
    assert request["model"] == "reader"
    assert "The codebook." in request["messages"][0]["content"]
    assert request["response_format"]["type"] == "json_schema"
    assert model.keys == ["Bearer secret"]


def test_passages_are_sent_in_batches_with_their_neighbours(
    url: str, model: Model, tmp_path: Path
) -> None:
    texts = [f"{PLAIN} {number}" for number in range(2 * BATCH + 1)]

    make_scorer(url, tmp_path)[0].score(texts)

    first, second, third = model.questions()
    assert (first["before"], first["after"]) == ([], texts[BATCH : BATCH + CONTEXT])
    assert [each["text"] for each in second["passages"]] == texts[BATCH : 2 * BATCH]
    assert second["before"] == texts[BATCH - CONTEXT : BATCH]
    assert second["after"] == texts[2 * BATCH :]
    assert third["after"] == []


def test_a_batch_is_sent_once(url: str, model: Model, tmp_path: Path) -> None:
    texts = [f"{PLAIN} {number}" for number in range(2 * BATCH + 1)]
    make_scorer(url, tmp_path)[0].score(texts)

    again, _ = make_scorer(url, tmp_path)
    assert again.cost_of(texts).remembered == len(texts)
    again.score(texts)
    assert len(model.requests) == 3

    # Other words change the batch that they are in, and the one that they are next to.
    assert again.cost_of([*texts[:-1], DARK]).remembered == BATCH

    other, _ = make_scorer(url, tmp_path, name="another")
    assert other.version != again.version
    assert other.cost_of(texts).remembered == 0


def test_a_long_model_name_does_not_hide_a_change(url: str, tmp_path: Path) -> None:
    long, longer = "m" * 80, "m" * 81
    scorers = [make_scorer(url, tmp_path, name=name)[0] for name in (long, longer)]

    assert len({scorer.version for scorer in scorers}) == 2
    assert len({scorer.whole.version for scorer in scorers}) == 2


@pytest.mark.parametrize(
    "fault",
    [
        (429, {"Retry-After": "7"}, ""),
        (503, {}, "busy"),
        (500, {}, ""),
    ],
)
def test_a_transient_error_is_retried(
    url: str, model: Model, tmp_path: Path, fault: tuple[int, dict[str, str], str]
) -> None:
    scorer, clock = make_scorer(url, tmp_path)
    model.faults = [fault, fault]

    assert scorer.score([DARK])[0].score == -42.5
    assert len(model.requests) == 3
    assert sum(clock.slept) == pytest.approx(14 if fault[0] == 429 else 3, abs=0.1)


@pytest.mark.parametrize(
    "content",
    [
        "not json",
        {"passages": []},
        {
            "passages": [
                {"index": 2, "quotes": [], "likelihood": [0] * 6 + [1], "lens": "technical"}
            ]
        },
        {"passages": [{"index": 1, "quotes": [], "likelihood": [1, 2], "lens": "technical"}]},
        {"passages": [{"index": 1, "quotes": [], "likelihood": [0] * 7, "lens": "technical"}]},
        {"passages": [{"index": 1, "quotes": [], "likelihood": [1] * 7, "lens": "cosmic"}]},
        {"passages": [{"index": 1}]},
        '{"passages": [{"index": 1, "quotes": [], "likelihood": [NaN, 0, 0, 0, 0, 0, 1],'
        ' "lens": "technical"}]}',
        ["passages"],
        "I cannot help with that.",
    ],
)
def test_an_invalid_response_is_requested_again_and_not_cached(
    url: str, model: Model, tmp_path: Path, content: object
) -> None:
    scorer, _ = make_scorer(url, tmp_path)
    model.faults = [wrong(content)]
    assert scorer.score([DARK])[0].score == -42.5

    model.faults = [wrong(content)] * 3
    with pytest.raises(EndpointFailed, match="in 3 attempts"):
        scorer.score([PLAIN])
    assert scorer.cost_of([PLAIN]).remembered == 0


@pytest.mark.parametrize(
    ("fault", "requests"),
    [((401, {}, "no"), 1), ((200, {}, "<html>"), 1), ((503, {}, ""), ATTEMPTS)],
)
def test_repeated_errors_are_reported_and_earlier_responses_stay_cached(
    url: str, model: Model, tmp_path: Path, fault: tuple[int, dict[str, str], str], requests: int
) -> None:
    scorer, _ = make_scorer(url, tmp_path)
    texts = [DARK] * (BATCH + CONTEXT)
    # The first batch is the same in a longer conversation, the second is not.
    answered = scorer.score([*texts, DARK])[:BATCH]
    model.requests.clear()
    model.faults = [fault] * ATTEMPTS

    with pytest.raises(EndpointFailed):
        scorer.score(texts)

    assert len(model.requests) == requests
    assert scorer.cost_of(texts).remembered == BATCH
    model.faults.clear()
    assert scorer.score(texts)[:BATCH] == answered


def test_a_missing_endpoint_is_reported(tmp_path: Path) -> None:
    scorer, _ = make_scorer("http://127.0.0.1:9", tmp_path)

    with pytest.raises(EndpointFailed, match="ConnectError"):
        scorer.score([DARK])


def test_requests_respect_the_rate_limit(url: str, model: Model, tmp_path: Path) -> None:
    scorer, clock = make_scorer(url, tmp_path, per_minute=30)

    scorer.score([f"{PLAIN} {number}" for number in range(3 * BATCH)])

    assert clock.slept == [2.0, 2.0]


def test_the_scorer_is_registered_only_with_an_endpoint() -> None:
    installed_scorers.offer_language_model()
    with pytest.raises(UnknownScorer):
        SCORERS.get("language-model")

    with (
        patch.object(installed_scorers, "SCORERS", Registry()) as offered,
        override_settings(LANGUAGE_MODEL_URL="http://127.0.0.1:9/v1", LANGUAGE_MODEL_NAME="m"),
    ):
        installed_scorers.offer_language_model()
        assert offered.get("language-model").version.endswith(" m")
        assert isinstance(offered.get("language-model"), ReadsTogether)
        assert isinstance(offered.get("language-model"), ReadsWhole)
