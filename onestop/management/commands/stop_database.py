from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from onestop.embedded_postgres import supervisor


class Command(BaseCommand):
    help = "Stops the embedded PostgreSQL of this installation; the next connection starts it again."
    requires_system_checks = []

    def handle(self, **options):
        try:
            stopped = supervisor.stop(settings.VAR)
        except OperationalError as error:
            raise CommandError(error) from None
        if options["verbosity"] > 0:
            self.stdout.write("PostgreSQL stopped." if stopped else "PostgreSQL was not running.")
