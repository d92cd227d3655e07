import os
import signal
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string

from jobs import worker


class Command(BaseCommand):
    help = "Do the jobs in the queue until told to end (SIGTERM, SIGINT: after the job in hand). Several may run."
    requires_system_checks = ()
    is_told_to_end = False

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="end when no job is ready")
        parser.add_argument("--beside", metavar="FILE", help="end with the process whose number stands in FILE")

    def handle(self, *, once, beside, **options):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.end)
        worker.work(
            worker_id=get_random_string(32),
            is_over=lambda: self.is_told_to_end or (beside is not None and is_gone(beside)),
            only_what_is_ready=once,
        )

    def end(self, *signal_and_frame):
        self.is_told_to_end = True


def is_gone(path):
    """Whether the process is gone that wrote its number into the file."""
    try:
        os.kill(int(Path(path).read_text()), 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return True
    return False
