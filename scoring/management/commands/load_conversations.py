from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from library.captions import Cue, ParsedTranscript
from library.models import Transcript
from library.services.episodes import import_transcript
from library.services.import_details import EpisodeDetails, Provenance
from scoring.core.evaluation.conversations import Conversation, read_conversations
from scoring.core.evaluation.labels import BadLabels


class Command(BaseCommand):
    help = (
        "Load whole conversations from JSON Lines files as published episodes, and assess them. "
        "Conversations already loaded and assessed are skipped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("conversations", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--scorer", default=settings.DEFAULT_SCORER)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            conversations = read_conversations(options["conversations"])
        except BadLabels as error:
            raise CommandError(str(error)) from error
        slugs = [
            _load(conversation)
            for conversation in tqdm(conversations, desc="Loading", unit="episode", disable=None)
        ]
        call_command("assess", *slugs, scorer=options["scorer"], stdout=self.stdout)


def _load(conversation: Conversation) -> str:
    """Store and publish a conversation as an episode with untimed cues, and return its slug."""
    cues = tuple(Cue(turn.text, speaker=turn.speaker) for turn in conversation.turns)
    done = import_transcript(
        ParsedTranscript("json", cues),
        details=EpisodeDetails(
            show=conversation.show,
            title=conversation.episode.replace("-", " ").capitalize(),
            slug=conversation.episode,
        ),
        provenance=Provenance(kind=Transcript.Kind.PUBLISHER, source_name="conversations"),
        publish=True,
    )
    return done.episode.slug
