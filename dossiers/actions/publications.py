"""Công khai kết quả giải quyết: which months of a unit's results stand on the portal."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models import ResultsPublication
from dossiers.published import results_by_month
from units.models import AdministrativeUnit, User
from units.periods import month_of


@transaction.atomic
def publish_results(
    *, unit: AdministrativeUnit, months: Collection[date], published_on: date, link: str, by: User, now: datetime
) -> list[ResultsPublication]:
    """Write down that the results of `months` (their first days) stand on the portal, all or none.

    Raises ValidationError, also for a month that somebody else wrote down meanwhile.
    """
    AdministrativeUnit.objects.select_for_update().get(pk=unit.pk)
    for month in months:
        _refuse(unit, month, published_on, timezone.localdate(now))
    return ResultsPublication.objects.bulk_create(
        ResultsPublication(unit=unit, month=month, published_on=published_on, link=link, at=now, by=by)
        for month in months
    )


@transaction.atomic
def undo_publication(*, made: ResultsPublication, by: User, now: datetime):
    """Undo what one wrote down oneself today; the row stays, marked. Raises ValidationError."""
    made = ResultsPublication.objects.select_for_update().get(pk=made.pk)
    if not may_undo_publication(made, by, now):
        raise ValidationError(_("Only who recorded it undoes it, once, and on the same day."))
    made.undone_at = now
    made.save(update_fields=["undone_at"])


def may_undo_publication(made: ResultsPublication, by: User, now: datetime) -> bool:
    is_of_today = timezone.localdate(made.at) == timezone.localdate(now)
    return made.by_id == by.pk and made.undone_at is None and is_of_today


def _refuse(unit, month, published_on, today):
    named = {"month": f"{month:%m/%Y}", "unit": unit.name, "day": f"{published_on:%d/%m/%Y}"}
    days = month_of(month)
    if published_on > today:
        raise ValidationError(_("%(day)s lies in the future: enter the day on which it was published."), params=named)
    if published_on <= days.last:
        said = _("%(month)s was not over on %(day)s: its results are published once it is.")
        raise ValidationError(said, params=named)
    if not (unit.is_in_force_on(days.first) or unit.is_in_force_on(days.last)):
        raise ValidationError(_("%(unit)s was no unit in %(month)s."), params=named)
    if not results_by_month([unit], days):
        raise ValidationError(_("%(unit)s had no result in %(month)s: there is nothing to publish."), params=named)
    if ResultsPublication.objects.filter(unit=unit, month=month, undone_at=None).exists():
        raise ValidationError(_("The results of %(month)s are written down as published already."), params=named)
