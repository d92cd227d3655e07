"""Kim Sơn from January 2017 to Monday 15 January 2018, 08:00: made up with a fixed seed, but for four figures.

From the article: the district centre received 2,407 dossiers in 2017 and resolved 2,289; the 27 communes resolved
78,406, over 90 % of those received.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from dossiers.numbering import code_of
from onestop.demo import mix
from onestop.demo.flow import Catalogue, Life, Office, applicant
from onestop.demo.names import Person, person
from units.models import AdministrativeUnit, AgencyCode

SEED = 2407
DISTRICT = "376"
YEAR_BEGINS, YEAR_ENDS = date(2017, 1, 1), date(2017, 12, 31)
NEW_YEAR = datetime(2018, 1, 1)
TODAY = date(2018, 1, 15)
NOW = datetime(2018, 1, 15, 8)

RECEIVED_AT_CENTRE, RESOLVED_AT_CENTRE = 2407, 2289
RECEIVED_AT_COMMUNES, RESOLVED_AT_COMMUNES = 79_000, 78_406  # the first is made up, the article says "over 90 %"

BY_WEEKDAY = {0: 1.25, 1: 1.05, 2: 0.95, 3: 0.95, 4: 1.0, 5: 0.8, 6: 0.8}
# School papers in summer, weddings and trade before Tết, little after it.
BY_MONTH = {1: 0.95, 2: 0.8, 3: 1.05, 4: 1.0, 5: 1.05, 6: 1.15, 7: 1.15, 8: 1.1, 9: 0.95, 10: 0.95, 11: 1.0, 12: 1.15}


@dataclass(frozen=True, eq=False)
class Desk:
    unit: AdministrativeUnit
    agency_code: str
    people: list[Person]


def rows() -> Iterator[dict[str, str]]:
    """The dossiers of the demo in order of reception, as `import_dossiers` takes them."""
    rng = Random(SEED)
    office, catalogue = Office(YEAR_BEGINS, TODAY), Catalogue()
    centre, *communes = _desks(rng)
    sizes = [mix.SIZES.get(desk.unit.code, 100) for desk in communes]
    of_centre = {centre: _year(rng, office, catalogue, centre, RECEIVED_AT_CENTRE)}
    of_communes = {
        desk: _year(rng, office, catalogue, desk, n)
        for desk, n in zip(communes, _apportion(RECEIVED_AT_COMMUNES, sizes), strict=True)
    }
    _resolve_exactly(rng, office, catalogue, of_centre, RESOLVED_AT_CENTRE)
    _resolve_exactly(rng, office, catalogue, of_communes, RESOLVED_AT_COMMUNES)
    dossiers = []
    for desk, lives in (of_centre | of_communes).items():
        lives += _january(rng, office, catalogue, desk, len(lives))
        for life in lives:
            life.cut(NOW)
        lives.sort(key=lambda life: life.received)
        dossiers += _numbered(rng, desk, lives)
    dossiers.sort(key=lambda row: (row["received_at"], row["code"]))
    yield from dossiers


def _desks(rng):
    """The district's centre, then its communes of that year, each with the people who come to it."""
    district = AdministrativeUnit.objects.with_code_on(DISTRICT, TODAY).get()
    communes = list(AdministrativeUnit.objects.in_force_on(TODAY).filter(parent=district).order_by("code"))
    codes = dict(AgencyCode.objects.in_force_on(TODAY).values_list("agency__unit", "code"))
    names = [commune.name for commune in communes]
    everywhere = [person(rng, rng.choice(names), district.name) for _ in range(1800)]
    yield Desk(district, codes[district.pk], everywhere)
    for commune in communes:
        size = 16 * mix.SIZES.get(commune.code, 100)
        yield Desk(commune, codes[commune.pk], [person(rng, commune.name) for _ in range(size)])


def _apportion(total, sizes):
    """`total` in whole parts proportional to `sizes`."""
    whole, done, before = sum(sizes), 0, 0
    for size in sizes:
        before += size
        part = round(total * before / whole) - done
        done += part
        yield part


def _year(rng, office, catalogue, desk, n):
    days = office.working_days(YEAR_BEGINS, YEAR_ENDS)
    weights = [BY_WEEKDAY[day.weekday()] * BY_MONTH[day.month] for day in days]
    return [_life(rng, office, catalogue, desk, day) for day in rng.choices(days, weights, k=n)]


