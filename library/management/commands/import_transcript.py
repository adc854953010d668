from argparse import ArgumentParser, BooleanOptionalAction
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from library.captions import TranscriptError, read_transcript
from library.importing.manifest import Entry
from library.models import Transcript
from library.services.episodes import EpisodeDetails, import_transcript
from library.services.errors import ImportRefused


class Command(BaseCommand):
    help = "Store one transcript file and its episode. Storing it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--show", required=True)
        parser.add_argument("--title", required=True)
        parser.add_argument("--slug", default="", help="default: made from the title")
        parser.add_argument("--published", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--video", default="", metavar="YOUTUBE_ID")
        parser.add_argument("--audio", default="", metavar="URL")
        parser.add_argument("--shelf", default="")
        parser.add_argument("--guests", nargs="+", default=[], metavar="NAME")
        parser.add_argument("--kind", default="", help="e.g. publisher, machine, pasted")
        parser.add_argument(
            "--text-may-be-shared",
            action=BooleanOptionalAction,
            help="whether the words may be given on; default: as the show says",
        )
        parser.add_argument("--text-licence", default="", help="of the words, e.g. CC-BY-4.0")
        parser.add_argument("--publish", action="store_true", help="put it on the site now")

    def handle(self, *args: Any, **options: Any) -> None:
        entry = _entry(options)
        if (
            options["kind"] not in ("", "unknown")
            and entry.provenance.kind == Transcript.Kind.UNKNOWN
        ):
            raise CommandError(
                f"--kind {entry.kind!r} is none of {', '.join(Transcript.Kind.values)}"
            )
        try:
            parsed = read_transcript(entry.path.read_bytes(), entry.path.name)
            done = import_transcript(
                parsed,
                details=entry.details,
                provenance=entry.provenance,
                publish=options["publish"],
            )
        except OSError as error:
            raise CommandError(f"{entry.path}: {error.strerror}") from None
        except (TranscriptError, ImportRefused) as error:
            raise CommandError(str(error)) from None
        state = "stored" if done.changed else "unchanged"
        self.stdout.write(
            f"{done.episode.slug}: {state}, {done.transcript.cue_count} cues, "
            f"{done.transcript.word_count} words"
        )


def _entry(options: dict[str, Any]) -> Entry:
    return Entry(
        path=options["file"],
        details=EpisodeDetails(
            show=options["show"],
            title=options["title"],
            slug=options["slug"],
            shelf=options["shelf"],
            guests=options["guests"],
            published_on=options["published"],
            video_id=options["video"],
            audio_url=options["audio"],
            text_may_be_shared=options["text_may_be_shared"],
            text_licence=options["text_licence"],
        ),
        kind=options["kind"],
        video_id=options["video"],
    )
