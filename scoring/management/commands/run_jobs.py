from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from library.models import Job, JobItem
from scoring.tasks import do_job_item


class Command(BaseCommand):
    help = "Run the waiting items of jobs in this process, without a worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "jobs", nargs="*", type=int, metavar="JOB", help="job numbers (default: all)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = Job.objects.filter(pk__in=options["jobs"]) if options["jobs"] else Job.objects
        existing = set(chosen.values_list("pk", flat=True))
        missing = [number for number in options["jobs"] if number not in existing]
        if missing:
            raise CommandError(f"job {missing[0]} does not exist")
        items = JobItem.objects.filter(job__in=existing)
        waiting = list(items.filter(state="waiting").order_by("pk").values_list("pk", flat=True))
        for item_id in tqdm(waiting, desc="Jobs", unit="item", disable=None):
            do_job_item.apply((item_id,), throw=True)
        failed = items.filter(pk__in=waiting, state="failed")
        for item in failed:
            self.stderr.write(f"{item.label}: {item.error}")
        self.stdout.write(f"{len(waiting) - len(failed)} done, {len(failed)} failed")
