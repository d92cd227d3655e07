"""The cash sheet as it leaves the office: always in Vietnamese, whatever the screen speaks."""

from django.utils import timezone
from django.utils.translation import override

from dossiers.cash import CashSheet
from dossiers.printing import PART
from dossiers.slips.cash import CashLine, CashPage, CashPrint, CashTally, render_cash
from prints.trial import demo_note
from units.sheets import Column, Sheet, notes_sheet

MONEY = "#,##0"
COLUMNS = [
    Column("TT", 6),
    Column("Thời điểm", 17),
    Column("Người thu", 24),
    Column("Nơi thu", 32),
    Column("Mã hồ sơ", 27),
    Column("Người nộp", 26),
    Column("Thủ tục hành chính", 40),
    Column("Khoản", 12),
    Column("Thu (đồng)", 14, MONEY),
    Column("Hoàn trả (đồng)", 14, MONEY),
    Column("Miễn (đồng)", 14, MONEY),
    Column("Phiếu nội bộ", 15),
    Column("Ký hiệu biên lai", 14),
    Column("Số biên lai", 12),
    Column("Lý do, đối tượng", 34),
]


def print_cash(sheet: CashSheet, *, user, now) -> bytes:
    with override("vi"):  # the grounds of exemption are words of the interface
        pages = tuple(map(_page, sheet.clerks)) or (_empty_page(sheet, user),)
        return render_cash(CashPrint(sheet.on, pages, now, "" if sheet.is_whole else f"{PART}.", demo_note()))


def cash_sheets(sheet: CashSheet, *, user, now) -> tuple[Sheet, Sheet]:
    """Of its workbook: the lines, and what they add up to."""
    with override("vi"):
        rows = [(number, *_cells(line)) for number, line in enumerate(sheet.lines, 1)]
    lines = Sheet("Bảng kê thu phí, lệ phí", COLUMNS, rows, is_landscape=True)
    return lines, notes_sheet("Tổng hợp", _facts(sheet, user, now))


def _facts(sheet, user, now):
    yield "BẢNG KÊ THU PHÍ, LỆ PHÍ", f"ngày {sheet.on:%d/%m/%Y}"
    yield "Nơi thu", "; ".join(map(str, sheet.desks))
    for what, amount in (("Thu", sheet.collected), ("Hoàn trả", sheet.refunded), ("Miễn", sheet.exempted)):
        yield f"{what} (đồng)", amount
    for each in sheet.clerks:
        yield f"{each.clerk.full_name}, {each.desk.unit.name}: còn phải nộp (đồng)", each.in_hand
    yield "Phạm vi", "Toàn bộ khoản thu tại nơi này trong ngày" if sheet.is_whole else PART
    yield "Người lập", user.full_name
    yield "Lập lúc", f"{timezone.localtime(now):%H:%M %d/%m/%Y}"
    if note := demo_note():
        yield "Lưu ý", note


def _cells(line):
    dossier = line.dossier
    return (
        *(line.at, line.by.full_name, str(line.desk), dossier.code, dossier.handed_in_by, dossier.version.name),
        *(line.get_nature_display(), *_amounts(line), line.slip_number, line.receipt_book, line.receipt_serial),
        _why(line),
    )


def _amounts(line):
    """In the column of its kind; the others stay empty."""
    return [line.amount if is_so else None for is_so in (line.is_collected, line.is_refunded, line.is_exempted)]


def _why(line):
    return ": ".join(filter(None, (line.get_ground_display() if line.ground else "", line.words)))


def _page(each):
    return CashPage(
        **_head(each.desk), clerk=each.clerk.full_name, tallies=_tallies(each), lines=tuple(map(_line, each.lines))
    )


def _empty_page(sheet, user):
    return CashPage(**_head(sheet.desks[0]), clerk=user.full_name, tallies=(), lines=())


def _head(desk):
    unit = desk.unit
    return {"issuer": unit.committee.name.upper(), "desk": desk.name.upper(), "place": unit.place_name}


def _tallies(each):
    return tuple(
        CashTally(tally.name, len(tally.lines), tally.collected, tally.refunded, tally.exempted)
        for tally in each.procedures
    )


def _line(line):
    dossier = line.dossier
    collected, refunded, exempted = (amount or 0 for amount in _amounts(line))
    return CashLine(
        time=f"{timezone.localtime(line.at):%H:%M}",
        code=dossier.code,
        person=dossier.handed_in_by,
        procedure=dossier.version.name,
        slip=line.slip_number,
        receipt=line.receipt or _why(line),
        collected=collected,
        refunded=refunded,
        exempted=exempted,
    )
