"""Any number of made-up dossiers over the units in force, in flat memory: for trying the system at size."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from dossiers.models import DossierCounter
from dossiers.numbering import LAST_NUMBER, code_of
from onestop.demo import mix
from onestop.demo.flow import Catalogue, Office, applicant
from onestop.demo.names import Person, person
from onestop.demo.story import BY_MONTH, BY_WEEKDAY, row
from units.models import AgencyCode, AgencyKind
from units.tables import Row

KNOWN_AGAIN = 200  # people a desk remembers; some of them come once more
COME_AGAIN = 0.35


class TooMany(Exception):
    """They do not fit into the days, units and numbers there are."""


@dataclass
class _Desk:
    unit: object
    codes: list[AgencyCode]
    people: deque[Person] = field(default_factory=lambda: deque(maxlen=KNOWN_AGAIN))

    def code_on(self, day):
        return next((code for code in self.codes if code.is_in_force_on(day) and self.unit.is_in_force_on(day)), None)


def rows(*, count: int, first: date, last: date, now: datetime, seed: int) -> Iterator[Row]:
    """`count` dossiers received from `first` to `last`, as they stand `now`; their codes go on after those given.

    The database is asked for everything before the first row.
    """
    office, catalogue = Office(first, last), Catalogue()
    days = _shares(count, office.working_days(first, last), _desks(catalogue))
    counters = DossierCounter.objects.filter(day__range=(first, last)).values_list("agency", "day", "last")
    given = {(agency, day): number for agency, day, number in counters}
    return _rows(days, given, office, catalogue, now, Random(seed))


def _rows(days, given, office, catalogue, now, rng):
    line = 1
    for day, of_desks in days:
        received = []
        for desk, agency_code, n in of_desks:
            start = given.get((agency_code.agency_id, day), 0)
            if start + n > LAST_NUMBER:
                raise TooMany(f"{agency_code.code} would give more than {LAST_NUMBER} numbers on {day}")
            moments = sorted(office.some_time(rng, day) for _ in range(n))
            codes = (code_of(agency_code.code, day, start + number) for number in range(1, n + 1))
            received += [(moment, code, desk) for moment, code in zip(moments, codes, strict=True)]
        for moment, code, desk in sorted(received, key=lambda each: each[:2]):
            life = office.live(rng, catalogue.choose(rng, desk.unit.level, day), moment)
            life.cut(now)
            line += 1
            who = applicant(rng, life.offer, _someone(rng, desk), desk.unit.place_name)
            yield Row(line, row(code, desk.unit.code, life, who))


def _desks(catalogue):
    """Every committee's desk that has something to receive, with its agency codes over time."""
    desks = {}
    codes = AgencyCode.objects.filter(agency__kind=AgencyKind.COMMITTEE, agency__unit__desk__isnull=False)
    for code in codes.select_related("agency__unit").order_by("agency__unit__code", "valid_from"):
        unit = code.agency.unit
        if catalogue.has(unit.level):
            desks.setdefault(unit.pk, _Desk(unit, [])).codes.append(code)
    return list(desks.values())


def _shares(count, days, desks):
    """Each day with its desks, their agency codes and numbers of dossiers: `count` in all, more where more come."""
    whole = sum(weight for day in days for *_, weight in _open_on(day, desks))
    if not whole:
        raise TooMany("no unit with a desk, an agency code and procedures has a working day then")
    done, before = 0, 0
    for day in days:
        shares = []
        for desk, code, weight in _open_on(day, desks):
            before += weight
            n = round(count * before / whole) - done
            done += n
            shares.append((desk, code, n))
        yield day, shares


def _open_on(day, desks):
    pace = BY_WEEKDAY[day.weekday()] * BY_MONTH[day.month]
    for desk in desks:
        if code := desk.code_on(day):
            yield desk, code, pace * mix.SIZES.get(desk.unit.code, 100)


def _someone(rng, desk):
    if desk.people and rng.random() < COME_AGAIN:
        return rng.choice(desk.people)
    desk.people.append(person(rng, desk.unit.name))
    return desk.people[-1]
