"""Scores texts by asking a language model, and remembers every answer."""

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from scoring.core.scorers import Cost, Judgement, Phrase
from scoring.core.spectrum import Lens
from scoring.language_model.client import Client, EndpointFailed
from scoring.language_model.prompt import TASK, Answer, BadAnswer, messages_for, read_answers

BATCH = 8
ASKINGS = 3
CHARACTERS_PER_TOKEN = 4
TOKENS_PER_ANSWER = 120


class LanguageModelScorer:
    """A language model under the codebook; answers are kept by model, prompt and text."""

    name = "language-model"

    def __init__(self, client: Client, codebook: str, memory: Path) -> None:
        self._client = client
        self._codebook = codebook
        asked = f"{client.endpoint.model}\0{codebook}\0{TASK}"
        self._prompt = hashlib.sha256(asked.encode()).hexdigest()[:12]
        self._memory = memory / self._prompt

    @property
    def version(self) -> str:
        return f"{self._client.endpoint.model} {self._prompt}"[:60]

    def cost_of(self, texts: Sequence[str]) -> Cost:
        """Return what scoring `texts` would take, beyond what is remembered."""
        waiting = [text for text in texts if self._recall(text) is None]
        requests = -(-len(waiting) // BATCH)
        words_in = sum(map(len, waiting)) + requests * len(self._codebook + TASK)
        return Cost(
            remembered=len(texts) - len(waiting),
            requests=requests,
            tokens_in=words_in // CHARACTERS_PER_TOKEN,
            tokens_out=len(waiting) * TOKENS_PER_ANSWER,
        )

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        """Return the judgements; raise EndpointFailed, keeping the answers got so far."""
        waiting = list(dict.fromkeys(text for text in texts if self._recall(text) is None))
        for first in range(0, len(waiting), BATCH):
            batch = waiting[first : first + BATCH]
            for text, answer in zip(batch, self._ask(batch), strict=True):
                self._remember(text, answer)
        return [_judgement(text, self._known(text)) for text in texts]

    def _ask(self, texts: Sequence[str]) -> list[Answer]:
        messages = messages_for(self._codebook, texts)
        reason = ""
        for _ in range(ASKINGS):
            try:
                return read_answers(self._client.ask(messages), len(texts))
            except BadAnswer as error:
                reason = str(error)
        raise EndpointFailed(f"after {ASKINGS} askings: {reason}")

    def _known(self, text: str) -> Answer:
        answer = self._recall(text)
        if answer is None:
            raise EndpointFailed("an answer was lost between writing and reading")
        return answer

    def _file(self, text: str) -> Path:
        return self._memory / f"{hashlib.sha256(text.encode()).hexdigest()}.json"

    def _recall(self, text: str) -> Answer | None:
        try:
            row = json.loads(self._file(text).read_text("utf-8"))
            return Answer(row["score"], Lens(row["lens"]), tuple(row["quotes"]))
        except (OSError, ValueError, KeyError):
            return None

    def _remember(self, text: str, answer: Answer) -> None:
        self._memory.mkdir(parents=True, exist_ok=True)
        row = {"score": answer.score, "lens": answer.lens.value, "quotes": answer.quotes}
        # Written aside and moved into place, so that a reader never meets half a file.
        handle, name = tempfile.mkstemp(dir=self._memory)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(row, file)
        Path(name).replace(self._file(text))


def _judgement(text: str, answer: Answer) -> Judgement:
    return Judgement(answer.score, answer.lens, partial(_phrases, text, answer))


def _phrases(text: str, answer: Answer) -> list[Phrase]:
    """Return the excerpts that really stand in the text, sharing the score evenly."""
    places = [(quote, text.find(quote)) for quote in dict.fromkeys(answer.quotes) if quote.strip()]
    found = [(quote, start) for quote, start in places if start >= 0]
    share = round(answer.score / len(found), 2) if found else 0.0
    return [Phrase(quote, start, start + len(quote), share) for quote, start in found if share]
