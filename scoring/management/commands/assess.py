from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from library.models import Transcript
from scoring.core.registry import SCORERS
from scoring.core.scorers import Cost, Costly, Scorer, UnknownScorer
from scoring.core.slicing import slice_cues
from scoring.job_handlers import start_scoring
from scoring.services.assessing import assess_transcript
from scoring.services.topic_index import refresh_topics
from scoring.tasks import continue_jobs


class Command(BaseCommand):
    help = "Slice and score episodes. Episodes already assessed by this scorer version are skipped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG")
        parser.add_argument("--all", action="store_true", help="every current transcript")
        parser.add_argument("--scorer", default=settings.DEFAULT_SCORER)
        parser.add_argument(
            "--queue", action="store_true", help="queue the work for Celery workers"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="print the cost of each episode and exit"
        )
        parser.add_argument(
            "--yes", action="store_true", help="do not ask for confirmation before paid requests"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scorer = SCORERS.get(options["scorer"])
        except UnknownScorer as error:
            raise CommandError(str(error)) from None
        ids = self._transcripts(options["slugs"], everything=options["all"])
        if options["dry_run"]:
            self._state_cost(scorer, ids, of_each=True)
            return
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
        """Print the cost of a paid scorer, and ask for confirmation unless `agreed` is true."""
        if not isinstance(scorer, Costly):
            return
        cost = self._state_cost(scorer, ids, of_each=False)
        if cost.requests and not agreed and input("Continue? [y/N] ").strip().lower() != "y":
            raise CommandError("cancelled; no request was sent")

    def _state_cost(self, scorer: Scorer, ids: list[int], *, of_each: bool) -> Cost:
        """Print and return the total cost; with `of_each`, also print the cost per episode."""
        total = Cost()
        if not isinstance(scorer, Costly):
            self.stdout.write(f"{len(ids)} to assess with {scorer.name}, at no cost")
            return total
        for transcript_id in ids:
            transcript = Transcript.objects.select_related("episode").get(pk=transcript_id)
            cost = scorer.cost_of([piece.text for piece in slice_cues(transcript.read_cues())])
            total += cost
            if of_each:
                self.stdout.write(f"{transcript.episode.slug}: {_in_words(cost)}")
        self.stdout.write(f"{len(ids)} episodes: {_in_words(total)}")
        return total

    def _transcripts(self, slugs: list[str], *, everything: bool) -> list[int]:
        if everything == bool(slugs):
            raise CommandError("specify episode slugs or --all")
        current = Transcript.objects.current().order_by("episode__slug")
        if everything:
            return list(current.values_list("pk", flat=True))
        ids = dict(current.filter(episode__slug__in=slugs).values_list("episode__slug", "pk"))
        missing = [slug for slug in slugs if slug not in ids]
        if missing:
            raise CommandError(f"{missing[0]!r} is not the slug of an episode with a transcript")
        return [ids[slug] for slug in slugs]


def _in_words(cost: Cost) -> str:
    price = ""
    if len(settings.LANGUAGE_MODEL_PRICES) == 2:
        price = f", about {cost.price(*settings.LANGUAGE_MODEL_PRICES):.4f} in currency units"
    return (
        f"{cost.requests} requests, about {cost.tokens_in:,} tokens in and "
        f"{cost.tokens_out:,} out{price}; {cost.remembered} segments cached"
    )
