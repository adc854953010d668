"""Models of the library."""

from library.models.assignment import Assignment
from library.models.catalogue import Guest, Shelf, Show, Tag
from library.models.change import EpisodeChange
from library.models.episode import Episode
from library.models.feed import Feed, FeedEntry
from library.models.fields import TextOrigin
from library.models.job import Job, JobItem
from library.models.pending_change import PendingChange
from library.models.schedule import ScheduledPublication
from library.models.token import IdempotentResponse, Scope, Token
from library.models.transcript import Segment, SpeakerMark, Transcript
from library.models.version import LibraryVersion
from library.models.webhook import Delivery, Webhook

__all__ = [
    "Assignment",
    "Delivery",
    "Episode",
    "EpisodeChange",
    "Feed",
    "FeedEntry",
    "Guest",
    "IdempotentResponse",
    "Job",
    "JobItem",
    "LibraryVersion",
    "PendingChange",
    "ScheduledPublication",
    "Scope",
    "Segment",
    "Shelf",
    "Show",
    "SpeakerMark",
    "Tag",
    "TextOrigin",
    "Token",
    "Transcript",
    "Webhook",
]
