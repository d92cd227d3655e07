from django.db import models


class Case(models.Model):
    code = models.CharField(max_length=64, unique=True)
    desk = models.IntegerField()
    procedure = models.IntegerField()
    state = models.CharField(max_length=12)
    channel = models.CharField(max_length=10)
    applicant_name = models.CharField(max_length=200)
    applicant_id_number = models.CharField(max_length=20)
    applicant_phone = models.CharField(max_length=20)
    applicant_address = models.CharField(max_length=300)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()

    def __str__(self):
        return self.code


class Paper(models.Model):
    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    position = models.SmallIntegerField()
    name = models.CharField(max_length=500)

    def __str__(self):
        return self.name


class Event(models.Model):
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    def __str__(self):
        return self.kind


class Counter(models.Model):
    """Used by pgbench alone."""

    agency = models.IntegerField()
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="once_a_day")]

    def __str__(self):
        return f"{self.agency}, {self.day}: {self.last}"
