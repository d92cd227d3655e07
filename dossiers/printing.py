"""The register and the day-end sheet as they leave the office: always in Vietnamese, whatever the screen speaks."""

from django.conf import settings
from django.utils import timezone

from dossiers.day_end import DayEnd
from dossiers.models import Delivery
from dossiers.register import ALL_BOOKS, WITHOUT_BOOK, Register, day_of
from dossiers.slips.day_end import DayEndPrint, Listing, render_day_end
from dossiers.slips.register import RegisterPrint, RegisterTotals, render_register
from dossiers.states import DossierState
from prints.amounts import in_figures
from prints.trial import demo_note
from procedures.models import Channel
from units.sheets import Column, Sheet, notes_sheet

REMARKS = {
    "overdue": "Quá hạn, chưa có kết quả",
    "late": "Giải quyết quá hạn",
    "denied": "Không đủ điều kiện giải quyết",
    "withdrawn": "Rút hồ sơ ngày {}",
    "stopped": "Dừng giải quyết ngày {}",
    "supplement": "Chờ bổ sung hồ sơ từ ngày {}",
    "suspended": "Tạm dừng tính thời gian từ ngày {}",
    "payment": "Chờ thực hiện nghĩa vụ tài chính từ ngày {}",
    "waiting": "Có kết quả ngày {}, chưa đến nhận",
    "unsent": "Có kết quả ngày {}, chờ gửi bưu chính",
    "promised": "Hẹn lại ngày {}",
    "collector": "Người nhận thay: {}",
    "from_book": "Nhập bù từ sổ giấy, số {}",
    "book": "Quyển {}",
    "note": "{}",
}
BECAME = {
    "at_once": "Đã trả ngay",
    "handed_back": "Đã trả",
    "withdrawn": "Đã rút",
    "stopped": "Dừng giải quyết",
    "uncollected": "Có kết quả, chưa nhận",
    "unsent": "Có kết quả, chờ gửi",
}
DELIVERY = {Delivery.DESK: "Trực tiếp", Delivery.POST: "Bưu chính công ích"}
CHANNEL = {Channel.IN_PERSON: "trực tiếp", Channel.ONLINE: "trực tuyến", Channel.POST: "bưu chính công ích"}
PART = "Chỉ gồm hồ sơ mà người lập được xem, không phải toàn bộ hồ sơ của nơi tiếp nhận"

COLUMNS = [
    Column("TT", 6),
    Column("Mã hồ sơ", 27),
    Column("Tên thủ tục hành chính", 40),
    Column("Số lượng hồ sơ (bộ)", 9),
    Column("Tên cá nhân, tổ chức", 26),
    Column("Địa chỉ, số điện thoại", 32),
    Column("Cơ quan chủ trì giải quyết", 26),
    Column("Nhận hồ sơ", 16),
    Column("Hẹn trả kết quả", 16),
    Column("Trả kết quả", 16),
    Column("Phương thức nhận kết quả", 14),
    Column("Ký nhận", 14),
    Column("Ghi chú", 34),
]


def print_register(register: Register, *, now) -> bytes:
    """PDF, in one piece: who calls it sees to it that the register is not too long for that."""
    rows = list(register.rows(timezone.localdate(now)))
    return render_register(
        RegisterPrint(
            **_head(register.desk),
            book=_book(register),
            period=_days(register.period),
            part="" if register.is_whole else f"{PART}.",
            rows=tuple(_printed(row) for row in rows),
            totals=_totals(rows),
            preparer=register.user.full_name,
            printed_at=now,
            demo_note=demo_note(),
        )
    )


def sheets_of(register: Register, *, now) -> tuple[Sheet, Sheet]:
    """Of its workbook: the register, read row by row, and what it is."""
    rows = (_cells(row) for row in register.rows(timezone.localdate(now)))
    book = Sheet("Sổ theo dõi hồ sơ", COLUMNS, rows, is_landscape=True)
    return book, notes_sheet("Thông tin", _facts(register, now))


def print_day_end(sheet: DayEnd, *, user, now) -> bytes:
    return render_day_end(
        DayEndPrint(
            **_head(sheet.desk),
            on=sheet.on,
            figures=tuple(_figures(sheet)),
            listings=tuple(listing for listing in _listings(sheet) if listing.rows),
            part="" if sheet.is_whole else f"{PART}.",
            preparer=user.full_name,
            printed_at=now,
            demo_note=demo_note(),
        )
    )


def _head(desk):
    committee = desk.unit.committee.name.upper()
    return {"issuer": committee, "desk": desk.name.upper(), "place": desk.unit.place_name}


