from argparse import ArgumentParser, BooleanOptionalAction
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from library.captions import TranscriptError, read_transcript
from library.captions.summary import summary_lines
from library.importing.manifest import Entry
from library.models import Transcript
from library.services.episodes import import_transcript
from library.services.errors import ImportRejected
from library.services.import_details import EpisodeDetails


class Command(BaseCommand):
    help = "Import a transcript file and its episode. Importing it again changes nothing."

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
            help="whether the transcript may be republished; default: the show's setting",
        )
        parser.add_argument(
            "--text-licence", default="", help="licence of the transcript, e.g. CC-BY-4.0"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show the parsed transcript without storing it"
        )
        parser.add_argument("--publish", action="store_true", help="publish without review")

    def handle(self, *args: Any, **options: Any) -> None:
        entry = _entry(options)
        if (
            options["kind"] not in ("", "unknown")
            and entry.provenance.kind == Transcript.Kind.UNKNOWN
        ):
            kinds = ", ".join(Transcript.Kind.values)
            raise CommandError(f"--kind {entry.kind!r} is not valid; use one of {kinds}")
        try:
            parsed = read_transcript(entry.path.read_bytes(), entry.path.name)
            if options["dry_run"]:
                self.stdout.write("\n".join(summary_lines(parsed)))
                return
            imported = import_transcript(
                parsed,
                details=entry.details,
                provenance=entry.provenance,
                publish=options["publish"],
            )
        except OSError as error:
            raise CommandError(f"{entry.path}: {error.strerror}") from None
        except (TranscriptError, ImportRejected) as error:
            raise CommandError(str(error)) from None
        state = "stored" if imported.changed else "unchanged"
        if imported.waits:
            state = "published, so it waits for review"
        self.stdout.write(
            f"{imported.episode.slug}: {state}, {imported.transcript.cue_count} cues, "
            f"{imported.transcript.word_count} words"
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
