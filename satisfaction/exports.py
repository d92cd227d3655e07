"""The results in Excel: numbers as numbers, what is hidden in words."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from satisfaction.results import whole_months
from satisfaction.tables import Line, Results, Table
from units.sheets import Cell, Column, Sheet, notes_sheet

PERCENT, WHOLE = "0.0%", "#,##0"


def sheets_of(found: Results) -> Iterator[Sheet]:
    yield notes_sheet(_("About these figures"), _notes(found))
    for table in found.tables():
        yield Sheet(table.title, list(_columns(table)), [_row(table, line) for line in table.lines])
    yield Sheet(_("Comments"), [Column(_("Unit"), 24), Column(_("Comment"), 100)], found.comments())


def answers_in_words(cell) -> Cell:
    """The number of answers, or why it is hidden."""
    if cell.is_too_few:
        few = ngettext("under %(n)d answer", "under %(n)d answers", settings.FEWEST_ANSWERS_SHOWN)
        return few % {"n": settings.FEWEST_ANSWERS_SHOWN}
    return _("hidden") if cell.is_hidden else cell.answers


def _notes(found):
    cell = found.over_all
    yield _("Unit"), found.desk.unit.name if found.desk else _("All units you oversee")
    yield _("Months"), str(whole_months(found.period.first, found.period.last))
    yield _("Answers"), answers_in_words(cell)
    yield _("Satisfied"), _percent(cell.share)
    yield _("Dossiers finished"), cell.served
    yield _("Response rate"), _percent(cell.response_rate)
    yield _("National target"), _percent(settings.SATISFACTION_TARGET / 100)
    for note in explanations():
        yield "", note


def explanations():
    """What has to be known about the figures, in sentences."""
    yield _(
        "Percentages are of those who answered: satisfied are those who gave 4 or 5 of 5 marks. An answer counts in "
        "the month in which its result was ready."
    )
    yield _(
        "The response rate is answers to dossiers finished in these months: whoever has one may rate it, also one that "
        "was denied or withdrawn. Paper cards need not name a dossier, so there may be more answers than dossiers."
    )
    few = ngettext(
        "Fewer than %(n)d answer is hidden, and so is a line by which it could be reckoned from the total.",
        "Fewer than %(n)d answers are hidden, and so is a line by which they could be reckoned from the total.",
        settings.FEWEST_ANSWERS_SHOWN,
    )
    yield few % {"n": settings.FEWEST_ANSWERS_SHOWN}


def _columns(table: Table):
    yield Column(table.head, 60)
    if table.slug == "procedures":
        yield Column(_("Procedure code"), 16)
    yield Column(_("Answers"), 14, WHOLE)
    yield Column(_("Satisfied"), 12, PERCENT)
    if table.has_rate:
        yield Column(_("Dossiers finished"), 18, WHOLE)
        yield Column(_("Response rate"), 14, PERCENT)


def _row(table: Table, line: Line) -> list[Cell]:
    cell = line.cell
    code = [line.code] if table.slug == "procedures" else []
    rate = [cell.served, cell.response_rate] if table.has_rate else []
    return [line.name, *code, answers_in_words(cell), cell.share, *rate]


def _percent(share):
    return None if share is None else f"{share:.1%}".replace(".", ",").replace("%", " %")
