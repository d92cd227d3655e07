"""The jobs of the queue itself."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult


@task
def forget_done():
    """Jobs done long ago; what failed stays until somebody has seen to it."""
    before = timezone.now() - timedelta(days=settings.JOBS_KEPT_DAYS)
    return DBTaskResult.objects.successful().filter(finished_at__lt=before).delete()[0]
