"""The register (form 06, sổ theo dõi hồ sơ): what a desk received in a period, in the order of its books."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from dossiers.figures import DAYS
from dossiers.models import Delivery, Dossier, DossierEvent, EventKind
from dossiers.models.querysets import IS_OPEN, IS_RESOLVED, IS_RUNNING, is_overdue, reach_of
from dossiers.states import PAUSED_STATES, DossierState, Outcome
from units.models import Role, ServiceDesk
from units.periods import Period
from units.text import fold

ALL_BOOKS, WITHOUT_BOOK = "", "-"
COUNTED = 10_000  # a longer register is not added up on the screen
KEY = re.compile(r"(\d{1,9})_([^_]{1,40})_(\d{1,18})", re.ASCII)

REMARKS = {
    "overdue": _("Overdue, no result yet"),
    "late": _("Finished late"),
    "denied": _("Denied after reception"),
    "withdrawn": _("Withdrawn on %(value)s"),
    "stopped": _("Stopped on %(value)s"),
    "supplement": _("Waits for papers since %(value)s"),
    "payment": _("Waits for a payment since %(value)s"),
    "suspended": _("Time not counted since %(value)s"),
    "waiting": _("Result ready on %(value)s, not yet collected"),
    "unsent": _("Result ready on %(value)s, to be sent by post"),
    "promised": _("Promised anew for %(value)s"),
    "collector": _("Collected by %(value)s"),
    "from_book": _("Entered from the paper book, number %(value)s"),
    "book": _("Book %(value)s"),
    "note": "%(value)s",
}


@dataclass(frozen=True)
class Remark:
    """What stands under Ghi chú: which kind, and the day, name or words it is about."""

    kind: str  # one of REMARKS
    value: str = ""

    def __str__(self):
        return REMARKS[self.kind] % {"value": self.value}

    @property
    def is_late(self):
        return self.kind in ("late", "overdue")


@dataclass(frozen=True)
class Row:
    """One line of the register; `number` is the book's, or the place in the period where several are shown at once."""

    number: int
    dossier: Dossier
    remarks: tuple[Remark, ...]

    @property
    def is_late(self):
        return any(remark.is_late for remark in self.remarks)

    @property
    def person(self):
        owner = self.dossier.owner_name
        return f"{self.dossier.applicant_name} ({owner})" if owner else self.dossier.applicant_name

    @property
    def place(self):
        return ", ".join(filter(None, (self.dossier.applicant_address, self.dossier.applicant_phone)))


@dataclass(frozen=True)
class Register:
    """A desk's register of a period: one book, all of them, or what stands in none; as much as `user` may see."""

    user: object
    desk: ServiceDesk
    period: Period
    book: str = ALL_BOOKS

    @property
    def is_one_book(self):
        return self.book not in (ALL_BOOKS, WITHOUT_BOOK)

    @property
    def is_whole(self):
        """Whether he sees everything that the desk receives; an officer sees what his unit decides."""
        return self.desk.pk in reach_of(self.user).desks

    @property
    def of_all_books(self):
        received = Dossier.objects.visible_to(self.user).filter(receiving_desk=self.desk)
        return received.received_between(self.period.first, self.period.last)

    @property
    def dossiers(self):
        if self.book == ALL_BOOKS:
            return self.of_all_books
        return self.of_all_books.filter(book="" if self.book == WITHOUT_BOOK else self.book)

    def books(self) -> list[str]:
        """Those in which the desk entered something in the period; '' where something stands in none."""
        return sorted(self.of_all_books.order_by().values_list("book", flat=True).distinct(), key=fold)

    def totals(self, today: date) -> dict[str, int] | None:
        """What was received in the period and became of it; None if that is more than COUNTED."""
        counted = self.dossiers.annotate(**DAYS).order_by()[: COUNTED + 1]
        totals = counted.aggregate(
            received=Count("pk"),
            finished=Count("pk", filter=Q(finished_at__isnull=False)),
            late=Count("pk", filter=Q(finished_on__gt=F("due_on")) & IS_RUNNING),
            handed_back=Count("pk", filter=Q(state=DossierState.HANDED_BACK)),
            waiting=Count("pk", filter=IS_RESOLVED),
            open=Count("pk", filter=IS_OPEN),
            overdue=Count("pk", filter=is_overdue(today)),
        )
        return totals if totals["received"] <= COUNTED else None

    def page(self, key: str, size: int, today: date) -> tuple[list[Row], str]:
        """The rows after `key`, and the key of the page after these; '' where there is none."""
        after = self._parsed(key)
        number = after[0] if after else 0
        rows = list(self._rows(self._after(after)[: size + 1], today, number))
        return rows[:size], self._key(rows[size - 1]) if len(rows) > size else ""

    def rows(self, today: date) -> Iterator[Row]:
        """All of them, read bit by bit: memory stays flat."""
        return self._rows(self._after(None).iterator(chunk_size=2000), today, 0)

    @property
    def _column(self):
        return "number_in_book" if self.is_one_book else "received_at"

    def _rows(self, dossiers: Iterable[Dossier], today, already):
        for place, dossier in enumerate(dossiers, start=already + 1):
            yield Row(
                dossier.number_in_book if self.is_one_book else place,
                dossier,
                tuple(remarks_on(dossier, today, with_book=not self.is_one_book)),
            )

    def _after(self, after):
        dossiers = with_row_data(self.dossiers).order_by(self._column, "pk")
        if after is None:
            return dossiers
        _, place, pk = after
        # The first condition is implied by the second; it is the one that tells an index where to begin.
        dossiers = dossiers.filter(**{f"{self._column}__gte": place})
        return dossiers.filter(Q(**{f"{self._column}__gt": place}) | Q(pk__gt=pk))

    def _key(self, row):
        place = row.dossier.number_in_book if self.is_one_book else row.dossier.received_at.isoformat()
        return f"{row.number}_{place}_{row.dossier.pk}"

    def _parsed(self, key):
        """(number, place in the order, primary key) of the row after which a page begins; None if `key` is not one."""
        if not (found := KEY.fullmatch(key)):
            return None
        place = _number(found[2]) if self.is_one_book else _moment(found[2])
        return None if place is None else (int(found[1]), place, int(found[3]))


