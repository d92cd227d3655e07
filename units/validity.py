"""What holds from one day to another: both days included, an empty one means since ever or until further notice."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _


def in_force_on(day, prefix=""):
    """The condition that a row (or what `prefix` leads to, as in "agency__") is in force on `day`."""
    return (Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})) & (
        Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day})
    )


class ValidityQuerySet(models.QuerySet):
    def in_force_on(self, day):
        return self.filter(in_force_on(day))


ENDS_BEFORE_IT_STARTS = _("The last day lies before the first.")


class Validity(models.Model):
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self):
        # PostgreSQL makes no range of such days, so the constraints below cannot even be asked.
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": ENDS_BEFORE_IT_STARTS})

    def is_in_force_on(self, day):
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def ends_after_it_starts(name):
    return models.CheckConstraint(
        condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
        name=name,
        violation_error_message=ENDS_BEFORE_IT_STARTS,
    )


def never_two_at_once(*fields, name, message):
    """No two rows with equal `fields` are in force on the same day."""
    period = Func("valid_from", "valid_to", Value("[]"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, RangeOperators.EQUAL) for field in fields), (period, RangeOperators.OVERLAPS)],
        violation_error_message=message,
    )
