import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from scoring import installed_scorers
from scoring.core.registry import SCORERS
from scoring.core.scorers import Registry, UnknownScorer
from scoring.core.spectrum import Lens
from scoring.language_model.client import ATTEMPTS, Client, Endpoint, EndpointFailed
from scoring.language_model.scorer import BATCH, LanguageModelScorer
from scoring.models import Assessment
from tests.make import make_episode
from tests.scoring.language_model.endpoint import Model, serve

DARK, PLAIN = "This is a danger to us.", "The model has two layers."


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def url(model: Model) -> Iterator[str]:
    with serve(model) as address:
        yield address


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def make_scorer(
    url: str, memory: Path, *, name: str = "reader", per_minute: float = 6e9
) -> tuple[LanguageModelScorer, Clock]:
    clock = Clock()
    client = Client(
        Endpoint(url, name, "secret", per_minute), sleep=clock.sleep, clock=lambda: clock.now
    )
    return LanguageModelScorer(client, "The codebook.", memory), clock


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


def test_passages_go_in_batches_and_are_asked_about_once(
    url: str, model: Model, tmp_path: Path
) -> None:
    texts = [f"{PLAIN} {number}" for number in range(2 * BATCH + 1)]
    make_scorer(url, tmp_path)[0].score([*texts, texts[0]])
    assert len(model.requests) == 3

    again, _ = make_scorer(url, tmp_path)
    assert again.cost_of(texts).requests == 0
    again.score(texts)
    assert len(model.requests) == 3

    other, _ = make_scorer(url, tmp_path, name="another")
    assert other.version != again.version
    assert other.cost_of(texts).requests == 3


@pytest.mark.parametrize(
    "fault",
    [
        (429, {"Retry-After": "7"}, ""),
        (503, {}, "busy"),
        (500, {}, ""),
    ],
)
def test_a_passing_fault_is_waited_out(
    url: str, model: Model, tmp_path: Path, fault: tuple[int, dict[str, str], str]
) -> None:
    scorer, clock = make_scorer(url, tmp_path)
    model.faults = [fault, fault]

    assert scorer.score([DARK])[0].score == -42.5
    assert len(model.requests) == 3
    assert sum(clock.slept) == pytest.approx(14 if fault[0] == 429 else 3, abs=0.1)


def wrong(content: object) -> tuple[int, dict[str, str], str]:
    text = content if isinstance(content, str) else json.dumps(content)
    return 200, {}, json.dumps({"choices": [{"message": {"content": text}}]})


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
    ],
)
def test_a_wrong_answer_is_asked_for_again_and_never_kept(
    url: str, model: Model, tmp_path: Path, content: object
) -> None:
    scorer, _ = make_scorer(url, tmp_path)
    model.faults = [wrong(content)]
    assert scorer.score([DARK])[0].score == -42.5

    model.faults = [wrong(content)] * 3
    with pytest.raises(EndpointFailed, match="after 3 askings"):
        scorer.score([PLAIN])
    assert scorer.cost_of([PLAIN]).requests == 1


@pytest.mark.parametrize(
    ("fault", "requests"),
    [((401, {}, "no"), 1), ((200, {}, "<html>"), 1), ((503, {}, ""), ATTEMPTS)],
)
def test_what_stays_wrong_is_told_and_earlier_answers_are_kept(
    url: str, model: Model, tmp_path: Path, fault: tuple[int, dict[str, str], str], requests: int
) -> None:
    scorer, _ = make_scorer(url, tmp_path)
    scorer.score([DARK])
    model.requests.clear()
    model.faults = [fault] * ATTEMPTS

    with pytest.raises(EndpointFailed):
        scorer.score([DARK, PLAIN])

    assert len(model.requests) == requests
    assert scorer.cost_of([DARK, PLAIN]).remembered == 1


def test_an_endpoint_that_is_not_there_is_told(tmp_path: Path) -> None:
    scorer, _ = make_scorer("http://127.0.0.1:9", tmp_path)

    with pytest.raises(EndpointFailed, match="ConnectError"):
        scorer.score([DARK])


def test_requests_keep_to_the_rate(url: str, model: Model, tmp_path: Path) -> None:
    scorer, clock = make_scorer(url, tmp_path, per_minute=30)

    scorer.score([f"{PLAIN} {number}" for number in range(3 * BATCH)])

    assert clock.slept == [2.0, 2.0]


@pytest.mark.django_db
def test_the_cost_is_shown_and_agreed_before_anything_is_asked(
    url: str, model: Model, tmp_path: Path
) -> None:
    make_episode("Costly", sentences=[DARK] * 60)
    registry = Registry()
    registry.register("language-model", lambda: make_scorer(url, tmp_path)[0])
    out = StringIO()
    with patch("scoring.management.commands.assess.SCORERS", registry):
        with (
            patch("builtins.input", return_value="n"),
            pytest.raises(CommandError, match="nothing was spent"),
        ):
            call_command("assess", "costly", scorer="language-model", stdout=out)
        assert not model.requests
        with override_settings(LANGUAGE_MODEL_PRICES=(1.0, 2.0)):
            call_command("assess", "costly", scorer="language-model", yes=True, stdout=out)

    assert "1 requests, about" in out.getvalue()
    assert "in money" in out.getvalue()
    assessment = Assessment.objects.get()
    assert (assessment.scorer, assessment.position) == ("language-model", -42.5)


def test_it_is_offered_only_where_an_endpoint_is_set() -> None:
    installed_scorers.offer_language_model()
    with pytest.raises(UnknownScorer):
        SCORERS.get("language-model")

    with (
        patch.object(installed_scorers, "SCORERS", Registry()) as offered,
        override_settings(LANGUAGE_MODEL_URL="http://127.0.0.1:9/v1", LANGUAGE_MODEL_NAME="m"),
    ):
        installed_scorers.offer_language_model()
        assert offered.get("language-model").version.startswith("m ")
