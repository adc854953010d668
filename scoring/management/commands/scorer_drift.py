from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from scoring.core.drift import drift_of
from scoring.core.sentences import signed
from scoring.models import Assessment

SHOWN = 10


class Command(BaseCommand):
    help = "Compare two versions of a scorer over all current transcripts that both assessed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scorer", default=settings.DEFAULT_SCORER)
        parser.add_argument("--before", help="version; default: the one before the latest")
        parser.add_argument("--after", help="version; default: the latest")

    def handle(self, *args: Any, **options: Any) -> None:
        known = Assessment.objects.automatic().of_current_transcript()
        known = known.filter(scorer=options["scorer"])
        newest = known.order_by("-pk").values_list("scorer_version", flat=True)
        versions = list(dict.fromkeys(newest))
        after = options["after"] or next(iter(versions), "")
        before = options["before"] or next((v for v in versions if v != after), "")
        positions = {
            version: dict(
                known.filter(scorer_version=version).values_list("episode__slug", "position")
            )
            for version in (before, after)
        }
        both = sorted(positions[before].keys() & positions[after].keys())
        try:
            drift = drift_of([(s, positions[before][s], positions[after][s]) for s in both])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{options['scorer']} {before} to {after}, {len(both)} episodes: "
            f"mean shift {drift.mean_shift:+.1f}, mean distance {drift.mean_distance:.1f}, "
            f"r {drift.agreement:.3f}, {drift.band_changes} in another band"
        )
        for one in drift.moved[:SHOWN]:
            self.stdout.write(f"  {signed(one.before):>5} to {signed(one.after):>5}  {one.episode}")
