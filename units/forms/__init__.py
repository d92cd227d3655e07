from units.forms.periods import DayForm, PeriodForm, filled
from units.forms.staff import (
    AssignmentForm,
    LastDayForm,
    NewPersonForm,
    OwnPasswordForm,
    PersonForm,
    StaffFilter,
    from_when,
)

__all__ = [
    "AssignmentForm",
    "DayForm",
    "LastDayForm",
    "NewPersonForm",
    "OwnPasswordForm",
    "PeriodForm",
    "PersonForm",
    "StaffFilter",
    "filled",
    "from_when",
]
