"""Models for assessments, segment scores, topics, subjects, answers, challenges and overrides."""

from scoring.models.answers import ClaimPassage, PassageAnswer
from scoring.models.assessment import Assessment
from scoring.models.challenge import Challenge
from scoring.models.mirror_override import MirrorOverride
from scoring.models.segment_score import SegmentScore
from scoring.models.subjects import (
    EpisodeSubject,
    SegmentSubject,
    Subject,
    SubjectOverride,
    SubjectWeight,
)
from scoring.models.topics import EpisodeTerm, SegmentTerm, Term, TopicEdition, TranscriptTopics

__all__ = [
    "Assessment",
    "Challenge",
    "ClaimPassage",
    "EpisodeSubject",
    "EpisodeTerm",
    "MirrorOverride",
    "PassageAnswer",
    "SegmentScore",
    "SegmentSubject",
    "SegmentTerm",
    "Subject",
    "SubjectOverride",
    "SubjectWeight",
    "Term",
    "TopicEdition",
    "TranscriptTopics",
]
