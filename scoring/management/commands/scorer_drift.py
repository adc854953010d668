from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from scoring.core.drift import Drift, drift_of
from scoring.core.sentences import signed
from scoring.models import Assessment

MAX_ROWS = 10


class Command(BaseCommand):
    help = "Compare two versions of a scorer on all current transcripts that both assessed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scorer", default=settings.DEFAULT_SCORER)
        parser.add_argument(
            "--before-scorer", help="another scorer to compare with (default: the same)"
        )
        parser.add_argument("--before", help="older version (default: the one before the latest)")
        parser.add_argument("--after", help="newer version (default: the latest)")

    def handle(self, *args: Any, **options: Any) -> None:
        scorer = options["scorer"]
        earlier = options["before_scorer"] or scorer
        after = options["after"] or next(iter(_versions(scorer)), "")
        others = [name for name in _versions(earlier) if (earlier, name) != (scorer, after)]
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
        rows = [
            (signed(row.before), signed(row.after), row.episode) for row in drift.moved[:MAX_ROWS]
        ]
        rows += [("none", signed(after), slug) for slug, after in drift.gained[:MAX_ROWS]]
        rows += [(signed(before), "none", slug) for slug, before in drift.lost[:MAX_ROWS]]
        for before, after, slug in rows:
            self.stdout.write(f"  {before:>5} to {after:>5}  {slug}")


def _versions(scorer: str) -> list[str]:
    """Return the versions of `scorer` that assessed current transcripts, latest first."""
    assessments = Assessment.objects.filter(kind="automatic", scorer=scorer).of_current_transcript()
    return list(dict.fromkeys(assessments.order_by("-pk").values_list("scorer_version", flat=True)))


def _positions(scorer: str, version: str) -> dict[str, float | None]:
    assessments = Assessment.objects.filter(kind="automatic").of_current_transcript()
    rows = assessments.by(scorer=scorer, version=version).values_list("episode__slug", "position")
    return dict(rows)
