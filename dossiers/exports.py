"""A list of dossiers as a file for people. It holds no identity number, phone or address: a file is passed on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dossiers.fee_status import FeeStatus
from dossiers.figures import Timing, timing
from dossiers.filters import sight_in_words
from dossiers.models.querysets import start_of
from dossiers.states import DossierState, Outcome
from procedures.models import Channel, ProcedureVersion
from units.models import Agency, ServiceDesk, User
from units.sheets import Column, Sheet, csv_lines, notes_sheet

MONEY = "#,##0"
COLUMNS = [
    Column(gettext_lazy("Dossier code"), 27),
    Column(gettext_lazy("Procedure code"), 14),
    Column(gettext_lazy("Procedure"), 45),
    Column(gettext_lazy("Sector"), 20),
    Column(gettext_lazy("Applicant"), 26),
    Column(gettext_lazy("Channel"), 12),
    Column(gettext_lazy("State"), 18),
    Column(gettext_lazy("Received"), 17),
    Column(gettext_lazy("Due"), 17),
    Column(pgettext_lazy("column", "Finished"), 17),
    Column(gettext_lazy("Outcome"), 22),
    Column(gettext_lazy("Against the due date"), 12),
    Column(gettext_lazy("Handed back"), 17),
    Column(gettext_lazy("Receiving desk"), 36),
    Column(gettext_lazy("Competent authority"), 30),
    Column(gettext_lazy("Case officer"), 22),
    Column(gettext_lazy("Fee"), 18),
    Column(gettext_lazy("Fee due, in đồng"), 14, MONEY),
    Column(gettext_lazy("Fee collected, in đồng"), 14, MONEY),
    Column(gettext_lazy("Number in the paper book"), 12),
]
FIELDS = (
    "code",
    "version",
    "applicant_name",
    "channel",
    "state",
    "received_at",
    "due_at",
    "paused_at",
    "finished_at",
    "outcome",
    "returned_at",
    "receiving_desk",
    "competent_agency",
    "handled_by",
    "fee_status",
    "fee_amount",
    "fee_kept",
    "paper_number",
)
AT_ONCE = 2000  # rows read, and lines sent, at a time


@dataclass(frozen=True)
class Notes:
    """What a file says of itself: which filter, whose file, of when, and that it is only part of what was asked for."""

    filter: str
    by: User
    now: datetime
    left_out: str = ""


def rows_at_once(dossiers) -> int | None:
    """How many `dossiers` are; None if they are more than are sent while somebody waits."""
    rows = dossiers.order_by()[: settings.EXPORT_LIMIT + 1].count()
    return rows if rows <= settings.EXPORT_LIMIT else None


def left_out() -> str:
    """What a file says of a list of which its reader may see only part."""
    return _("This is only part of the list: dossiers that whoever made this file may not see are left out.")


def csv_of(dossiers, *, today: date, left_out: str = "", through: Callable = iter) -> Iterator[str]:
    """The file in parts, the head at once; what is read of the database is kept no longer than it takes to send.

    What is left out stands in a last line. `through` is given the rows, to see them pass.
    """
    rows = through(_rows(dossiers, _Words(today)))
    lines = csv_lines([str(column.heading) for column in COLUMNS], chain(rows, [(left_out,)] if left_out else []))
    return chain([next(lines)], _in_parts(lines))


def sheets_of(dossiers, *, today: date, notes: Notes, through: Callable = iter) -> tuple[Sheet, Sheet]:
    """The second says what the first one is; to be written in this order."""
    rows = _Counted(through(_rows(dossiers, _Words(today))))
    return Sheet(_("Dossiers"), COLUMNS, rows), notes_sheet(_("Notes"), _facts(notes, rows))


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows):
        self.rows, self.count = rows, 0

    def __iter__(self):
        for row in self.rows:
            self.count += 1
            yield row


def _facts(notes, rows):
    """Read when the rows have passed."""
    yield _("Filtered by"), notes.filter or _("none: all that may be seen")
    yield _("Rows"), rows.count
    yield _("Made by"), f"{notes.by.full_name} ({notes.by.username})"
    yield _("Made at"), notes.now
    yield _("Holds only"), _("what whoever made it may see: %(units)s") % {"units": sight_in_words(notes.by)}
    yield _("Left out"), _("identity numbers, dates of birth, phone numbers and addresses")
    if notes.left_out:
        yield _("Only part"), notes.left_out


class _Names(dict):
    """What keys mean, read once; what was added since then is read when a row names it."""

    def __init__(self, rows, name: Callable):
        super().__init__((row.pk, name(row)) for row in rows.all())
        self.rows, self.name = rows, name

    def __missing__(self, key):
        self[key] = self.name(self.rows.get(pk=key))
        return self[key]


class _Words:
    """What keys and codes mean, read and translated once: what is sent later is sent outside of the request."""

    def __init__(self, today):
        self.today_starts = start_of(today)
        self.versions = _Names(
            ProcedureVersion.objects.select_related("procedure", "sector"),
            lambda version: (version.procedure.code, version.name, version.sector.name),
        )
        self.desks = _Names(ServiceDesk.objects.select_related("unit"), str)
        self.agencies = _Names(Agency.objects.only("name"), lambda agency: agency.name)
        self.officers = _Names(User.objects.only("full_name"), lambda officer: officer.full_name)
        self.channels, self.states, self.outcomes, self.timings, self.fees = (
            {value: str(label) for value, label in choices.choices}
            for choices in (Channel, DossierState, Outcome, Timing, FeeStatus)
        )
        self.overdue = _("overdue")

    def fee(self, status, due, kept):
        """Of what was imported nothing is known here."""
        return (self.fees[status] if status != FeeStatus.NONE or due is not None else "", due, kept or None)

    def timing(self, due_at, finished_at, outcome, paused_at):
        """Early, on time or late; of what is not finished, whether it is overdue."""
        if finished_at is None:
            is_running = paused_at is None or paused_at > due_at
            return self.overdue if is_running and due_at < self.today_starts else ""
        return self.timings[timing(due_at, finished_at, outcome, paused_at)]


def _rows(dossiers, words):
    """The cells of each row, in the order of COLUMNS. By keys: the joins are made here, once for each kind."""
    for values in dossiers.values_list(*FIELDS).iterator(chunk_size=AT_ONCE):
        code, version, name, channel, state, received, due, paused, finished, outcome, returned, *who = values
        desk, agency, officer, *fee, paper_number = who
        yield (
            code,
            *words.versions[version],
            name,
            words.channels[channel],
            words.states[state],
            received,
            due,
            finished,
            words.outcomes.get(outcome, ""),
            words.timing(due, finished, outcome, paused),
            returned,
            words.desks[desk],
            words.agencies[agency],
            words.officers[officer] if officer else "",
            *words.fee(*fee),
            paper_number,
        )


def _in_parts(lines):
    while part := "".join(islice(lines, AT_ONCE)):
        yield part
