"""Score the passages of a conversation with a language model, and cache its responses."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from scoring.core.scorers import Cost, Judgement, Phrase
from scoring.core.spectrum import Lens
from scoring.core.whole import CHARACTERS_PER_TOKEN
from scoring.language_model.answer_store import AnswerStore, digest
from scoring.language_model.client import Client
from scoring.language_model.prompt import (
    SCHEMA,
    TASK,
    Answer,
    Batch,
    batches_of,
    messages_for,
    read_answers,
)
from scoring.language_model.whole import WholeConversationReader

TOKENS_PER_ANSWER = 120


class LanguageModelScorer:
    """Scores passages with a language model that follows the codebook.

    Each call scores the passages of one conversation, in order. Responses are cached by model,
    prompt and batch, including the context of the batch.
    """

    name = "language-model"
    reads_together = True

    def __init__(
        self, client: Client, codebook: str, folder: Path, *, whole: WholeConversationReader
    ) -> None:
        self.whole = whole
        self._client = client
        self._codebook = codebook
        self._prompt = digest(client.endpoint.model, codebook, TASK)[:12]
        self._store = AnswerStore(folder / self._prompt)

    @property
    def version(self) -> str:
        # The hash comes first, so that it is not cut off if the model name is long.
        return f"{self._prompt} {self._client.endpoint.model}"[:60]

    def cost_of(self, texts: Sequence[str]) -> Cost:
        """Return the estimated cost of scoring each passage and the conversation as a whole.

        Cached responses cost nothing.
        """
        batches = batches_of(texts)
        missing = [batch for batch in batches if self._stored(batch) is None]
        passages = sum(len(batch.texts) for batch in missing)
        characters = sum(len(batch.as_json()) for batch in missing)
        characters += len(missing) * len(self._codebook + TASK)
        scoring = Cost(
            remembered=len(texts) - passages,
            requests=len(missing),
            tokens_in=characters // CHARACTERS_PER_TOKEN,
            tokens_out=passages * TOKENS_PER_ANSWER,
        )
        return scoring + self.whole.cost_of(texts)

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        """Return a judgement for each text.

        Raises EndpointFailed if a request fails; responses received before the failure stay cached.
        """
        return [
            Judgement(answer.score, answer.lens, partial(_phrases, text, answer))
            for batch in batches_of(texts)
            for text, answer in zip(batch.texts, self._answers(batch), strict=True)
        ]

    def _answers(self, batch: Batch) -> list[Answer]:
        stored = self._stored(batch)
        if stored is not None:
            return stored
        read = partial(read_answers, count=len(batch.texts))
        answers = self._client.answer(messages_for(self._codebook, batch), SCHEMA, read)
        self._store.save(digest(batch.as_json()), [_row(answer) for answer in answers])
        return answers

    def _stored(self, batch: Batch) -> list[Answer] | None:
        rows = self._store.load(digest(batch.as_json()))
        try:
            answers = [Answer(r["score"], Lens(r["lens"]), tuple(r["quotes"])) for r in rows]
        except (TypeError, KeyError, ValueError):
            return None
        return answers if len(answers) == len(batch.texts) else None


def _row(answer: Answer) -> dict[str, Any]:
    return {"score": answer.score, "lens": answer.lens.value, "quotes": answer.quotes}


def _phrases(text: str, answer: Answer) -> list[Phrase]:
    """Return the quotes that occur verbatim in the text, with equal shares of the score."""
    places = [(quote, text.find(quote)) for quote in dict.fromkeys(answer.quotes) if quote.strip()]
    present = [(quote, start) for quote, start in places if start >= 0]
    share = round(answer.score / len(present), 2) if present else 0.0
    return [Phrase(quote, start, start + len(quote), share) for quote, start in present if share]
