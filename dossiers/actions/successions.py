"""Open dossiers of units that are no more, and of officers whose work ended, go to whoever goes on with them."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from dossiers.actions import custody
from dossiers.actions.history import event_of
from dossiers.models import Dossier, DossierEvent, EventKind, Step
from dossiers.permissions import officers_of
from dossiers.states import DossierState
from units.models import AgencyKind

BATCH = 500  # rows a statement


@transaction.atomic
def hand_to_successor(*, dossiers, unit, to, by, now, source):
    """The unit `to` goes on where `unit` left off: it decides what is open and hands the results back; how many moved.

    Where they were received stays. What somebody else has handed over or finished meanwhile is passed over. `source`
    is the decision by which `unit` ended.
    """
    moved = [each for each in _locked(dossiers) if _hand_over(each, unit, to)]
    offices = _SameOffice(to)
    held = [each for each in moved if each.holding_agency and each.holding_agency.unit_id == unit.pk]
    places = {each: offices[each.holding_agency] for each in held}
    places |= {each: to.desk for each in _at_desk_of(unit, moved) if each.returning_desk == to.desk}
    custody.hand_over_many(places, by=by, now=now)
    data = {"from": unit.name, "to": to.name, "source": source}
    fields = ["competent_agency", "returning_desk", "holding_agency", "handled_by"]
    _save(moved, fields, by=by, now=now, data=data)
    return len(moved)


@transaction.atomic
def hand_over_work(*, dossiers, officer, to, by, now, reason=""):
    """`to` goes on with what `officer` has in hand or, with None, whoever takes it up next; how many moved.

    `to` works where each of them lies, else it is passed over; so is what `officer` has in hand no more.
    """
    works_at = _WorksAt(to, timezone.localdate(now))
    held = [each for each in _locked(dossiers.open()) if each.handled_by_id == officer.pk]
    moved = [each for each in held if to is None or works_at[each.holding_agency or each.competent_agency]]
    for dossier in moved:
        dossier.handled_by = to
    data = {"from": officer.full_name, "to": to.full_name if to else ""}
    _save(moved, ["handled_by"], by=by, now=now, reason=reason, data=data)
    return len(moved)


def _locked(dossiers):
    """As they are by now."""
    found = Dossier.objects.filter(pk__in=list(dossiers.values_list("pk", flat=True))).in_order_locked()
    return found.select_related("competent_agency__unit", "returning_desk", "holding_agency__unit")


def _hand_over(dossier, unit, to):
    """Whether there was anything of `unit`'s in it that is not over."""
    decides = dossier.is_open and dossier.competent_agency.unit_id == unit.pk
    is_not_over = dossier.is_open or dossier.state == DossierState.RESOLVED
    hands_back = is_not_over and dossier.returning_desk.unit_id == unit.pk
    if decides:
        dossier.competent_agency, dossier.handled_by = to.committee, None
    if hands_back:
        dossier.returning_desk = to.desk
    return decides or hands_back


def _at_desk_of(unit, dossiers):
    """Those that lie at its desk, or are on their way there: sent back, or with their result."""
    there = Step.objects.open().filter(desk__unit=unit, dossier__in=dossiers).values_list("dossier", flat=True)
    keys = set(there)
    return [each for each in dossiers if each.pk in keys]


class _SameOffice(dict):
    """For an agency the office of its name in `unit`, or the committee, looked for once."""

    def __init__(self, unit):
        self.unit = unit

    def __missing__(self, agency):
        office = self.unit.agencies.filter(name=agency.name, kind=AgencyKind.OFFICE).first()
        self[agency] = office or self.unit.committee
        return self[agency]


class _WorksAt(dict):
    """Whether somebody works as an officer for an agency on a day, asked once for each."""

    def __init__(self, officer, day):
        self.officer, self.day = officer, day

    def __missing__(self, agency):
        self[agency] = officers_of(agency, self.day).contains(self.officer)
        return self[agency]


def _save(dossiers, fields, **event):
    """By what they become, which is the same for many: a statement for each, not a case for each row."""
    DossierEvent.objects.bulk_create((event_of(each, EventKind.SUCCEEDED, **event) for each in dossiers), BATCH)
    becoming = defaultdict(list)
    for dossier in dossiers:
        becoming[tuple(getattr(dossier, f"{name}_id") for name in fields)].append(dossier.pk)
    for values, keys in becoming.items():
        given = {f"{name}_id": value for name, value in zip(fields, values, strict=True)}
        Dossier.objects.filter(pk__in=keys).update(**given)