def _life(rng, office, catalogue, desk, day):
    offer = catalogue.choose(rng, desk.unit.level, day)
    return office.live(rng, offer, office.some_time(rng, day))


def _resolve_exactly(rng, office, catalogue, lives_of, n):
    """Draw dossiers of December again until exactly `n` are finished in the old year."""
    places = [(desk, place) for desk, lives in lives_of.items() for place in range(len(lives))]
    finished = sum(_is_old(lives_of[desk][place]) for desk, place in places)
    last_weeks = office.working_days(date(2017, 12, 11), YEAR_ENDS)

    rng.shuffle(places)
    for desk, place in places:
        if finished == n:
            break
        lives = lives_of[desk]
        if lives[place].received.date() < date(2017, 12, 1) or _is_old(lives[place]) != (finished > n):
            continue
        while _is_old(lives[place]) == (finished > n):
            lives[place] = _life(rng, office, catalogue, desk, rng.choice(last_weeks))
        finished += 1 if _is_old(lives[place]) else -1


def _is_old(life):
    return life.finished < NEW_YEAR


def _january(rng, office, catalogue, desk, in_a_year):
    """The new year at the same pace up to this very morning, with something of everything in today's inbox."""
    days = office.working_days(NEW_YEAR.date(), TODAY - timedelta(days=1))
    pace = in_a_year / len(office.working_days(YEAR_BEGINS, YEAR_ENDS))
    lives = [_life(rng, office, catalogue, desk, day) for day in days for _ in range(round(rng.gauss(pace, pace / 5)))]
    lives += [_this_morning(rng, office, catalogue, desk) for _ in range(rng.randint(1, 3))]
    is_centre = desk.unit.code == DISTRICT
    for life in lives:
        life.cut(NOW)
    due_today = [life for life in lives if life.finished is None and life.due.date() == TODAY]
    for _ in range(len(due_today), 3 if is_centre else 2):
        lives.append(_left_open(rng, office, catalogue, desk, lambda due: due == TODAY))
    for _ in range(4 if is_centre else rng.randint(0, 2)):
        lives.append(_left_open(rng, office, catalogue, desk, lambda due: due < TODAY))
    finished = [life for life in lives if life.finished and life.outcome != "withdrawn"]
    for life in sorted(finished, key=lambda life: life.finished)[-rng.randint(3, 6) :]:
        life.returned = None
    return lives


def _this_morning(rng, office, catalogue, desk):
    received = datetime.combine(TODAY, time(7, 10)) + timedelta(seconds=rng.randint(0, 45 * 60))
    return office.live(rng, catalogue.choose(rng, desk.unit.level, TODAY), received)


def _left_open(rng, office, catalogue, desk, is_wanted):
    """A dossier of this January that nobody has finished and whose due date `is_wanted`."""
    days = office.working_days(NEW_YEAR.date(), TODAY - timedelta(days=1))
    while True:
        life = _life(rng, office, catalogue, desk, rng.choice(days))
        if life.offer.limit.amount and is_wanted(life.due.date()):
            life.finished = life.returned = None
            life.outcome = ""
            return life


def _numbered(rng, desk, lives: list[Life]):
    """The rows of a desk's `lives`, numbered from one on each day in order of reception."""
    given = Counter()
    for life in lives:
        day = life.received.date()
        given[day] += 1
        code = code_of(desk.agency_code, day, given[day])
        who = applicant(rng, life.offer, rng.choice(desk.people), desk.unit.place_name)
        yield row(code, desk.unit.code, life, who)


def row(code: str, unit_code: str, life: Life, who: Person) -> dict[str, str]:
    return {
        "code": code,
        "receiving_unit": unit_code,
        "competent_unit": unit_code,
        "procedure_code": life.offer.code,
        "channel": life.channel,
        "applicant_name": who.name,
        "applicant_id": who.identity,
        "applicant_phone": who.phone,
        "applicant_address": who.address,
        "received_at": str(life.received),
        "due_at": str(life.due),
        "finished_at": str(life.finished or ""),
        "returned_at": str(life.returned or ""),
        "outcome": life.outcome,
    }
