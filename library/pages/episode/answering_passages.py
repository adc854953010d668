"""The page that shows a passage and the passages that answer it from the other side."""

from dataclasses import dataclass
from functools import cached_property

from library.captions.excerpts import beginning
from library.models import Episode, Segment
from scoring.core.mirror import MIDDLE, takes_side
from scoring.core.spectrum import band_of
from scoring.selectors.answering_passages import Answer, answers_to, score_of


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answering passage, with its episode and URL."""

    answer: Answer

    @property
    def episode(self) -> Episode:
        return self.answer.segment.transcript.episode

    @property
    def segment(self) -> Segment:
        return self.answer.segment

    @property
    def score(self) -> float:
        return self.answer.score

    @property
    def band(self) -> str:
        return band_of(self.answer.score).value

    @property
    def text(self) -> str | None:
        """The full text of the passage; None if it may not be republished."""
        return self.segment.text if self.episode.shares_text else None

    @property
    def excerpt(self) -> str:
        """The sentences that answer the passage."""
        text, answer = self.segment.text, self.answer
        before = "… " if answer.start else ""
        after = " …" if answer.end < len(text) else ""
        return f"{before}{text[answer.start : answer.end]}{after}"

    @property
    def url(self) -> str:
        return f"{self.episode.transcript_url}#s{self.segment.index}"


class AnswersPage:
    """A passage and up to three answering passages. The number of queries is constant."""

    middle = MIDDLE

    def __init__(self, episode: Episode, segment: Segment) -> None:
        self.episode = episode
        self.segment = segment

    @property
    def text(self) -> str:
        """The text of the passage, shortened if it may not be republished."""
        full_text = self.segment.text
        return full_text if self.episode.shares_text else beginning(full_text)

    @cached_property
    def score(self) -> float | None:
        return score_of(self.segment)

    @property
    def takes_side(self) -> bool:
        return self.score is not None and takes_side(self.score)

    @property
    def side(self) -> str:
        """The side that the answering passages take: the opposite of this passage's side."""
        return "opportunity-forward" if (self.score or 0) < 0 else "risk-forward"

    @cached_property
    def answers(self) -> list[AnswerRow]:
        if self.score is None:
            return []
        return [AnswerRow(answer) for answer in answers_to(self.segment)]

    @property
    def url(self) -> str:
        return f"{self.episode.transcript_url}#s{self.segment.index}"
