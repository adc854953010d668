"""`evaluate_positions` with a scorer that reads whole conversations."""

import json
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from django.core.management import call_command

from scoring.core.scorers import Registry
from tests.scoring.language_model.endpoint import Model, make_scorer


def test_evaluation_measures_positions_of_the_whole_reading(
    url: str, model: Model, tmp_path: Path
) -> None:
    rows = [
        {
            "episode": f"talk-{number}", "show": "A show", "whole": whole, "charge": charge,
            "lens": lens, "turns": [{"speaker": "Ada", "text": f"This is talk {number}."}],
        }
        for number, (whole, charge, lens) in enumerate(
            [(-60, 70, "strategic"), (40, 30, "economic"), (0, 0, "offtopic")]
        )
    ]  # fmt: skip
    file = tmp_path / "conversations.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    answers = iter([
        {**model.whole, "whole": -55, "charge": 66},
        {**model.whole, "whole": 31, "charge": 25, "lens": "economic"},
        {**model.whole, "whole": 9, "charge": 5, "lens": "off-topic"},
    ])  # fmt: skip
    registry = Registry()
    registry.register("language-model", lambda: make_scorer(url, tmp_path / "answers")[0])
    out = StringIO()
    answer = Model.answer

    def next_answer(self: Model, body: dict[str, object]) -> str:
        self.whole = next(answers)
        return answer(self, body)

    with (
        patch("scoring.management.commands.evaluate_positions.SCORERS", registry),
        patch.object(Model, "answer", next_answer),
    ):
        call_command(
            "evaluate_positions", str(file), scorer="language-model", json=True, stdout=out
        )
        table = StringIO()
        call_command("evaluate_positions", str(file), scorer="language-model", stdout=table)

    figures = json.loads(out.getvalue())
    assert figures["scorer"]["name"] == "language-model-whole"
    assert (figures["n"], figures["placed"]) == (3, 2)
    assert figures["mae"] == round((5 + 9 + 0) / 3, 4)
    assert figures["not_placed"] == {"n": 1, "off_topic": 1, "off_topic_in_all": 1}
    assert (figures["coverage_90"], figures["mean_width"]) == (None, None)
    assert figures["lens"]["accuracy"] == 1
    assert figures["by_confidence"] == {"medium": {"n": 2, "mae": 7.0}}
    assert figures["sign_errors"] == {"n": 0, "of": 2}
    assert ["excerpts" in question for question in model.questions()] == [True] * 3
    assert "none" in table.getvalue()
