"""The life of a made-up dossier: what is asked for, when it comes, when it is due, finished and collected.

Moments are Vietnam time without zone, as a register has them; everything comes out of the given `Random`.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from onestop.demo import mix
from onestop.demo.names import Person, mobile
from procedures.models import Handling, ProcedureVersion
from units.calendars import work_calendar
from units.deadlines import TimeLimit, TimeUnit, deadline
from units.models import RuleSet
from units.worktime import VIETNAM

UNPUBLISHED = TimeLimit(10, TimeUnit.WORKING_DAY)  # what is promised where no limit is published
ORGANISATIONS = {"Tín ngưỡng, tôn giáo": "Giáo xứ", "Thành lập và hoạt động hợp tác xã": "Hợp tác xã nông nghiệp"}

WITHDRAWN, DENIED = 0.01, 0.01
SAME_DAY_LATE = 0.004
LATE = {"commune": 0.07, "district": 0.05}  # of what takes longer than a day
ON_THE_LAST_DAY = 0.4
DUE_DATES_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Offer:
    """A version of a procedure that the desks of its level receive."""

    code: str
    level: str
    sector: str
    limit: TimeLimit
    channels: frozenset
    valid_from: date | None
    valid_to: date | None

    def is_in_force_on(self, day):
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(slots=True)
class Life:
    offer: Offer
    channel: str
    received: datetime
    due: datetime
    finished: datetime | None
    returned: datetime | None
    outcome: str

    def cut(self, horizon: datetime) -> None:
        """Forget what lies after `horizon`."""
        if self.finished and self.finished > horizon:
            self.finished, self.outcome = None, ""
        if self.returned and (self.finished is None or self.returned > horizon):
            self.returned = None


class Catalogue:
    """What may be asked for at each level, as often as the mix says."""

    def __init__(self):
        # Left out is what some unit treats differently from the others.
        versions = ProcedureVersion.objects.filter(procedure__handling=Handling.RECEIVED, procedure__at_units=None)
        self.offers = {}
        for version in versions.select_related("procedure", "sector").order_by("procedure__code", "valid_from"):
            offers = self.offers.setdefault(version.procedure.level, [])
            offers.append((self._offer(version), self._key(version)))
        self.weighted = {level: self._weights(level, offers) for level, offers in self.offers.items()}

    def choose(self, rng: Random, level: str, day: date) -> Offer:
        """One that is in force on `day`; before the times of the catalogue any."""
        offers, weights = self.weighted[level]
        drawn = (rng.choices(offers, cum_weights=weights)[0] for _ in range(100))
        return next((offer for offer in drawn if offer.is_in_force_on(day)), offers[0])

    def has(self, level: str) -> bool:
        return level in self.weighted

    def _offer(self, version):
        return Offer(
            version.procedure.code,
            version.procedure.level,
            version.sector.name,
            version.limit or UNPUBLISHED,
            frozenset(version.channels),
            version.valid_from,
            version.valid_to,
        )

    def _key(self, version):
        shares = mix.BY_LEVEL.get(version.procedure.level, {})
        return version.procedure.code if version.procedure.code in shares else version.name

    def _weights(self, level, offers):
        shares = mix.BY_LEVEL.get(level, {})
        named = sum(shares.get(key, 0) for _, key in offers)
        others = sum(key not in shares for _, key in offers) or 1
        rest = max(mix.WHOLE - named, 1) / others
        return [offer for offer, _ in offers], list(accumulate(shares.get(key, rest) for _, key in offers))


class Office:
    """Working days, office hours and due dates, reckoned once each."""

    def __init__(self, first: date, last: date):
        self.calendar = work_calendar(on=first)
        years_on = last + timedelta(days=400)  # room for the latest to be finished and collected
        days = (first + timedelta(offset) for offset in range((years_on - first).days + 1))
        self.days = [day for day in days if self.calendar.is_working(day)]
        self.morning, self.afternoon = (
            tuple(_minutes(moment) for moment in session) for session in self.calendar.office_hours.sessions
        )
        self.rule_sets = list(RuleSet.objects.all())
        self.due_dates = {}

    def working_days(self, first: date, last: date) -> list[date]:
        return [day for day in self.days if first <= day <= last]

    def some_time(self, rng: Random, day: date) -> datetime:
        """A moment in office hours; more come in the morning."""
        opens, closes = self.morning if rng.random() < 0.62 else self.afternoon
        minutes = rng.triangular(opens, closes, opens + (closes - opens) * 0.4)
        return datetime.combine(day, time()) + timedelta(seconds=int(minutes * 60))

    def at_work(self, moment: datetime) -> datetime:
        """`moment`, put off to the next session where the office is closed, by as much as it overran."""
        minutes = moment.hour * 60 + moment.minute
        if minutes < self.morning[1] or self.afternoon[0] <= minutes < self.afternoon[1]:
            return moment
        start = datetime.combine(moment.date(), time())
        if minutes < self.afternoon[0]:
            overrun = minutes - self.morning[1]
            return start + timedelta(minutes=self.afternoon[0] + overrun % 60, seconds=moment.second)
        overrun = (minutes - self.afternoon[1]) % 60
        tomorrow = datetime.combine(self.after(moment.date(), 1), time())
        return tomorrow + timedelta(minutes=self.morning[0] + overrun, seconds=moment.second)

    def after(self, day: date, n: int) -> date:
        """The n-th working day after the working day `day`."""
        return self.days[bisect_left(self.days, day) + n]

    def working_days_between(self, first: date, last: date) -> int:
        return bisect_left(self.days, last) - bisect_left(self.days, first)

    def due(self, offer: Offer, received: datetime) -> datetime:
        rules = next(rules for rules in self.rule_sets if rules.is_in_force_on(received.date())).as_rules()
        in_hours = offer.limit.unit == TimeUnit.HOUR
        key = (offer.limit, received if in_hours else received.date(), received.time() <= rules.same_day_cutoff)
        if key not in self.due_dates:
            if len(self.due_dates) >= DUE_DATES_KEPT:
                self.due_dates.clear()
            reckoned = deadline(received.replace(tzinfo=VIETNAM), offer.limit, self.calendar, rules)
            self.due_dates[key] = reckoned.due_at.replace(tzinfo=None)
        return self.due_dates[key]

    def live(self, rng: Random, offer: Offer, received: datetime) -> Life:
        """The whole life of a dossier of `offer` received then."""
        due = self.due(offer, received)
        fate = rng.random()
        outcome = "withdrawn" if fate < WITHDRAWN else "denied" if fate < WITHDRAWN + DENIED else "resolved"
        life = Life(offer, _channel(rng, offer), received, due, None, None, outcome)
        life.finished = self._finish(rng, life)
        if outcome != "withdrawn":
            life.returned = self.collected(rng, life)
        return life

    def finished_on(self, rng: Random, life: Life, day: date) -> datetime:
        """Some time on `day`, but after the reception."""
        moment = self.some_time(rng, day)
        return moment if moment > life.received else self.at_work(life.received + timedelta(minutes=rng.randint(5, 90)))

    def collected(self, rng: Random, life: Life) -> datetime:
        """When the result is handed back: at once on the spot, else when the appointment is due or some days later."""
        at_once = self.at_work(life.finished + timedelta(seconds=rng.randint(20, 240)))
        on_the_spot = life.finished.date() == life.received.date()
        if rng.random() < (0.97 if on_the_spot else 0.3):
            return at_once
        day = max(life.finished.date(), life.due.date()) if rng.random() < 0.6 else life.finished.date()
        patience = 2 if rng.random() < 0.97 else 40
        moment = self.some_time(rng, self.after(day, min(int(rng.expovariate(1 / patience)), 150)))
        return max(moment, at_once)

    def _finish(self, rng, life):
        received, offer = life.received, life.offer
        if offer.limit.amount == 0:
            if rng.random() < SAME_DAY_LATE:
                return self.finished_on(rng, life, self.after(life.due.date(), rng.randint(1, 2)))
            return self.at_work(received + timedelta(seconds=rng.randint(180, 2100)))
        allowed = self.working_days_between(received.date(), life.due.date())
        fate = rng.random()
        late = LATE.get(offer.level, LATE["district"])
        if life.outcome == "withdrawn":
            used = rng.randint(0, allowed)
        elif fate < late:
            used = allowed + 1 + min(int(rng.expovariate(1 / 3)), 20)
        elif fate < late + ON_THE_LAST_DAY:
            used = allowed
        else:
            used = rng.randint(allowed // 2, max(allowed - 1, 0))
        return self.finished_on(rng, life, self.after(received.date(), used))


def applicant(rng: Random, offer: Offer, someone: Person, place_name: str) -> Person:
    """Who applies: `someone`, or a body where only bodies do."""
    for sector, kind in ORGANISATIONS.items():
        if offer.sector.startswith(sector):
            return Person(f"{kind} {place_name}", "", mobile(rng), someone.address)
    return someone


def _channel(rng, offer):
    fate = rng.random() * 100
    if "online" in offer.channels and fate < mix.ONLINE.get(offer.level, 0):
        return "online"
    if "post" in offer.channels and fate > 100 - mix.POST.get(offer.level, 0):
        return "post"
    return "in_person"


def _minutes(moment):
    return moment.hour * 60 + moment.minute
