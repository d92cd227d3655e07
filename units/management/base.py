import sys
from abc import ABC, abstractmethod
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import OperationalError
from psycopg2.errors import LockNotAvailable

from units.tables import Progress, TableFaults


class ImportCommand(BaseCommand, ABC):
    """A command that takes a table over: all of it, or nothing and what is wrong with it, a line each (exit 1)."""

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path, help=".csv (UTF-8) or .xlsx (first sheet)")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen; write nothing")

    def handle(self, *, file, dry_run, **options):
        try:
            self.stdout.write(str(self.import_file(file, dry_run=dry_run, progress=Progress(self.stderr))))
        except TableFaults as error:
            self.refuse(error.faults)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            self.refuse(["another import is under way; start this one again when it is through"])
        except OSError as error:
            self.refuse([f"{file}: {error.strerror or error}"])

    def refuse(self, lines):
        for line in lines:
            self.stderr.write(line)
        sys.exit(1)

    @abstractmethod
    def import_file(self, path, *, dry_run, progress):
        """Take over what is in `path`; return what to print. Raises TableFaults, OSError."""
