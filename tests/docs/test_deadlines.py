"""docs/deadlines.md: what is due when around the holidays, and what a pause does to it."""

from datetime import date, datetime, time, timedelta

import pytest

from dossiers.due import notable
from dossiers.due_days import in_lines
from tests.docs.pages import is_what_the_code_says, table
from units.calendars import work_calendar
from units.deadlines import Pause, Reason, TimeLimit, TimeUnit, deadline
from units.models import CalendarDay, RuleSet
from units.worktime import VIETNAM

INTRODUCTION = """\
# What is due when

Written by `make docs` from `units/deadlines.py` and the calendar that `migrate` loads; a test fails when this page and
the code differ. `manage.py explain_deadline` tells any other case, day by day.

## How it is counted

* **The same day**: what is asked for by 15:00 is due that day at closing time, later the next working day (NĐ
  23/2015/NĐ-CP art. 7).
* **Working days and days**: the day of reception is not counted (Civil Code 2015 art. 147); the limit ends at closing
  time. Working days leave out weekends and holidays and take in make-up days. Days are those of the calendar; if the
  last one is a day off, the limit ends with the next working day (art. 148), marked → here.
* **Hours** run from the very moment (art. 147), inside office hours only: 7:00–11:30 and 13:30–17:00.
* **Half days** are mornings and afternoons; like the day of reception, the session of reception is not counted.

Each row is a day of reception, in italics if the office is closed (a dossier may come in online): at 14:00 and at 15:30
for the same day, at 10:00 for all others. Due at 17:00 where no time is given. The last column says what the five
working days went over, weekends aside, in the words of the receipt.
"""
AROUND = {
    "Tết 2017": ("2017-01-26", "2017-02-01"),
    "Tết 2018": ("2018-02-14", "2018-02-20"),
    "Tết 2026": ("2026-02-16", "2026-02-20"),
    "30 April and 1 May 2017": ("2017-04-30", "2017-05-02"),
    "30 April and 1 May 2026": ("2026-04-30", "2026-05-01"),
    "2 September 2017": ("2017-09-02", "2017-09-04"),
    "2 September 2026": ("2026-08-31", "2026-09-02"),
    "The make-up Saturday 5 January 2019": ("2018-12-31", "2019-01-05"),
}
WEEK = timedelta(days=7)
FIVE_DAYS = TimeLimit(5, TimeUnit.WORKING_DAY)
COLUMNS = {
    "Same day, 14:00": (TimeLimit(0, TimeUnit.WORKING_DAY), time(14)),
    "Same day, 15:30": (TimeLimit(0, TimeUnit.WORKING_DAY), time(15, 30)),
    "1 working day": (TimeLimit(1, TimeUnit.WORKING_DAY), time(10)),
    "3 working days": (TimeLimit(3, TimeUnit.WORKING_DAY), time(10)),
    "5 working days": (FIVE_DAYS, time(10)),
    "10 days": (TimeLimit(10, TimeUnit.CALENDAR_DAY), time(10)),
    "8 hours": (TimeLimit(8, TimeUnit.HOUR), time(10)),
    "1 half day": (TimeLimit(1, TimeUnit.HALF_DAY), time(10)),
}
PAUSES = """\
## When papers are asked for

While the applicant is asked for papers, the clock stands still: from the day after the request up to and including the
day of the answer. The day of the request is used already, unless it is the last one. Hours stand still to the minute,
half days by sessions. Under QĐ 09/2015/QĐ-TTg the time used before goes on counting; under NĐ 61/2018/NĐ-CP the limit
begins anew from the day of the answer, which is not counted. A same-day result always begins anew. What was late when
the papers were asked for stays late. Waiting for a payment pauses in every case.
"""
MONDAY = "2018-01-15T10:00"
ASKED = [
    ("In the middle", FIVE_DAYS, MONDAY, [("2018-01-17T10:00", "2018-01-24T08:00")]),
    ("Within a day", FIVE_DAYS, MONDAY, [("2018-01-17T10:00", "2018-01-17T16:00")]),
    ("On the day of reception", FIVE_DAYS, MONDAY, [("2018-01-15T16:00", "2018-01-17T09:00")]),
    ("On the last day", FIVE_DAYS, MONDAY, [("2018-01-22T09:00", "2018-01-25T09:00")]),
    ("When it is late", FIVE_DAYS, MONDAY, [("2018-01-23T09:00", "2018-01-25T09:00")]),
    ("Twice", FIVE_DAYS, MONDAY, [("2018-01-16T10:00", "2018-01-17T10:00"), ("2018-01-19T10:00", "2018-01-22T10:00")]),
    ("Over Tết", FIVE_DAYS, "2018-02-08T10:00", [("2018-02-12T10:00", "2018-02-22T09:00")]),
    ("Ten days", TimeLimit(10, TimeUnit.CALENDAR_DAY), MONDAY, [("2018-01-17T10:00", "2018-01-19T08:00")]),
    ("Eight hours", TimeLimit(8, TimeUnit.HOUR), MONDAY, [("2018-01-15T14:00", "2018-01-17T08:00")]),
    ("Two half days", TimeLimit(2, TimeUnit.HALF_DAY), MONDAY, [("2018-01-15T14:00", "2018-01-17T08:00")]),
    ("The same day", TimeLimit(0, TimeUnit.WORKING_DAY), MONDAY, [("2018-01-15T11:00", "2018-01-16T09:00")]),
]
EXTENDED = """\
## When the time is extended

Where the law of a procedure lets the office extend its time once, the due date is reckoned anew from the reception with
the longer limit, pauses left out as before; where the limit begins anew, the longer one does. Five working days,
extended on the fourth:
"""
EXTENSIONS = [
    ("By one", MONDAY, 1, []),
    ("By five", MONDAY, 5, []),
    ("Over Tết", "2018-02-08T10:00", 3, []),
    ("After a pause", MONDAY, 3, [("2018-01-16T10:00", "2018-01-17T10:00")]),
]
LINES = """\
## In lines

The receipt and the dossier's page tell each day that did not count. Five working days from 9 February 2018, 10:00, with
papers asked for on 12 February at 10:00 and handed in on 22 February at 9:00:
"""


