from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from library.models import Transcript
from scoring.core.registry import SCORERS
from scoring.core.scorers import Costly, Scorer, UnknownScorer
from scoring.core.slicing import slice_cues
from scoring.job_handlers import start_scoring
from scoring.services.assessing import assess_transcript
from scoring.services.topic_index import refresh_topics
from scoring.tasks import continue_jobs


class Command(BaseCommand):
    help = "Slice and score episodes. What this scorer version has assessed is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG")
        parser.add_argument("--all", action="store_true", help="every current transcript")
        parser.add_argument("--scorer", default=settings.DEFAULT_SCORER)
        parser.add_argument(
            "--queue", action="store_true", help="hand the work to Celery workers instead"
        )
        parser.add_argument(
            "--yes", action="store_true", help="do not ask before a scorer that costs money"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scorer = SCORERS.get(options["scorer"])
        except UnknownScorer as error:
            raise CommandError(str(error)) from None
        ids = self._transcripts(options["slugs"], everything=options["all"])
        self._agree_on_cost(scorer, ids, agreed=options["yes"])
        if options["queue"]:
            job = start_scoring(
                Transcript.objects.without_cues().select_related("episode").filter(pk__in=ids),
                scorer,
            )
            continue_jobs()
            self.stdout.write(f"{len(ids)} queued as job {job.pk}")
            return
        created = 0
        for transcript_id in tqdm(ids, desc="Assessing", unit="episode", disable=None):
            transcript = Transcript.objects.select_related("episode").get(pk=transcript_id)
            created += assess_transcript(transcript, scorer=scorer).created
        refresh_topics()
        self.stdout.write(f"{created} assessed, {len(ids) - created} unchanged")

    def _agree_on_cost(self, scorer: Scorer, ids: list[int], *, agreed: bool) -> None:
        """Say what the scorer would use up, if it uses up anything, and ask before it does."""
        if not isinstance(scorer, Costly):
            return
        transcripts = Transcript.objects.filter(pk__in=ids)
        cost = scorer.cost_of(
            [piece.text for t in transcripts for piece in slice_cues(t.read_cues())]
        )
        price = ""
        if len(settings.LANGUAGE_MODEL_PRICES) == 2:
            price = f", about {cost.price(*settings.LANGUAGE_MODEL_PRICES):.2f} in money"
        self.stdout.write(
            f"{cost.requests} requests, about {cost.tokens_in:,} tokens in and "
            f"{cost.tokens_out:,} out{price}; {cost.remembered} segments are remembered"
        )
        if cost.requests and not agreed and input("Go on? [y/N] ").strip().lower() != "y":
            raise CommandError("nothing was asked, nothing was spent")

    def _transcripts(self, slugs: list[str], *, everything: bool) -> list[int]:
        if everything == bool(slugs):
            raise CommandError("name episodes by their slugs, or give --all")
        current = Transcript.objects.current().order_by("episode__slug")
        if everything:
            return list(current.values_list("pk", flat=True))
        found = dict(current.filter(episode__slug__in=slugs).values_list("episode__slug", "pk"))
        missing = [slug for slug in slugs if slug not in found]
        if missing:
            raise CommandError(f"no episode with a transcript is called {missing[0]!r}")
        return [found[slug] for slug in slugs]
