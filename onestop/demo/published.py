"""Which months of 2017 the demo's units published their results of.

The article says that publishing procedures and results on the portal is not yet 100 %, and not of how much: which
months are missing is made up with a fixed seed.
"""

from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from dossiers.models import ResultsPublication
from dossiers.published import results_by_month
from onestop.demo.story import DISTRICT, TODAY, YEAR_BEGINS, YEAR_ENDS
from units.models import AdministrativeUnit, User
from units.periods import Period, month_of
from units.worktime import VIETNAM

SEED = 2018
OF_DISTRICT, OF_COMMUNES = 0.9, 0.7  # how likely a month is to be published
LINK = "https://kimson.example.vn/ket-qua/{code}/{month:%Y-%m}"  # an address that nobody owns


@transaction.atomic
def make_publications() -> int:
    """Make them if there are none."""
    if ResultsPublication.objects.exists():
        return 0
    district = AdministrativeUnit.objects.with_code_on(DISTRICT, TODAY).get()
    units = list(AdministrativeUnit.objects.in_force_on(TODAY).within([district.pk]).order_by("code"))
    results, rng = results_by_month(units, Period(YEAR_BEGINS, YEAR_ENDS)), Random(SEED)
    by = User.objects.get(username=f"control.{DISTRICT}")
    made = []
    for unit in units:
        likely = OF_DISTRICT if unit == district else OF_COMMUNES
        for month in (date(2017, number, 1) for number in range(1, 13)):
            is_published, days = rng.random() < likely, rng.randint(2, 12)
            if is_published and results.get((unit.pk, month)):
                published_on = month_of(month).last + timedelta(days=days)
                link = LINK.format(code=unit.code, month=month)
                at = datetime.combine(published_on, time(9), tzinfo=VIETNAM)
                given = {"published_on": published_on, "link": link, "at": at, "by": by}
                made.append(ResultsPublication(unit=unit, month=month, **given))
    return len(ResultsPublication.objects.bulk_create(made))
