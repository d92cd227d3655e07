from units.models.attempts import Attempt, count_try
from units.models.calendar import CalendarDay, CalendarDayKind, OfficeHours
from units.models.demo_clock import DemoClock
from units.models.files import StoredScan
from units.models.people import OVERSEEING, Assignment, Role, User
from units.models.places import (
    AdministrativeUnit,
    Agency,
    AgencyCode,
    AgencyKind,
    DeskKind,
    Level,
    ServiceDesk,
    UnitEvent,
    UnitEventKind,
    UnitKind,
)
from units.models.rules import AfterSupplement, Form, FormKind, FormSet, ReportSet, RuleSet

__all__ = [
    "AdministrativeUnit",
    "AfterSupplement",
    "Agency",
    "AgencyCode",
    "AgencyKind",
    "Assignment",
    "Attempt",
    "CalendarDay",
    "CalendarDayKind",
    "DemoClock",
    "DeskKind",
    "Form",
    "FormKind",
    "FormSet",
    "Level",
    "OVERSEEING",
    "OfficeHours",
    "ReportSet",
    "Role",
    "RuleSet",
    "ServiceDesk",
    "StoredScan",
    "UnitEvent",
    "UnitEventKind",
    "UnitKind",
    "User",
    "count_try",
]
