"""Which quarters of 2017 the demo's communes have reported: the third is consolidated, the fourth on its way.

Who is late, whose report was returned and why is made up with a fixed seed.
"""

from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from onestop.demo.story import DISTRICT, TODAY
from reports import actions
from reports.freezing import stamp
from reports.models import Submission
from reports.preview import own_entries, parts_of, whole_entries
from units.models import AdministrativeUnit, User
from units.periods import Period
from units.worktime import VIETNAM

SEED = 2017
THIRD_QUARTER = Period(date(2017, 7, 1), date(2017, 9, 30))
FOURTH_QUARTER = Period(date(2017, 10, 1), date(2017, 12, 31))
ACCEPTED, MISSING = 19, 2  # of the fourth quarter's reports, before one that was returned
REASON = "Còn hồ sơ nhận trong ngày 29/12 ghi ở sổ giấy chưa nhập. Đề nghị nhập bù rồi gửi lại."


@transaction.atomic
def make_submissions() -> int:
    """Make them if there are none, by the actions of the people whose work it is."""
    if Submission.objects.exists():
        return 0
    district = AdministrativeUnit.objects.with_code_on(DISTRICT, TODAY).get()
    control, rng = User.objects.get(username=f"control.{DISTRICT}"), Random(SEED)
    communes = list(AdministrativeUnit.objects.in_force_on(TODAY).filter(parent=district).order_by("code"))
    for made in [_submit(commune, THIRD_QUARTER, rng) for commune in communes]:
        actions.accept(submission=made, by=control, now=made.submitted_at + timedelta(days=1))
    _consolidate(district, THIRD_QUARTER, control, _moment(date(2017, 10, 16), rng))
    rng.shuffle(communes)
    *accepted, returned = [_submit(commune, FOURTH_QUARTER, rng) for commune in communes[: ACCEPTED + 1]]
    for made in accepted:
        actions.accept(submission=made, by=control, now=made.submitted_at + timedelta(hours=3))
    later = returned.submitted_at + timedelta(hours=2)
    actions.return_with_reason(submission=returned, reason=REASON, by=control, now=later)
    for commune in communes[ACCEPTED + 1 : -MISSING]:
        _submit(commune, FOURTH_QUARTER, rng)
    return Submission.objects.count()


def _submit(unit, period, rng):
    clerk = User.objects.get(username=f"clerk.{unit.code}")
    now = _moment(period.last + timedelta(days=rng.randint(2, 9)), rng)
    return actions.submit(unit=unit, period=period, seen=stamp(own_entries(unit, period)), by=clerk, now=now)


def _consolidate(unit, period, by, now):
    parts = parts_of(unit, period)
    seen = stamp(whole_entries(unit, period, parts), parts)
    return actions.consolidate(unit=unit, period=period, seen=seen, by=by, now=now)


def _moment(day, rng):
    """In the office hours of a working day, or near one."""
    day -= timedelta(days=max(0, day.weekday() - 4))
    return datetime.combine(day, time(rng.randint(8, 10), rng.randint(0, 59)), tzinfo=VIETNAM)
