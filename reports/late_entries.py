"""What is entered late into a period whose report was submitted: `settings.PAPER_BOOK_WARNINGS` names it."""

from datetime import date

from django.utils.translation import gettext as _

from reports.models import Submission
from units.models import AdministrativeUnit


def warning(unit: AdministrativeUnit, day: date) -> str | None:
    made = Submission.objects.live().filter(unit=unit, first__lte=day, last__gte=day).order_by("submitted_at").first()
    if made is None:
        return None
    return _(
        "The report of %(period)s, in which this day lies, was submitted on %(day)s. What is entered now shows there "
        "as changed since. Check the day; if it is right, tick “It is right so” and tell procedure control."
    ) % {"period": made.period, "day": f"{made.submitted_on:%d/%m/%Y}"}
