"""Topic vectors (terms and subjects) of episodes, and their similarity."""

from collections.abc import Collection
from functools import cached_property

from scoring.core.nearness import cosine, topic_nearness
from scoring.models import EpisodeTerm, SubjectWeight

SUBJECTS_NAMED = 4
TELLS = 0.02
"""Minimum contribution to the similarity for a shared subject to be named."""


class Topics:
    """The topic vectors of one episode. Each vector is loaded by one query on first use."""

    def __init__(self, episode_id: int) -> None:
        self.episode_id = episode_id

    @cached_property
    def terms(self) -> dict[int, float]:
        rows = EpisodeTerm.objects.in_force().filter(transcript__episode=self.episode_id)
        return dict(rows.values_list("term", "weight"))

    @cached_property
    def subjects(self) -> dict[int, tuple[float, str]]:
        """The weight and name of each subject, by key."""
        rows = SubjectWeight.objects.filter(
            transcript__episode=self.episode_id, transcript__is_current=True
        )
        return {
            key: (weight, name)
            for key, weight, name in rows.values_list("subject", "weight", "subject__name")
        }

    @cached_property
    def subject_weights(self) -> dict[int, float]:
        return {key: weight for key, (weight, _) in self.subjects.items()}

    def compare(self, episodes: Collection[int]) -> dict[int, tuple[float, list[str]]]:
        """Return the similarity to this conversation, and the shared subjects, of each episode.

        Episodes that share neither terms nor subjects are left out. Runs two queries, or none if
        there is nothing to compare.
        """
        terms = EpisodeTerm.objects.overlap(self.terms, episodes)
        subjects = self._subjects_of(episodes)
        return {
            episode: (
                round(
                    topic_nearness(
                        cosine(self.terms, terms.get(episode, {})),
                        cosine(self.subject_weights, subjects.get(episode, {})),
                    ),
                    4,
                ),
                self._shared(subjects.get(episode, {})),
            )
            for episode in terms.keys() | subjects.keys()
        }

    def _subjects_of(self, episodes: Collection[int]) -> dict[int, dict[int, float]]:
        if not episodes or not self.subjects:
            return {}
        rows = SubjectWeight.objects.filter(
            subject__in=self.subjects,
            transcript__episode__in=episodes,
            transcript__is_current=True,
        )
        weights: dict[int, dict[int, float]] = {}
        for episode, subject, weight in rows.values_list(
            "transcript__episode", "subject", "weight"
        ):
            weights.setdefault(episode, {})[subject] = weight
        return weights

    def _shared(self, others: dict[int, float]) -> list[str]:
        """Return the names of the shared subjects that add most to the similarity, in order."""
        adds = {key: self.subjects[key][0] * weight for key, weight in others.items()}
        order = sorted((-added, self.subjects[key][1]) for key, added in adds.items())
        return [name for added, name in order if -added >= TELLS][:SUBJECTS_NAMED]
