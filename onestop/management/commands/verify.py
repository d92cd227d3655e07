import sys
from itertools import islice

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from onestop.checks import CHECKS

SHOWN = 200  # faults of each check


class Command(BaseCommand):
    help = "Count again everything that must hold of the dossiers; exit 1, and each fault on a line, when it does not."

    def handle(self, **options):
        with transaction.atomic():
            self.read_one_moment()
            faults = sum(self.run(check) for check in CHECKS)
        if faults:
            sys.exit(1)

    def read_one_moment(self):
        """All checks look at the same moment, while the desks go on working."""
        if not connection.savepoint_ids:  # else inside a transaction that has begun, as tests are
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def run(self, check):
        """Print the check and its faults; return how many there are."""
        faults = check.faults()
        shown = list(islice(faults, SHOWN))
        number = len(shown) + sum(1 for _ in faults)
        self.stdout.write(f"{check.name}: {check.count()} {check.things}, {number} faults")
        for fault in shown:
            self.stderr.write(f"{check.name}: {fault}")
        if number > SHOWN:
            self.stderr.write(f"{check.name}: and {number - SHOWN} more")
        return number
