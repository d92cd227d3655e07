"""A district at work: 28 units with a clerk and an officer each, and what the year before left them."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from dossiers.imports import COLUMNS, add_dossiers
from tests import builders
from tests.builders import at
from tests.dossiers.import_rows import open_row
from units.models import DemoClock, Role, UnitKind
from units.tables import Row

COMMUNES = 27
NOW = "2018-01-15 08:00"
LEFT_OVER = 8  # dossiers of each unit from the year before: open, most of them late


@dataclass
class Unit:
    code: str
    procedures: list
    open: list[str] = field(default_factory=list)  # codes that its clerk and its officer both know
    paused: list[str] = field(default_factory=list)
    ready: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)  # by its clerk, just now


def build_district():
    """A district with its communes, their clerks and officers, and what the year before left them; Monday morning."""
    DemoClock.objects.create(pk=1, starts_at=at(NOW), set_at=timezone.now())
    province = builders.make_unit("37", "Tỉnh Ninh Bình", UnitKind.PROVINCE, agency_code="000.00.00.H42")
    district = builders.make_unit(
        "376", "Huyện Kim Sơn", UnitKind.DISTRICT, parent=province, agency_code="000.00.28.H42"
    )
    communes = [make_commune(number, district) for number in range(1, COMMUNES + 1)]
    procedures = {level: list(make_procedures(level)) for level in ("district", "commune")}
    places = [district, *communes]
    for place in places:
        builders.make_user(f"clerk.{place.code}", Role.CLERK, place)
        builders.make_user(f"officer.{place.code}", Role.OFFICER, place)
    return places, [left_over(Unit(place.code, procedures[place.level])) for place in places]


def make_commune(number, district):
    code, agency_code = f"{14620 + 3 * number}", f"000.{number:02}.28.H42"
    return builders.make_unit(code, f"Xã {number}", parent=district, agency_code=agency_code)


def make_procedures(level):
    for number, (sector, limit) in enumerate((("Hộ tịch", 0), ("Bảo trợ xã hội", 5), ("Đất đai", 15))):
        made = builders.make_procedure(
            f"{len(level)}.00119{number}",
            f"Thủ tục {number}",
            level=level,
            sector=sector,
            time_limit=limit,
            fee=None,
            papers=(),
        )
        yield made.code


def left_over(unit):
    """What the unit has not finished yet comes in by the door for many."""
    received = [date(2017, 12, 22) + timedelta(days=number) for number in range(LEFT_OVER)]
    unit.open += [f"{unit.code}-{day:%y%m%d}" for day in received]
    place = {"receiving_unit": unit.code, "competent_unit": unit.code, "procedure_code": unit.procedures[0]}
    rows = [
        open_row(code=code, received_at=f"{day} 08:00", due_at=f"{day + timedelta(days=20)}", **place)
        for code, day in zip(unit.open, received, strict=True)
    ]
    blank = dict.fromkeys(COLUMNS, "")
    add_dossiers([Row(line, blank | row) for line, row in enumerate(rows, 2)], now=at(NOW))
    return unit
