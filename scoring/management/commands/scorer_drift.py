from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from scoring.core.drift import Drift, drift_of
from scoring.core.sentences import signed
from scoring.models import Assessment

SHOWN = 10


class Command(BaseCommand):
    help = "Compare two versions of a scorer over all current transcripts that both assessed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scorer", default=settings.DEFAULT_SCORER)
        parser.add_argument("--before-scorer", help="another scorer to compare with; default: same")
        parser.add_argument("--before", help="version; default: the one before the latest")
        parser.add_argument("--after", help="version; default: the latest")

    def handle(self, *args: Any, **options: Any) -> None:
        scorer = options["scorer"]
        earlier = options["before_scorer"] or scorer
        after = options["after"] or next(iter(_versions(scorer)), "")
        others = [each for each in _versions(earlier) if (earlier, each) != (scorer, after)]
        before = options["before"] or next(iter(others), "")
        old, new = _positions(earlier, before), _positions(scorer, after)
        pairs = [(slug, old[slug], new[slug]) for slug in sorted(old.keys() & new.keys())]
        try:
            drift = drift_of(pairs)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{earlier} {before} to {scorer} {after}, {len(pairs)} episodes: "
            f"mean shift {drift.mean_shift:+.1f}, mean distance {drift.mean_distance:.1f}, "
            f"r {drift.agreement:.3f}, {drift.band_changes} in another band, "
            f"{len(drift.gained)} newly placed, {len(drift.lost)} no longer placed"
        )
        self._write_rows(drift)

    def _write_rows(self, drift: Drift) -> None:
        rows = [(signed(one.before), signed(one.after), one.episode) for one in drift.moved[:SHOWN]]
        rows += [("none", signed(after), slug) for slug, after in drift.gained[:SHOWN]]
        rows += [(signed(before), "none", slug) for slug, before in drift.lost[:SHOWN]]
        for before, after, slug in rows:
            self.stdout.write(f"  {before:>5} to {after:>5}  {slug}")


def _versions(scorer: str) -> list[str]:
    """Return the versions that assessed current transcripts, the latest first."""
    known = Assessment.objects.automatic().of_current_transcript().filter(scorer=scorer)
    return list(dict.fromkeys(known.order_by("-pk").values_list("scorer_version", flat=True)))


def _positions(scorer: str, version: str) -> dict[str, float | None]:
    known = Assessment.objects.automatic().of_current_transcript()
    rows = known.by(scorer=scorer, version=version).values_list("episode__slug", "position")
    return dict(rows)
