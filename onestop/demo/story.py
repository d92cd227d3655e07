"""Kim Sơn from January 2017 to Monday 15 January 2018, 08:00: made up with a fixed seed, but for four figures.

From the article: the district centre received 2,407 dossiers in 2017 and resolved 2,289; the 27 communes resolved
78,406, over 90 % of those received.
"""

from collections import Counter
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


def rows() -> list[dict[str, str]]:
    """The dossiers of the demo in order of reception, as `import_dossiers` takes them."""
    return _Story().rows()


class _Story:
    def __init__(self):
        self.rng = Random(SEED)
        self.office = Office(YEAR_BEGINS, TODAY)
        self.catalogue = Catalogue()
        self.days_of_2017 = self.office.working_days(YEAR_BEGINS, YEAR_ENDS)
        self.days_of_2018 = self.office.working_days(NEW_YEAR.date(), TODAY - timedelta(days=1))

    def rows(self):
        centre, *communes = self.desks()
        sizes = [mix.SIZES.get(desk.unit.code, 100) for desk in communes]
        shares = _apportion(RECEIVED_AT_COMMUNES, sizes)
        of_centre = {centre: self.year(centre, RECEIVED_AT_CENTRE)}
        of_communes = {desk: self.year(desk, n) for desk, n in zip(communes, shares, strict=True)}
        self.resolve_exactly(RESOLVED_AT_CENTRE, of_centre)
        self.resolve_exactly(RESOLVED_AT_COMMUNES, of_communes)
        dossiers = []
        for desk, lives in (of_centre | of_communes).items():
            lives += self.january(desk, len(lives))
            for life in lives:
                life.cut(NOW)
            dossiers += self.numbered(desk, sorted(lives, key=lambda life: life.received))
        return sorted(dossiers, key=lambda dossier: (dossier["received_at"], dossier["code"]))

    def desks(self):
        """The district's centre, then its communes of that year, each with the people who come to it."""
        district = AdministrativeUnit.objects.with_code_on(DISTRICT, TODAY).get()
        communes = list(AdministrativeUnit.objects.in_force_on(TODAY).filter(parent=district).order_by("code"))
        codes = dict(AgencyCode.objects.in_force_on(TODAY).values_list("agency__unit", "code"))
        names = [commune.name for commune in communes]
        everywhere = [person(self.rng, self.rng.choice(names), district.name) for _ in range(1800)]
        yield Desk(district, codes[district.pk], everywhere)
        for commune in communes:
            size = 16 * mix.SIZES.get(commune.code, 100)
            yield Desk(commune, codes[commune.pk], [person(self.rng, commune.name) for _ in range(size)])

    def year(self, desk, n):
        weights = [BY_WEEKDAY[day.weekday()] * BY_MONTH[day.month] for day in self.days_of_2017]
        return [self.life(desk, day) for day in self.rng.choices(self.days_of_2017, weights, k=n)]

    def life(self, desk, day):
        offer = self.catalogue.choose(self.rng, desk.unit.level, day)
        return self.office.live(self.rng, offer, self.office.some_time(self.rng, day))

    def resolve_exactly(self, n, lives_of):
        """Draw dossiers of December again until exactly `n` are finished in the old year."""
        places = [(desk, lives, place) for desk, lives in lives_of.items() for place in range(len(lives))]
        finished = sum(_is_old(lives[place]) for _, lives, place in places)
        last_weeks = [day for day in self.days_of_2017 if day >= date(2017, 12, 11)]
        self.rng.shuffle(places)
        for desk, lives, place in places:
            if finished == n:
                break
            if lives[place].received.date() < date(2017, 12, 1) or _is_old(lives[place]) != (finished > n):
                continue
            while _is_old(lives[place]) == (finished > n):
                lives[place] = self.life(desk, self.rng.choice(last_weeks))
            finished += 1 if _is_old(lives[place]) else -1

    def january(self, desk, received_in_2017):
        """The new year at the same pace up to this very morning, with something of everything in today's inbox."""
        rng, is_centre = self.rng, desk.unit.code == DISTRICT
        pace = received_in_2017 / len(self.days_of_2017)
        lives = [self.life(desk, day) for day in self.days_of_2018 for _ in range(round(rng.gauss(pace, pace / 5)))]
        lives += [self.this_morning(desk) for _ in range(rng.randint(1, 3))]
        for life in lives:
            life.cut(NOW)
        due_today = sum(life.finished is None and life.due.date() == TODAY for life in lives)
        lives += [self.left_open(desk, TODAY, TODAY) for _ in range(due_today, 3 if is_centre else 2)]
        overdue = 4 if is_centre else rng.randint(0, 2)
        lives += [self.left_open(desk, NEW_YEAR.date(), TODAY - timedelta(days=1)) for _ in range(overdue)]
        finished = [life for life in lives if life.finished and life.outcome != "withdrawn"]
        for life in sorted(finished, key=lambda life: life.finished)[-rng.randint(3, 6) :]:
            life.returned = None
        return lives

    def this_morning(self, desk):
        received = datetime.combine(TODAY, time(7, 10)) + timedelta(seconds=self.rng.randint(0, 45 * 60))
        return self.office.live(self.rng, self.catalogue.choose(self.rng, desk.unit.level, TODAY), received)

    def left_open(self, desk, first, last):
        """A dossier of this January that nobody has finished, due from `first` to `last`."""
        while True:
            life = self.life(desk, self.rng.choice(self.days_of_2018))
            if life.offer.limit.amount and first <= life.due.date() <= last:
                life.finished, life.returned, life.outcome = None, None, ""
                return life

    def numbered(self, desk, lives):
        """The rows of a desk's `lives`, numbered from one on each day in order of reception."""
        given = Counter()
        for life in lives:
            day = life.received.date()
            given[day] += 1
            code = code_of(desk.agency_code, day, given[day])
            who = applicant(self.rng, life.offer, self.rng.choice(desk.people), desk.unit.place_name)
            yield row(code, desk.unit.code, life, who)


def _apportion(total, sizes):
    """`total` in whole parts proportional to `sizes`."""
    whole, done, before = sum(sizes), 0, 0
    for size in sizes:
        before += size
        part = round(total * before / whole) - done
        done += part
        yield part


def _is_old(life):
    return life.finished < NEW_YEAR


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