def _book(register):
    return {ALL_BOOKS: "tất cả các quyển", WITHOUT_BOOK: "hồ sơ chưa vào quyển"}.get(register.book, register.book)


def _facts(register, now):
    yield "SỔ THEO DÕI HỒ SƠ", str(register.desk)
    yield "Quyển số", _book(register)
    yield "Hồ sơ nhận", _days(register.period)
    yield "Người lập", register.user.full_name
    yield "Lập lúc", f"{timezone.localtime(now):%H:%M %d/%m/%Y}"
    yield "Phạm vi", "Toàn bộ hồ sơ do nơi này tiếp nhận trong kỳ" if register.is_whole else PART
    yield "Số thứ tự", "Theo quyển" if register.is_one_book else "Theo thứ tự tiếp nhận trong kỳ"
    yield "Bảo vệ thông tin", "Có thông tin cá nhân: chỉ dùng cho công việc, không chuyển cho người không có thẩm quyền"
    if note := demo_note():
        yield "Lưu ý", note


def _cells(row):
    dossier = row.dossier
    note = "; ".join(REMARKS[remark.kind].format(remark.value) for remark in row.remarks)
    return (
        *(row.number, dossier.code, dossier.procedure_name, dossier.sets, row.person, row.place, dossier.agency_name),
        *(dossier.received_at, dossier.due_at, dossier.returned_at, DELIVERY[dossier.delivery], "", note),
    )


def _printed(row):
    cells = _cells(row)
    return (*map(str, cells[:7]), *map(day_of, cells[7:10]), *cells[10:])


def _totals(rows):
    dossiers = [row.dossier for row in rows]
    return RegisterTotals(
        received=len(rows),
        finished=sum(dossier.is_finished for dossier in dossiers),
        late=sum(dossier.is_late for dossier in dossiers),
        handed_back=sum(dossier.state == DossierState.HANDED_BACK for dossier in dossiers),
        open=sum(dossier.is_open for dossier in dossiers),
        overdue=sum(remark.kind == "overdue" for row in rows for remark in row.remarks),
    )


def _figures(sheet):
    """(what, how many, of which) of the day, the money last."""
    channels = [f"{CHANNEL[channel]} {count}" for channel, count in sheet.channels]
    long, at_once = len(sheet.uncollected_long), len(sheet.at_once)
    same_day, later = len(sheet.handed_back_same_day), len(sheet.handed_back_later)
    yield "Tiếp nhận", str(len(sheet.received)), ", ".join(channels)
    if sheet.from_book:
        yield "Nhập bù từ sổ giấy", str(len(sheet.from_book)), f"nhập sau ngày này {len(sheet.entered_later)}"
    yield (
        "Có kết quả",
        str(len(sheet.ready)),
        f"không đủ điều kiện giải quyết {len(sheet.denied)}",
    )
    yield (
        "Đã trả kết quả",
        str(len(sheet.handed_back)),
        f"nhận trong ngày {same_day} (trả ngay {at_once}), nhận từ các ngày trước {later}",
    )
    yield "Rút hồ sơ", str(len(sheet.withdrawn)), ""
    yield "Dừng giải quyết", str(len(sheet.stopped)), ""
    yield "Quá hạn, chưa có kết quả", str(len(sheet.overdue)), ""
    yield "Đến hạn trong ngày, chưa có kết quả", str(len(sheet.due_today)), ""
    yield "Đến hạn ngày làm việc tiếp theo", str(len(sheet.due_next)), f"đến hết ngày {sheet.next_day:%d/%m/%Y}"
    waiting = f"chờ quá {settings.UNCOLLECTED_DAYS} ngày {long}"
    yield "Kết quả chưa có người đến nhận", str(len(sheet.uncollected)), waiting
    if sheet.unsent:
        yield "Kết quả chờ gửi bưu chính", str(len(sheet.unsent)), ""
    enquired = f"hướng dẫn {len(sheet.guidance)}, từ chối {len(sheet.refusals)}"
    yield "Hướng dẫn, từ chối tại quầy (chưa tiếp nhận)", str(len(sheet.enquiries)), enquired
    slips = ", ".join(f"{kind} {count}" for kind, count in sheet.slips)
    yield "Phiếu đã in", str(sum(count for _, count in sheet.slips)), slips
    at_reception, at_collection = in_figures(sheet.amount_at_reception), in_figures(sheet.amount_at_collection)
    of_which = (
        f"khi tiếp nhận {at_reception} ({len(sheet.paid_at_reception)} hồ sơ), "
        f"khi trả kết quả {at_collection} ({len(sheet.paid_at_collection)} hồ sơ)"
    )
    if sheet.paid_between:
        of_which += f", lúc khác {in_figures(sheet.amount_between)} ({len(sheet.paid_between)} lượt)"
    yield "Phí, lệ phí đã thu (đồng)", in_figures(sheet.amount), of_which
    cash = sheet.cash
    if cash.refunded_lines:
        yield (
            "Đã hoàn trả (đồng)",
            in_figures(cash.refunded),
            f"{len(cash.refunded_lines)} lượt; còn {in_figures(cash.in_hand)}",
        )
    if cash.exempted_lines:
        yield "Đã miễn (đồng)", in_figures(cash.exempted), f"{len(cash.exempted_lines)} lượt"


