"""Rows of imported dossiers, cleaned, and what is wrong with them."""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from dossiers.cards import clean_id_number, clean_phone, is_id_number
from dossiers.models import EventKind
from dossiers.states import DossierState, Outcome
from procedures.models import Channel, Procedure, ProcedureVersion
from units.models import AdministrativeUnit, Agency, AgencyCode, AgencyKind, FormSet, RuleSet
from units.tables import Faults, shown
from units.text import normalise
from units.worktime import VIETNAM

FAULTS_SHOWN = 500

YEARS = range(1990, 2101)  # what lies outside them is mistyped

CODE = re.compile(r"[A-Z0-9.-]{1,64}")
NUMBERED = re.compile(r"(.+)-(\d\d)(\d\d)(\d\d)-(\d{4})")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
MIDNIGHT, CLOSING = time(0), time(17)

STATE_BY_OUTCOME = {
    "": DossierState.RECEIVED,
    Outcome.RESOLVED: DossierState.RESOLVED,
    Outcome.DENIED: DossierState.RESOLVED,
    Outcome.WITHDRAWN: DossierState.WITHDRAWN,
}
EVENT_BY_OUTCOME = {
    Outcome.RESOLVED: EventKind.RESOLVED,
    Outcome.DENIED: EventKind.DENIED,
    Outcome.WITHDRAWN: EventKind.WITHDRAWN,
}
IMPORTED = {"imported": True}
CHANNELS = Channel.values


def latest(now: datetime) -> datetime:
    """The moment that nothing imported lies after: the real present, or this installation's where that is later."""
    return max(now, timezone.now())


@dataclass(slots=True)
class Entry:
    """One row, cleaned: what is stored of it."""

    number: int
    code: str
    digest: str
    counter: tuple | None  # (agency, day, number) where the code is one of ours
    receiving_desk_id: int
    competent_agency_id: int
    version_id: int
    is_version_assumed: bool
    rule_set_id: int
    form_set_id: int
    channel: str
    applicant_name: str
    applicant_id_number: str
    applicant_phone: str
    applicant_address: str
    received_at: datetime
    due_at: datetime
    finished_at: datetime | None
    returned_at: datetime | None
    outcome: str

    @property
    def state(self):
        if self.returned_at and self.outcome != Outcome.WITHDRAWN:
            return DossierState.HANDED_BACK
        return STATE_BY_OUTCOME[self.outcome]

    def events(self, pk):
        yield (pk, EventKind.RECEIVED, self.received_at, DossierState.RECEIVED, IMPORTED)
        if self.finished_at:
            yield (pk, EVENT_BY_OUTCOME[self.outcome], self.finished_at, STATE_BY_OUTCOME[self.outcome], IMPORTED)
        if self.returned_at:
            yield (pk, EventKind.HANDED_BACK, self.returned_at, self.state, IMPORTED)


class Catalogue:
    """Units, procedures, rules and agency codes as they were on any day, read once."""

    def __init__(self):
        self.units = defaultdict(list)
        for unit in AdministrativeUnit.objects.select_related("desk"):
            self.units[unit.code].append(unit)
        self.committees = dict(Agency.objects.filter(kind=AgencyKind.COMMITTEE).values_list("unit", "pk"))
        self.versions = defaultdict(list)
        for version in ProcedureVersion.objects.only("procedure", "valid_from", "valid_to"):
            self.versions[version.procedure_id].append(version)
        self.procedures = {}
        for procedure in Procedure.objects.all():
            self.procedures[procedure.level, procedure.code] = procedure.pk
        for procedure in Procedure.objects.exclude(local_code=""):
            self.procedures.setdefault((procedure.level, procedure.local_code), procedure.pk)
        self.rule_sets, self.form_sets = list(RuleSet.objects.all()), list(FormSet.objects.all())
        self.agency_codes = defaultdict(list)
        for agency_code in AgencyCode.objects.all():
            self.agency_codes[agency_code.code].append(agency_code)

    def unit(self, code, day):
        return _in_force(self.units.get(code, ()), day)

    def version(self, level, code, day):
        """The version in force on `day`, else the earliest, and whether it only stands in; None without procedure."""
        versions = self.versions[self.procedures.get((level, code))]
        if not versions:
            return None, False
        if version := _in_force(versions, day):
            return version.pk, False
        return min(versions, key=lambda version: version.valid_from or date.min).pk, True

    def rule_set(self, day):
        return _in_force(self.rule_sets, day)

    def form_set(self, day):
        return _in_force(self.form_sets, day)

    def counter(self, code):
        """The agency, day and number that a dossier code takes up, where it reads like one given here."""
        parts = NUMBERED.fullmatch(code)
        if not parts or parts[1] not in self.agency_codes or parts[5] == "0000":
            return None
        try:
            day = date(2000 + int(parts[2]), int(parts[3]), int(parts[4]))
        except ValueError:
            return None
        agency_code = _in_force(self.agency_codes[parts[1]], day)
        return agency_code and (agency_code.agency_id, day, int(parts[5]))


