from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from onestop.embedded_postgres import supervisor


class Command(BaseCommand):
    help = "Starts the embedded PostgreSQL unless it runs, and prints its DATABASE_URL for psql and the like."
    requires_system_checks = []

    def handle(self, **options):
        if connection.settings_dict["ENGINE"] != "onestop.embedded_postgres":
            return "DATABASE_URL names the database; there is none to start."
        try:
            return supervisor.url(settings.VAR)
        except OperationalError as error:
            raise CommandError(error) from None
