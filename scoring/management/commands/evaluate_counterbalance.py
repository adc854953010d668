import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from library.models import Episode
from scoring.core.evaluation.counterbalance import evaluate_counterbalance, read_queries, short
from scoring.core.evaluation.labels import BadLabels
from scoring.selectors.mirror_picks import Picks


class Command(BaseCommand):
    help = "Measure the mirror picks of this library against judged pairs of conversations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pairs", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            queries = read_queries(options["pairs"])
        except BadLabels as error:
            raise CommandError(str(error)) from error
        picks = self._picks_of_every_page()
        missing = [query.slug for query in queries if short(query.slug) not in picks]
        if missing:
            self.stderr.write(
                f"{len(missing)} of {len(queries)} conversations are not in this library and are "
                f"left out, for example {missing[0]}."
            )
        in_library = [query for query in queries if short(query.slug) in picks]
        if not in_library:
            raise CommandError("None of these conversations is in this library.")
        figures = evaluate_counterbalance(
            in_library,
            {query.slug: picks[short(query.slug)] for query in in_library},
            list(picks.values()),
        )
        if options["json"]:
            self.stdout.write(json.dumps(figures, indent=1))
            return
        for name, value in figures.items():
            self.stdout.write(f"{name:<26}{'none' if value is None else value:>8}")

    def _picks_of_every_page(self) -> dict[str, list[str]]:
        episodes = Episode.objects.published().with_lead_assessment().order_by("slug")
        return {
            short(episode.slug): [
                pick.candidate.slug for pick in Picks(episode, episode.lead_assessment).picks
            ]
            for episode in tqdm(episodes, desc="Pages", unit="page", disable=None)
        }
