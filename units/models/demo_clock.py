from django.db import models
from django.db.models import Q
from django.utils import timezone


class DemoClock(models.Model):
    """The clock of an installation made by `demo`: it stood at `starts_at` when the real one stood at `set_at`."""

    starts_at = models.DateTimeField()
    set_at = models.DateTimeField()
    is_loading = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_demo_clock")]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    def now(self):
        return self.starts_at + (timezone.now() - self.set_at)
