"""What the demo's units have posted by 15 January 2018: all that applies, at each commune's board, at the district's
board and on its portal, put up over two years.

The article counts 32 procedures that were new or amended in 2017; by which decisions, it does not say. The decisions
here are made up and say so; one is dated after its text took effect, as happens. Nor does it say who was in time: most
are, and after each decision one to three communes are some days late.
"""

from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from onestop.demo.story import DISTRICT, TODAY
from procedures import actions
from procedures.models import Change, DecisionState, Posting, PostingPlace, ProcedureVersion, PublicationDecision
from procedures.postings import applied_at
from procedures.punctuality import due_on
from units.calendars import work_calendar
from units.models import AdministrativeUnit, Level, User

SEED = 152
ISSUER = "Chủ tịch Ủy ban nhân dân tỉnh Ninh Bình"
TITLE = "Công bố danh mục thủ tục hành chính mới ban hành, được sửa đổi, bổ sung (số liệu minh họa)"
# The day its text took effect -> the number and the day of the decision.
DECISIONS = {
    date(2017, 2, 25): ("01/2017 (minh họa)", date(2017, 2, 17)),
    date(2017, 7, 1): ("02/2017 (minh họa)", date(2017, 7, 10)),
    date(2017, 11, 1): ("03/2017 (minh họa)", date(2017, 10, 24)),
    date(2018, 1, 1): ("04/2017 (minh họa)", date(2017, 12, 29)),
}
# In these days the boards and the portal were filled, in so many goes each.
FIRST, LAST, GOES = date(2016, 3, 1), date(2017, 1, 31), 6
LATEST = date(2018, 1, 12)  # the Friday before
MOST_LATE, DAYS_LATE = 3, timedelta(days=11)  # communes after each decision, and at most so late


@transaction.atomic
def make_postings(*, now: datetime) -> int:
    """Make decisions and postings if there are no postings; what was done with them since is left as it is."""
    if Posting.objects.exists():
        return 0
    name_decisions()
    rng, calendar, places = Random(SEED), work_calendar(on=TODAY), list(_places())
    late = _late(rng, [unit for unit, _place, _who in places if unit.level == Level.COMMUNE])
    made = 0
    for unit, place, who in places:
        for day, versions in _batches(rng, calendar, unit, late).items():
            done = actions.post(versions=versions, desk=unit.desk, place=place, posted_on=day, by=who, now=now)
            made += done.posted
    return made


def name_decisions():
    of_2017 = ProcedureVersion.objects.filter(change__in=(Change.NEW, Change.AMENDED), decision=None)
    for effective, (number, issued) in DECISIONS.items():
        told = {"issuer": ISSUER, "title": TITLE, "effective_from": effective, "state": DecisionState.RECORDED}
        decision, _ = PublicationDecision.objects.get_or_create(number=number, issued_on=issued, defaults=told)
        of_2017.filter(valid_from=effective).update(decision=decision)


def _places():
    """(unit, place, who posts there)."""
    people = {user.username: user for user in User.objects.filter(username__contains=".")}
    district = AdministrativeUnit.objects.with_code_on(DISTRICT, TODAY).get()
    yield district, PostingPlace.PORTAL, people.get(f"control.{DISTRICT}")
    for unit in AdministrativeUnit.objects.in_force_on(TODAY).within([district.pk]).order_by("code"):
        yield unit, PostingPlace.BOARD, people.get(f"clerk.{unit.code}")


def _late(rng, communes):
    """Which of `communes` are late, by decision."""
    decisions = PublicationDecision.objects.filter(state=DecisionState.RECORDED).order_by("issued_on")
    return {decision: rng.sample(communes, rng.randint(1, MOST_LATE)) for decision in decisions}


def _batches(rng, calendar, unit, late):
    """What went up on which day: a sector at once, and what one decision brought."""
    goes = [_working(calendar, FIRST + timedelta(days=rng.randrange((LAST - FIRST).days))) for _ in range(GOES)]
    days, batches = {}, {}
    for version in applied_at(unit, TODAY).select_related("procedure", "decision").order_by("sector", "pk"):
        batch = version.decision or version.sector_id
        if batch not in days:
            days[batch] = (
                _after(rng, calendar, version, unit in late.get(batch, ())) if version.decision else rng.choice(goes)
            )
        batches.setdefault(days[batch], []).append(version)
    return batches


def _after(rng, calendar, version, is_late):
    """From the day a decision was issued to the day due, or some days later."""
    issued = version.decision.issued_on
    due = due_on(version.valid_from, issued)
    first, last = (due + timedelta(days=1), min(due + DAYS_LATE, LATEST)) if is_late else (issued, due)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return rng.choice([day for day in days if calendar.is_working(day)])


def _working(calendar, day):
    return day if calendar.is_working(day) else calendar.next_working_day(day)