def desks_of(user):
    """The desks whose register `user` may open: where he works, which he oversees, and the one of an officer's unit."""
    in_reach = Q(pk__in=reach_of(user).desks) | Q(unit__in=user.units_of(Role.OFFICER))
    return ServiceDesk.objects.filter(in_reach).select_related("unit").order_by("unit__code")


def own_desk(user, desks):
    """Of `desks` the one of the unit in which he works, else the first."""
    units = [duty.unit.pk for duty in user.duties]
    return min(desks, key=lambda desk: units.index(desk.unit_id) if desk.unit_id in units else len(units))


def with_row_data(dossiers):
    """What a line of the register prints and nothing else, without a further statement for a row."""
    collector = DossierEvent.objects.filter(dossier=OuterRef("pk"), kind=EventKind.HANDED_BACK)
    return dossiers.annotate(
        procedure_name=F("version__name"),
        agency_name=F("competent_agency__name"),
        collector=Subquery(collector.values("data__collector_name")[:1]),
    ).only(
        *("code", "sets", "applicant_name", "owner_name", "applicant_address", "applicant_phone", "received_at"),
        *(
            "due_at",
            "paused_at",
            "promised_at",
            "finished_at",
            "returned_at",
            "delivery",
            "book",
            "number_in_book",
            "note",
            "paper_number",
        ),
        *("state", "outcome"),
    )


def remarks_on(dossier, today, *, with_book=False) -> Iterator[Remark]:
    """What is worth a word under Ghi chú; lateness is judged by the legal due date, as everywhere."""
    if dossier.is_overdue(today):
        yield Remark("overdue")
    elif dossier.is_late:
        yield Remark("late")
    if dossier.is_denied:
        yield Remark("denied")
    if dossier.outcome == Outcome.WITHDRAWN:
        yield Remark("withdrawn", day_of(dossier.finished_at))
    if dossier.outcome == Outcome.STOPPED:
        yield Remark("stopped", day_of(dossier.finished_at))
    if dossier.state in PAUSED_STATES:
        yield Remark(dossier.state, day_of(dossier.paused_at))
    if dossier.state == DossierState.RESOLVED:
        kind = "unsent" if dossier.delivery == Delivery.POST else "waiting"
        yield Remark(kind, day_of(dossier.finished_at))
    if dossier.is_promised_anew:
        yield Remark("promised", day_of(dossier.promised_at))
    if dossier.collector:
        yield Remark("collector", dossier.collector)
    if dossier.paper_number:
        yield Remark("from_book", dossier.paper_number)
    if with_book and dossier.book:
        yield Remark("book", f"{dossier.book}: {dossier.number_in_book}")
    if dossier.note:
        yield Remark("note", dossier.note)


def day_of(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y}" if moment else ""


def _number(text):
    return int(text) if text.isdigit() and len(text) < 10 else None


def _moment(text):
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None