def _in_force(candidates, day):
    return next((candidate for candidate in candidates if candidate.is_in_force_on(day)), None)


class Reader:
    """Cleans rows and collects what is wrong with them.

    Codes that the desks may be giving this very moment are left `waiting` until all others are through: their counters
    are locked for the last step alone, and a desk goes on numbering while a long table is read. What a desk gave
    meanwhile is seen in that step, like any code given here.
    """

    def __init__(self, now):
        self.catalogue = Catalogue()
        self.latest = latest(now).astimezone(VIETNAM)
        today = timezone.localdate(now)
        self.numbered_now = (today, today + timedelta(days=1))  # midnight may pass meanwhile
        self.waiting = []
        self.faults = Faults(kept=FAULTS_SHOWN)
        self.number, self.is_sound = 0, True  # of the row being read

    def entries(self, rows):
        for row in self.faults.within(rows):
            self.number, self.is_sound = row.number, True
            entry = self._entry(row.values)
            if entry and entry.counter and entry.counter[1] in self.numbered_now:
                self.waiting.append(entry)
            elif entry:
                yield entry

    def _fault(self, column, what):
        self.is_sound = False
        self.faults.add(self.number, column, what)

    def _entry(self, values):
        """What is stored of the row; None where anything in it is at fault."""
        code = self._code(values["code"])
        channel = self._one_of("channel", values["channel"], CHANNELS)
        name = self._text("applicant_name", values["applicant_name"], 200)
        if not name:
            self._fault("applicant_name", "is missing")
        identity = self._identity(values["applicant_id"])
        phone = self._phone(values["applicant_phone"])
        address = self._text("applicant_address", values["applicant_address"], 300)
        outcome = self._one_of("outcome", values["outcome"], EVENT_BY_OUTCOME) if values["outcome"] else ""
        received, due, finished, returned = self._times(values)
        self._check_outcome(values, outcome)
        if received is None:
            return None
        day = received.date()
        desk, _ = self._unit("receiving_unit", values, day)
        agency, level = self._unit("competent_unit", values, day, committee=True)
        version, is_assumed = self._version(values["procedure_code"], level, day)
        rule_set = self.catalogue.rule_set(day)
        if rule_set is None:
            self._fault("received_at", f"no rule set is in force on {day}")
        form_set = self.catalogue.form_set(day)
        if form_set is None:
            self._fault("received_at", f"no form set is in force on {day}")
        if not self.is_sound:
            return None
        moments = (received, due, finished, returned)
        written = [values[name] for name in ("receiving_unit", "competent_unit", "procedure_code")]
        content = [code, *written, channel, name, identity, phone, address, outcome]
        content += [moment.isoformat() if moment else "" for moment in moments]
        return Entry(
            self.number,
            code,
            hashlib.sha256("\x1f".join(content).encode()).hexdigest(),
            self.catalogue.counter(code),
            desk,
            agency,
            version,
            is_assumed,
            rule_set.pk,
            form_set.pk,
            channel,
            name,
            identity,
            phone,
            address,
            received,
            due,
            finished and min(finished, self.latest),  # today at closing time may lie ahead
            returned and min(returned, self.latest),
            outcome,
        )

    def _code(self, text):
        if not CODE.fullmatch(text):
            self._fault("code", "must be 1 to 64 capital letters, digits, dots and hyphens")
        return text

    def _one_of(self, column, text, choices):
        if text not in choices:
            self._fault(column, f"{shown(text)} is none of {', '.join(choices)}")
        return text

    def _text(self, column, text, longest):
        text = normalise(text)
        if len(text) > longest:
            self._fault(column, f"has {len(text)} characters, {longest} at most")
        return text

    def _identity(self, text):
        text = clean_id_number(text)
        if text and not is_id_number(text):
            self._fault("applicant_id", "must be 9 or 12 digits, a passport number of 6 to 12, or empty")
        return text

    def _phone(self, text):
        digits = re.sub("[^0-9]", "", clean_phone(text))
        if len(digits) > 20 or (text and not digits):
            self._fault("applicant_phone", "must be a number of 20 digits at most, or empty")
        return digits

    def _times(self, values):
        """Reception, due date, finish and return. A day alone: reception at its start, all else at closing time."""
        received = self._moment("received_at", values, MIDNIGHT)
        due = self._moment("due_at", values, CLOSING)
        finished = self._moment("finished_at", values, CLOSING)
        returned = self._moment("returned_at", values, CLOSING)
        if _is_day(values["finished_at"]):
            finished = _at_some_time(finished, received, None if _is_day(values["returned_at"]) else returned)
        if _is_day(values["returned_at"]):
            returned = _at_some_time(returned, finished, None)
        for column in ("received_at", "due_at"):
            if not values[column]:
                self._fault(column, "is missing")
        for column, moment in (("received_at", received), ("finished_at", finished), ("returned_at", returned)):
            is_today = _is_day(values[column]) and moment and moment.date() == self.latest.date()
            if moment and moment > self.latest and not is_today:
                self._fault(column, "lies in the future")
        if received and due and due.date() < received.date():
            self._fault("due_at", "lies before the day of reception")
        if received and finished and finished < received:
            self._fault("finished_at", "lies before the reception")
        if finished and returned and returned < finished:
            self._fault("returned_at", "lies before the finish")
        return received, due, finished, returned

    def _moment(self, column, values, time_of_day):
        """The moment in Vietnam time, a day alone at `time_of_day`; None for an empty or faulty one."""
        text = values[column]
        if not text:
            return None
        try:
            if not MOMENT.fullmatch(text):
                raise ValueError
            moment = datetime.fromisoformat(text)
            if moment.tzinfo:
                moment = moment.astimezone(VIETNAM)
        except (ValueError, OverflowError):
            self._fault(column, f"{shown(text)} is no time such as 2018-01-15 08:00")
            return None
        if moment.year not in YEARS:
            self._fault(column, f"{shown(text)} does not lie in the years {YEARS[0]} to {YEARS[-1]}")
            return None
        return datetime.combine(moment, time_of_day if _is_day(text) else moment.time(), VIETNAM)

    def _check_outcome(self, values, outcome):
        has_finished = bool(values["finished_at"])
        if outcome and not has_finished:
            self._fault("finished_at", "is missing though there is an outcome")
        if has_finished and not outcome:
            self._fault("outcome", "is missing though the dossier is finished")
        if values["returned_at"] and not has_finished:
            self._fault("returned_at", "the result was handed back before there was one")

    def _unit(self, column, values, day, *, committee=False):
        """The unit's desk (or committee) and level on `day`."""
        code = values[column]
        unit = self.catalogue.unit(code, day)
        if unit is None:
            self._fault(column, f"no unit had the code {shown(code)} on {day}")
            return None, None
        place = self.catalogue.committees.get(unit.pk) if committee else getattr(unit, "desk", None)
        if place is None:
            self._fault(column, f"{unit.name} has no {'committee' if committee else 'desk'}")
            return None, None
        return place if committee else place.pk, unit.level

    def _version(self, code, level, day):
        if level is None:
            return None, False
        version, is_assumed = self.catalogue.version(level, code, day)
        if version is None:
            self._fault("procedure_code", f"no procedure of the {level} level has the code {shown(code)}")
        return version, is_assumed


def _is_day(text):
    return len(text) == len("2018-01-15")


def _at_some_time(moment, earliest, latest):
    """`moment`, of which the day alone is known, moved between what came before and after on that day."""
    if moment and latest and latest.date() == moment.date():
        moment = min(moment, latest)
    if moment and earliest and earliest.date() == moment.date():
        moment = max(moment, earliest)
    return moment
