"""The catalogue for everybody's programs: as JSON, and when what is given out is another than before."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import get_args

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedures.content import Case, Content, FormFile, Paper, as_json
from procedures.exports import whole_versions
from procedures.models import CatalogueChange, Fee, Procedure, ProcedureVersion
from procedures.stored import content_of
from procedures.wording import label_of
from units.models import Level
from units.worktime import VIETNAM

SHAPE = 1  # of what is given out: raised when the same catalogue is written otherwise


@dataclass(frozen=True)
class Edition:
    """What the catalogue says on a day: the same `tag` as long as it says the same."""

    tag: str
    turned_on: date | None  # the last day on which something began to hold or no longer held
    changed_at: datetime | None  # when it became what it is


def edition(on: date) -> Edition:
    """By three small statements. What is in force changes by a write, and by the mere passing of a day."""
    written = CatalogueChange.objects.aggregate(count=Count("pk"), last=Max("pk"), at=Max("at"))
    turned_on = max((day for model in (ProcedureVersion, Fee) if (day := _last_turn(model, on))), default=None)
    turned_at = turned_on and datetime.combine(turned_on, datetime.min.time(), VIETNAM)
    changed_at = max((moment for moment in (written["at"], turned_at) if moment), default=None)
    return Edition(f"{SHAPE}-{written['count']}-{written['last']}-{turned_on}", turned_on, changed_at)


def _last_turn(model, on):
    days = model.objects.order_by().aggregate(
        began=Max("valid_from", filter=Q(valid_from__lte=on)), ended=Max("valid_to", filter=Q(valid_to__lt=on))
    )
    ended = days["ended"] and days["ended"] + timedelta(days=1)
    return max((day for day in (days["began"], ended) if day), default=None)


# As JSON


def json_lines(on: date, level: Level | None = None) -> Iterator[str]:
    """The document piece by piece: an object with the day and one entry for each procedure in force on it."""
    yield f'{{"on": "{on}", "procedures": [\n'
    between = ""
    for version in whole_versions(on, level):
        yield between + json.dumps(entry_of(version, on), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def entry_of(version: ProcedureVersion, on: date) -> dict:
    """A procedure with all that it asks for `on` that day."""
    procedure = version.procedure
    content = as_json(content_of(version))
    for form in content["forms"]:
        del form["path"]  # where we keep it is nobody's business
    return {
        "code": procedure.code,
        "local_code": procedure.local_code,
        "level": procedure.level,
        "handling": procedure.handling,
        "valid_from": _as_text(version.valid_from),
        "valid_to": _as_text(version.valid_to),
        **content,
        "fees": [_fee(fee) for fee in procedure.fees.all() if fee.is_in_force_on(on)],
        "provenance": version.provenance,
    }


def _as_text(day):
    return day and day.isoformat()


def _fee(fee):
    return {"kind": fee.kind, "amount": fee.amount, "channel": fee.channel, "basis": fee.basis}


# What the page says of it


@dataclass(frozen=True)
class Member:
    """One name in an entry: its kind of value and what it means."""

    name: str
    kind: str
    meaning: str


KINDS = {
    str: pgettext_lazy("kind of value", "text"),
    int: pgettext_lazy("kind of value", "number"),
    int | None: _("number or null"),
    date | None: _("day or null"),
    tuple[str, ...]: _("list of texts"),
}
OBJECTS = {Case: (), Paper: (), FormFile: ("path",)}
LIST_OF = _("list of objects:")


def members() -> list[Member]:
    """Those of `entry_of`, in its order."""
    of_procedure = [(name, KINDS[str], Procedure._meta.get_field(name).verbose_name) for name in PROCEDURE]
    of_version = [(name, KINDS[date | None], ProcedureVersion._meta.get_field(name).verbose_name) for name in VALIDITY]
    content = [(part.name, _kind(part.type), _meaning(part.name)) for part in fields(Content)]
    others = [
        ("fees", f"{LIST_OF} kind, amount, channel, basis", _("fees")),
        ("provenance", KINDS[str], ProcedureVersion._meta.get_field("provenance").verbose_name),
    ]
    return [Member(*member) for member in (*of_procedure, *of_version, *content, *others)]


PROCEDURE = ("code", "local_code", "level", "handling")
VALIDITY = ("valid_from", "valid_to")
OF_DECISION = {"decision_number": _("number of the decision"), "decision_date": _("decision issued on")}


def _meaning(name):
    return OF_DECISION.get(name) or label_of(name)


def _kind(kind):
    if kind in KINDS:
        return KINDS[kind]
    of = get_args(kind)[0]
    return f"{LIST_OF} {', '.join(part.name for part in fields(of) if part.name not in OBJECTS[of])}"