class Office:
    """The calendar and the rules of one day."""

    def __init__(self, day):
        self.calendar = work_calendar(on=day)
        self.rules = RuleSet.objects.in_force_on(day).as_rules()

    def due(self, received_at, limit, pauses=()):
        return deadline(received_at, limit, self.calendar, self.rules, pauses)


@pytest.mark.django_db
def test_the_page_is_what_the_code_says():
    holidays = [_around(title, *map(date.fromisoformat, days)) for title, days in AROUND.items()]
    page = "\n".join([INTRODUCTION, *holidays, PAUSES, _asked(), "", EXTENDED, _extended(), "", LINES, _lines()])
    assert is_what_the_code_says("deadlines.md", page), "docs/deadlines.md differs; `make docs` writes it anew"


def _around(title, first, last):
    office, first, last = Office(first), first - WEEK, last + WEEK
    days = [first + timedelta(offset) for offset in range((last - first).days + 1)]
    head = ["Received", *COLUMNS, "Went over"]
    return "\n".join(
        [f"## {title}", "", _odd_days(first, last), "", table(head, [_row(office, day) for day in days]), ""]
    )


def _odd_days(first, last):
    """What the calendar says of these days, and from where it has that."""
    sources = {}
    for day in CalendarDay.objects.filter(date__range=(first, last)).order_by("date"):
        sources.setdefault(day.source, []).append(f"{day.date:%d/%m} {day.name}")
    stated = "; ".join(f"{', '.join(days)} (source: {source})" for source, days in sources.items())
    return f"In the calendar: {stated}."


def _row(office, day):
    found = [office.due(datetime.combine(day, at, VIETNAM), limit) for limit, at in COLUMNS.values()]
    over = notable(found[list(COLUMNS).index("5 working days")])
    name = f"{day:%a %d/%m}" if office.calendar.is_working(day) else f"*{day:%a %d/%m}*"
    return [name, *map(_told, found), "; ".join(over) or "–"]


def _told(due):
    moved = "→ " if due.steps[-1].reason == Reason.MOVED_TO else ""
    return moved + _moment(due.due_at, closing=time(17))


def _moment(moment, closing=None):
    return f"{moment:%d/%m}" if moment.time() == closing else f"{moment:%d/%m %H:%M}"


def _asked():
    office = Office(_at(MONDAY).date())
    head = ["Papers asked for", "Received", "Asked and answered", "Else due", "QĐ 09/2015: goes on", "NĐ 61/2018: anew"]
    return table(head, [_asked_row(office, *case) for case in ASKED])


def _asked_row(office, title, limit, received, asked):
    received = _at(received)
    answers = [office.due(received, limit, _pauses(asked, restarts)) for restarts in (False, True)]
    asked = "; ".join(f"{_moment(_at(begins))} – {_moment(_at(ends))}" for begins, ends in asked)
    return [title, _moment(received), asked, _told(office.due(received, limit)), *map(_told_with_reason, answers)]


def _told_with_reason(due):
    return f"{_told(due)} ({'; '.join(notable(due))})" if notable(due) else _told(due)


def _extended():
    rows = []
    for title, received, more, paused in EXTENSIONS:
        office, limits = Office(_at(received).date()), (FIVE_DAYS, TimeLimit(5 + more, TimeUnit.WORKING_DAY))
        due = [office.due(_at(received), limit, _pauses(paused, False)) for limit in limits]
        rows.append([title, _moment(_at(received)), *map(_told_with_reason, due)])
    return table(["", "Received", "Due", "Extended"], rows)


def _lines():
    received, asked = _at("2018-02-09T10:00"), [("2018-02-12T10:00", "2018-02-22T09:00")]
    texts = []
    for title, restarts in {"Under QĐ 09/2015/QĐ-TTg": False, "Under NĐ 61/2018/NĐ-CP": True}.items():
        due = Office(received.date()).due(received, FIVE_DAYS, _pauses(asked, restarts))
        lines = in_lines(due, waited_for=lambda day: "chờ bổ sung hồ sơ")
        texts.append("\n".join([f"{title}, due {_told(due)}:", "", *(f"    {line}" for line in lines), ""]))
    return "\n".join(texts)


def _pauses(asked, restarts):
    return [Pause(_at(begins), _at(ends), restarts=restarts) for begins, ends in asked]


def _at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