def _listings(sheet):
    yield _tallies(sheet)
    yield Listing(
        f"Tiếp nhận trong ngày ({len(sheet.received)})",
        "received",
        ("TT", "Mã hồ sơ", "Người nộp", "Thủ tục", "Trả kết quả", "Đã thu (đồng)"),
        tuple(
            (*_line(number, dossier, _stood(dossier)), _fee(dossier))
            for number, dossier in enumerate(sheet.received, 1)
        ),
    )
    yield _dossiers(
        "Trả kết quả hồ sơ nhận từ các ngày trước",
        "Đã thu (đồng)",
        sheet.handed_back_later,
        _fee,
    )
    yield _dossiers("Rút hồ sơ", "Nhận ngày", sheet.withdrawn, lambda dossier: day_of(dossier.received_at))
    yield _dossiers("Dừng giải quyết", "Nhận ngày", sheet.stopped, lambda dossier: day_of(dossier.received_at))
    yield _dossiers(
        "Không đủ điều kiện giải quyết", "Nhận ngày", sheet.denied, lambda dossier: day_of(dossier.received_at)
    )
    open_ones = sheet.overdue + sheet.due_today + sheet.due_next
    yield _dossiers("Chưa có kết quả, đến hạn", "Hẹn trả", open_ones, lambda dossier: _due(dossier, sheet.on))
    yield _dossiers("Kết quả chưa có người đến nhận", "Có từ ngày", sheet.uncollected, _waiting)
    yield _dossiers(
        "Kết quả chờ gửi bưu chính", "Có từ ngày", sheet.unsent, lambda dossier: day_of(dossier.finished_at)
    )
    yield _enquiries(sheet)


def _enquiries(sheet):
    rows = (
        (str(number), each.number, each.applicant_name, each.asked_for, "Từ chối" if each.is_refusal else "Hướng dẫn")
        for number, each in enumerate(sheet.enquiries, 1)
    )
    headings = ("TT", "Số phiếu", "Người yêu cầu", "Nội dung yêu cầu", "Việc đã làm")
    return Listing(f"Hướng dẫn, từ chối tại quầy ({len(sheet.enquiries)})", "dossiers", headings, tuple(rows))


def _tallies(sheet):
    rows = [
        (tally.name, tally.received, tally.handed_back, tally.paid, in_figures(tally.amount))
        for tally in sheet.procedures
    ]
    return Listing(
        "Theo thủ tục",
        "procedures",
        ("Thủ tục hành chính", "Tiếp nhận", "Trả kết quả", "Lượt thu", "Số tiền (đồng)"),
        tuple(tuple(map(str, row)) for row in rows),
    )


def _dossiers(caption, heading, dossiers, said_of):
    lines = (_line(number, dossier, said_of(dossier)) for number, dossier in enumerate(dossiers, 1))
    headings = ("TT", "Mã hồ sơ", "Người nộp", "Thủ tục", heading)
    return Listing(f"{caption} ({len(dossiers)})", "dossiers", headings, tuple(lines))


def _line(number, dossier, said):
    return (str(number), dossier.code, dossier.applicant_name, dossier.procedure_name, said)


def _stood(dossier):
    return BECAME.get(dossier.became) or f"Hẹn {day_of(dossier.due_at)}"


def _due(dossier, on):
    return f"{day_of(dossier.due_at)} – quá hạn" if dossier.due_on < on else day_of(dossier.due_at)


def _waiting(dossier):
    since = day_of(dossier.finished_at)
    return f"{since} – quá {settings.UNCOLLECTED_DAYS} ngày" if dossier.is_uncollected_long else since


def _fee(dossier):
    return in_figures(dossier.collected) if dossier.collected else ""


def _days(period):
    if period.first == period.last:
        return f"ngày {period.first:%d/%m/%Y}"
    return f"từ ngày {period.first:%d/%m/%Y} đến ngày {period.last:%d/%m/%Y}"
