from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from jobs.models import Mail, Round


class Command(BaseCommand):
    help = "How the queue stands; exit 1 when a job was given up or none is being done."

    def handle(self, **options):
        now = timezone.now()
        ready, failed = DBTaskResult.objects.ready(), DBTaskResult.objects.failed()
        self.stdout.write(f"ready: {ready.count()}")
        self.stdout.write(f"running: {DBTaskResult.objects.running().count()}")
        self.stdout.write(f"given up: {failed.count()}")
        self.stdout.write(f"mails waiting: {Mail.objects.filter(sent_at=None).count()}")
        for turn in Round.objects.filter(path__in=settings.TIMETABLE).order_by("due_at"):
            self.stdout.write(f"next: {turn.due_at:%Y-%m-%d %H:%M:%S %Z} {turn.path}")
        waits_since = now - timedelta(minutes=settings.JOBS_WAIT_MINUTES)
        waiting = Q(run_after__lt=waits_since) | Q(run_after=get_date_max(), enqueued_at__lt=waits_since)
        faults = [f"{job.task_path} {job.id}: given up, {job.exception_class_path}" for job in failed]
        if stuck := ready.filter(waiting).count():
            faults.append(f"{stuck} ready for more than {settings.JOBS_WAIT_MINUTES} minutes: does a worker run?")
        if faults:
            raise CommandError("\n".join(faults))
