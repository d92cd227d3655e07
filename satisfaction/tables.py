"""The results as tables, for the page and for Excel."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procedures.models import ProcedureVersion
from satisfaction import results
from satisfaction.models import Source
from satisfaction.results import Satisfaction, Share
from units.models import OVERSEEING, ServiceDesk, User
from units.periods import Period

# What the lines of units and procedures can be sorted by; what is hidden comes last.
ORDERS = {
    "share": lambda line: (line.cell.is_hidden, line.cell.share or 0),
    "answers": lambda line: (line.cell.is_hidden, -line.cell.answers),
}


@dataclass(frozen=True)
class Line:
    name: str
    code: str  # of a procedure, else empty
    cell: Share
    desk: int | None = None  # the line opens the results of this desk


@dataclass(frozen=True)
class Table:
    """`title` names the sheet in Excel too; `has_rate` where the lines say how many could be asked."""

    slug: str
    title: str
    head: str
    lines: list[Line]
    has_rate: bool = True
    note: str = ""  # what the lines are, where their names do not say it

    @property
    def is_sortable(self):
        return self.slug in ("units", "procedures")

    @property
    def is_all_hidden(self):
        return all(line.cell.is_hidden for line in self.lines)

    @property
    def keeps_back(self):
        return any(line.cell.is_kept_back and not line.cell.is_too_few for line in self.lines)


@dataclass(frozen=True)
class Results:
    """All there is to say of a period: of every desk that `user` oversees, or of one of them.

    Procedures are told apart up to `most`; the others are summed up.
    """

    user: User
    period: Period
    desk: ServiceDesk | None = None
    most: int | None = None
    order: str = ""

    @property
    def of_all(self):
        return {"user": self.user, "first": self.period.first, "last": self.period.last}

    @property
    def asked(self):
        return self.of_all | {"desk": self.desk}

    @cached_property
    def over_all(self) -> Satisfaction:
        """Of one desk its line among all, so that it stays hidden where it is hidden there."""
        return self.of_desks.get(self.desk.pk, Satisfaction()) if self.desk else results.over_all(**self.of_all)

    @cached_property
    def of_desks(self) -> dict[int, Satisfaction]:
        return results.by_desk(**self.of_all)

    def tables(self) -> Iterator[Table]:
        """None where the whole is hidden."""
        if self.over_all.is_hidden:
            return
        note = _("Of those who marked the factor; none has to be marked.")
        yield Table("factors", _("By factor"), _("Factor"), self._factors(), has_rate=False, note=note)
        if self.desk is None and len(self.of_desks) > 1:
            yield Table("units", _("By unit"), _("Unit"), self._sorted(self._units()))
        yield Table("procedures", _("By procedure"), _("Procedure"), self._sorted(self._procedures()))
        yield Table("months", _("By month"), _("Month"), self._months())
        note = _(
            "On one's own phone with the secret of the receipt, on the tablet at the desk, or on a card from the "
            "desk's box that was typed in from its sealed envelope."
        )
        ways = self._sources()
        yield Table("sources", _("By way of answering"), _("Way of answering"), ways, has_rate=False, note=note)

    @property
    def unit_code(self):
        """Of the desk's unit, or of those that the user is there to oversee: names a file, so no unit's name."""
        if self.desk:
            return self.desk.unit.code
        return "-".join(sorted({duty.unit.code for duty in self.user.duties if duty.role in OVERSEEING}))

    def comments(self):
        """What people wrote, as desk and text in an order by lot; of no desk whose answers are hidden."""
        shown = [desk for desk, cell in self.of_desks.items() if not cell.is_hidden]
        answers = results.answers_of(**self.asked).filter(desk__in=shown).exclude(comment="")
        return answers.order_by("pk").values_list("desk__unit__name", "comment")

    def _sorted(self, lines):
        return sorted(lines, key=ORDERS[self.order]) if self.order in ORDERS else lines

    def _factors(self):
        return [Line(factor.label, "", cell) for factor, cell in self.over_all.factors.items()]

    def _units(self):
        desks = ServiceDesk.objects.filter(pk__in=self.of_desks).select_related("unit").order_by("unit__code")
        return [Line(desk.unit.name, "", self.of_desks[desk.pk], desk=desk.pk) for desk in desks]

    def _procedures(self):
        """Those with enough answers, the most first; the others as one, which is all that can be told of some."""
        cells = {key: cell for key, cell in results.by_procedure(**self.asked).items() if cell.answers}
        shown = sorted((key for key in cells if not cells[key].is_hidden), key=lambda key: -cells[key].answers)
        shown = shown[: self.most]
        names = _names(shown, self.period.last)
        lines = [Line(*names[key], cells[key]) for key in shown]
        if others := [cells[key] for key in cells.keys() - set(shown)]:
            n = len(others)
            name = ngettext("%(n)d other procedure", "%(n)d other procedures, together", n) % {"n": n}
            lines.append(Line(name, "", results.together(others)))
        return lines

    def _months(self):
        cells = results.by_month(**self.asked)
        return [Line(date_format(month, "YEAR_MONTH_FORMAT"), "", cell) for month, cell in cells.items()]

    def _sources(self):
        cells = results.by_source(**self.asked)
        return [Line(source.label, "", cells[source]) for source in Source if source in cells]


def _names(procedures, day):
    """(name, code) of each procedure by its key: as it was called on `day`, or else first."""
    names = {None: (_("No procedure on the card"), "")}
    versions = ProcedureVersion.objects.filter(procedure__in=[key for key in procedures if key]).named_on(day)
    return names | {key: (version.name, version.procedure.code) for key, version in versions.items()}
