"""Figures typed by hand, in the columns of the period's form: nothing is taken that does not add up."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from procedures.models import ProcedureVersion, Sector
from reports.freezing import WHOLE_UNIT, WHOLE_UNIT_NAME, report_of
from reports.models import Submission
from reports.statutory import Layout
from reports.tallies import Figures
from units.models import AdministrativeUnit
from units.periods import Period
from units.text import fold

MOST = 10_000_000  # dossiers in one cell


class TypedForm(forms.Form):
    """A line for the unit as a whole, or one for each sector; `lines` are those with a number, as figures.

    A sum that is left empty is reckoned; one that is typed has to be right.
    """

    def __init__(self, data=None, *, unit: AdministrativeUnit, period: Period, layout: Layout):
        super().__init__(data)
        self.layout, self.lines = layout, {}
        self.before = Submission.objects.before(unit, period, is_consolidated=False)
        self.names = {WHOLE_UNIT: WHOLE_UNIT_NAME} | _sectors(unit, period)
        for key, name in self.names.items():
            for column in layout.columns:
                self.fields[_field(key, column.figure)] = forms.IntegerField(
                    label=f"{name}, {column.heading}",
                    required=False,
                    min_value=0,
                    max_value=MOST,
                    widget=_box(name, column),
                )

    @property
    def rows(self):
        """(name, cells, what is wrong) of each line."""
        for key, name in self.names.items():
            cells = [self[_field(key, column.figure)] for column in self.layout.columns]
            yield name, cells, [fault for cell in cells for fault in cell.errors]

    def clean(self):
        given = super().clean()
        for key in self.names:
            self._take_line(key, given)
        if self.errors:
            return given
        if not self.lines:
            raise forms.ValidationError(_("No line is filled in. Nothing was submitted."))
        if WHOLE_UNIT in self.lines and len(self.lines) > 1:
            raise forms.ValidationError(
                _("Fill in either the line of the whole unit or those of the sectors: both together count twice.")
            )
        self._hold_to_the_report_before()
        return given

    def _take_line(self, key, given):
        columns = self.layout.columns
        if all(given.get(_field(key, column.figure)) is None for column in columns):
            return
        numbers = {column.figure: given.get(_field(key, column.figure)) for column in columns}
        self._reckon(numbers)
        for figure, parts in self.layout.identities:
            if numbers[figure] != sum(numbers[part] for part in parts):
                self.add_error(_field(key, figure), self._does_not_add_up(key, figure, parts, numbers))
        self.lines[key] = _figures(numbers)

    def _reckon(self, numbers):
        """What is empty is nothing, but a sum, which is what its parts make."""
        for group in self.layout.groups:
            total, *parts = (column.figure for column in group.columns)
            numbers |= {part: numbers[part] or 0 for part in parts}
            if numbers[total] is None:
                numbers[total] = sum(numbers[part] for part in parts)

    def _does_not_add_up(self, key, figure, parts, numbers):
        column = self.layout.numbers
        return _(
            "%(line)s: column (%(column)d) is %(sum)d, but %(columns)s = %(numbers)s = %(found)d. Correct one of them."
        ) % {
            "line": self.names[key],
            "column": column[figure],
            "sum": numbers[figure],
            "columns": " + ".join(f"({column[part]})" for part in parts),
            "numbers": " + ".join(str(numbers[part]) for part in parts),
            "found": sum(numbers[part] for part in parts),
        }

    def _hold_to_the_report_before(self):
        """What is carried over is what the frozen report before left pending."""
        before = self.before.select_related("unit", "report_set").first()
        if before is None:
            return
        carried, pending = sum(line.carried_over for line in self.lines.values()), report_of(before).total.pending_total
        if carried != pending:
            raise forms.ValidationError(
                _(
                    "Carried over: %(carried)d, column (%(column)d) in all, but the report frozen on %(day)s left "
                    "%(pending)d pending. Correct it, or have that report returned."
                )
                % {
                    "carried": carried,
                    "column": self.layout.numbers["carried_over"],
                    "day": f"{before.submitted_on:%d/%m/%Y}",
                    "pending": pending,
                }
            )


def _sectors(unit, period):
    versions = ProcedureVersion.objects.in_force_on(period.last).filter(procedure__level=unit.level)
    found = Sector.objects.filter(pk__in=versions.values("sector")).values_list("pk", "name")
    return dict(sorted(found, key=lambda sector: fold(sector[1])))


def _field(key, figure):
    return f"{key}-{figure}"


def _box(name, column):
    label = f"{name}, {column.over or ''} {column.heading}".replace(",  ", ", ")
    return forms.TextInput(
        attrs={
            "class": "form-control form-control-sm",
            "inputmode": "numeric",
            "autocomplete": "off",
            "aria-label": label,
        }
    )


def _figures(numbers: Mapping[str, int]) -> Figures:
    """In the form of 2017 what was resolved in time is one column: it counts as on time."""
    counted = {name: numbers[name] for name in Figures.names() if name in numbers}
    if "resolved_in_time" in numbers:
        counted["resolved_on_time"] = numbers["resolved_in_time"]
    return Figures(**counted)
