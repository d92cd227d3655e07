"""The posting sheets of a unit, from what is stored; in Vietnamese, whatever language the reader chose."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from prints.trial import demo_note
from procedures.decisions import start_of
from procedures.fitting import fitted
from procedures.models import Handling, ProcedureAtUnit, ProcedureVersion, PublicationDecision
from procedures.posting_words import Around, News, sheet_of, validity_in_words
from procedures.prints.booklet import Booklet, render_booklet
from procedures.prints.sheet import Contact, Office, PostingSheet, render_sheet
from procedures.stored import WHOLE, content_of
from units.calendars import work_calendar
from units.models import AdministrativeUnit, RuleSet, ServiceDesk

NOT_VERIFIED = "Chưa đối chiếu với văn bản công bố: kiểm tra trước khi niêm yết."
PRINTED = (*WHOLE, "procedure__fees")


@dataclass(frozen=True)
class PrintedSheet:
    """A sheet that is ready to print: the same values make the same bytes, known by their `digest`."""

    office: Office
    sheet: PostingSheet
    day: date  # of print

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(repr((self.office, self.sheet, self.day)).encode()).hexdigest()

    def as_pdf(self) -> bytes:
        return render_sheet(self.office, self.sheet, printed_at=start_of(self.day))


def printed_sheet(version: ProcedureVersion, unit: AdministrativeUnit, *, today: date) -> PrintedSheet:
    """The sheet of `version` as `unit` hangs it."""
    return PrintedSheet(office_of(unit, today), sheets_of([version], unit, today=today)[0], today)


def booklet_of(unit: AdministrativeUnit, versions: QuerySet[ProcedureVersion], *, about: str, today: date) -> Booklet:
    """The sheets of `versions` at `unit`, in their order: those of a sector stand together."""
    versions = versions.select_related("procedure").prefetch_related(*PRINTED)
    office = office_of(unit, today)
    sheets = fitted(office, sheets_of(versions, unit, today=today))
    return Booklet(office=office, about=about, day=today, sheets=tuple(sheets))


def print_booklet(booklet: Booklet) -> bytes:
    return render_booklet(booklet, printed_at=start_of(booklet.day))


def sheets_of(
    versions: Iterable[ProcedureVersion],
    unit: AdministrativeUnit,
    *,
    today: date,
    news: Mapping[int, News] | None = None,
) -> list[PostingSheet]:
    """The sheets of `versions` (read with `PRINTED`) at `unit`; `news` by the key of a version is marked on its own."""
    versions = list(versions)
    here = ProcedureAtUnit.objects.filter(unit=unit, procedure__in=[version.procedure_id for version in versions])
    exceptions = defaultdict(list)
    for exception in here:
        exceptions[exception.procedure_id].append(exception)
    cutoff = RuleSet.objects.in_force_on(today).as_rules().same_day_cutoff
    with override("vi"):
        return [
            sheet_of(
                content_of(version),
                _around(version, exceptions[version.procedure_id], today, cutoff),
                (news or {}).get(version.pk),
            )
            for version in versions
        ]


def _around(version, exceptions, today, cutoff):
    procedure = version.procedure
    day = max(today, version.valid_from or today)
    return Around(
        code=procedure.code,
        page_url=f"{settings.PUBLIC_URL}{reverse('procedures:detail', args=[procedure.code])}",
        in_force=validity_in_words(version.valid_from, version.valid_to),
        decision=decision_in_words(version.decision) if version.decision else "",
        is_received=procedure.handling_on(day, exceptions) == Handling.RECEIVED,
        cutoff=cutoff,
        fees=tuple(fee for fee in procedure.fees.all() if fee.is_in_force_on(day)),
        warning=NOT_VERIFIED if version.is_unverified else "",
    )


def decision_in_words(decision: PublicationDecision) -> str:
    """Quyết định số 55/QĐ-UBND ngày 10/01/2018 của Chủ tịch UBND tỉnh, as far as it is known."""
    told = ["Quyết định công bố"]
    if decision.number:
        told.append(f"số {decision.number}")
    if decision.issued_on:
        told.append(f"ngày {decision.issued_on:%d/%m/%Y}")
    if decision.issuer:
        told.append(f"của {decision.issuer}")
    return " ".join(told)


def office_of(unit: AdministrativeUnit, day: date) -> Office:
    """Who posts: the committee of `unit` and its desk, with whom to turn to there and at the unit above."""
    desk = unit.desk
    return Office(
        issuer=unit.committee.name.upper(),
        desk=desk.name.upper(),
        desk_in_sentence=str(desk),
        place=unit.place_name,
        address=desk.address,
        phone=desk.phone,
        hours=_hours(work_calendar(on=day, unit=unit).office_hours),
        contacts=tuple(_contacts(unit)),
        demo_note=demo_note(),
    )


def _contacts(unit):
    """What nobody entered is left to be written by hand."""
    for each in filter(None, (unit, unit.parent)):
        desk = ServiceDesk.objects.filter(unit=each).first()
        yield Contact(each.committee.name, desk.address if desk else "", desk.phone if desk else "")


def _hours(hours):
    return " và ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours.sessions)
