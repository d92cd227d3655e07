from units.models.calendar import CalendarDay, CalendarDayKind, OfficeHours, RuleSet
from units.models.demo_clock import DemoClock
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

__all__ = [
    "AdministrativeUnit",
    "Agency",
    "AgencyCode",
    "AgencyKind",
    "Assignment",
    "CalendarDay",
    "CalendarDayKind",
    "DemoClock",
    "DeskKind",
    "Level",
    "OVERSEEING",
    "OfficeHours",
    "Role",
    "RuleSet",
    "ServiceDesk",
    "UnitEvent",
    "UnitEventKind",
    "UnitKind",
    "User",
]
