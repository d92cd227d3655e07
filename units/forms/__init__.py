from units.forms.periods import PeriodForm
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
    "LastDayForm",
    "NewPersonForm",
    "OwnPasswordForm",
    "PeriodForm",
    "PersonForm",
    "StaffFilter",
    "from_when",
]
