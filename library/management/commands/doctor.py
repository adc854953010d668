"""Check a running deployment and report any problems."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from library.monitoring.health import database_fault
from library.pages.status import StatusPage, servers
from library.pages.status.line import State

WRONG = (State.FAILED, State.WARNING)


class Command(BaseCommand):
    help = (
        "Check the database, cache, broker, workers, library, settings, disks and backups of this "
        "deployment. Prints problems only; with --verbosity 2, prints every check. The exit code "
        "is 1 if there is a problem."
    )
    # A failed system check would stop the command before it could report other problems.
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        if fault := database_fault():
            raise CommandError(f"The database does not respond ({fault}). Check DATABASE_URL.")
        migrations = servers.migrations()
        if migrations.state == State.FAILED:
            # The other checks need the tables.
            raise CommandError(f"The database is not ready. {migrations.text}")
        page = StatusPage()
        for section in page.sections:
            for line in section.lines:
                if line.status.state in WRONG or options["verbosity"] > 1:
                    text = f"{line.mark} {section.title}, {line.title}: {line.status.text}"
                    self.stdout.write(text)
        if not page.is_normal:
            raise CommandError(page.summary)
        self.stdout.write(page.summary)
