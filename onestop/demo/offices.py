"""The centre's offices: how they work together on some procedures, and what lies with them this morning. Made up."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from dossiers import actions
from dossiers.models import Dossier, Step
from onestop.demo.story import DISTRICT, NOW, TODAY
from procedures.models import Procedure, Process, ProcessStep, StepPlace
from units.calendars import work_calendar
from units.models import AdministrativeUnit, Assignment, Role, User
from units.worktime import VIETNAM

DECISION = "Quy trình minh họa"
LAND, ENVIRONMENT = "Chi nhánh Văn phòng đăng ký đất đai", "Phòng Tài nguyên và Môi trường"
TAX, LABOUR = "Chi cục Thuế", "Phòng Lao động - Thương binh và Xã hội"
BUILDING, FINANCE = "Phòng Kinh tế và Hạ tầng", "Phòng Tài chính - Kế hoạch"
DESK, AUTHORITY = StepPlace.DESK, StepPlace.AUTHORITY

TAKEN_UP_UNTIL = date(2018, 1, 11)  # what came later still lies where it was brought

# By code: (what is done, where, office hours).
PROCESSES = {
    "1.002255": [
        ("Tiếp nhận, chuyển hồ sơ", DESK, 4),
        ("Thẩm tra hồ sơ, trích đo, chuyển thông tin địa chính", LAND, 20),
        ("Xác định nghĩa vụ tài chính", TAX, 16),
        ("Chỉnh lý, in Giấy chứng nhận", LAND, 16),
        ("Thẩm định, trình ký", ENVIRONMENT, 12),
        ("Ký, đóng dấu", AUTHORITY, 8),
    ],
    "1.004203": [
        ("Tiếp nhận, chuyển hồ sơ", DESK, 4),
        ("Đo đạc, tách thửa, hợp thửa", LAND, 76),
        ("Thẩm định, trình ký", ENVIRONMENT, 24),
        ("Ký, đóng dấu", AUTHORITY, 16),
    ],
    "1.009994": [
        ("Tiếp nhận, chuyển hồ sơ", DESK, 4),
        ("Thẩm định, kiểm tra thực địa", BUILDING, 84),
        ("Ký giấy phép", AUTHORITY, 24),
    ],
    "1.005280": [
        ("Tiếp nhận, chuyển hồ sơ", DESK, 4),
        ("Thẩm định hồ sơ", FINANCE, 28),
        ("Ký giấy chứng nhận", AUTHORITY, 8),
    ],
    "1.001731": [
        ("Tiếp nhận, chuyển hồ sơ", DESK, 4),
        ("Thẩm định, dự thảo quyết định", LABOUR, 24),
        ("Ký quyết định", AUTHORITY, 8),
    ],
}
# Who works on what the centre received, by the beginning of the sector's name; the committee's office on the rest.
OFFICES = {
    "Đất đai": LAND,
    "Môi trường": ENVIRONMENT,
    "Tài nguyên nước": ENVIRONMENT,
    "Hoạt động xây dựng": BUILDING,
    "Quy hoạch xây dựng": BUILDING,
    "Lưu thông hàng hóa": BUILDING,
    "Bảo trợ xã hội": LABOUR,
    "Người có công": LABOUR,
    "Thành lập và hoạt động": FINANCE,
    "Chứng thực": "Phòng Tư pháp",
    "Hộ tịch": "Phòng Tư pháp",
    "Giáo dục": "Phòng Giáo dục và Đào tạo",
    "Văn hóa": "Phòng Văn hóa và Thông tin",
    "Gia đình": "Phòng Văn hóa và Thông tin",
    "Tín ngưỡng": "Phòng Nội vụ",
    "Thi đua": "Phòng Nội vụ",
}


@transaction.atomic
def make_processes() -> int:
    made = 0
    for code, steps in PROCESSES.items():
        procedure = Procedure.objects.get(level="district", code=code)
        if procedure.processes.exists():
            continue
        process = Process.objects.create(procedure=procedure, decision=DECISION)
        ProcessStep.objects.bulk_create(_step(process, position, *step) for position, step in enumerate(steps, 1))
        made += 1
    return made


def _step(process, position, name, place, hours):
    is_office = place not in StepPlace.values
    return ProcessStep(
        process=process,
        position=position,
        name=name,
        place=StepPlace.OFFICE if is_office else place,
        office=place if is_office else "",
        role=Role.CLERK if place == DESK else Role.OFFICER,
        hours=Decimal(hours),
    )


@transaction.atomic
def hand_out() -> int:
    """Bring what the centre received and nobody has finished to the offices, as its clerk did on those days."""
    district = AdministrativeUnit.objects.with_code_on(DISTRICT, TODAY).get()
    clerk, offices = User.objects.get(username=f"clerk.{DISTRICT}"), {a.name: a for a in district.agencies.all()}
    clerk.today = TODAY
    officers = {duty.agency.name: duty.user for duty in _officers_of(district)}
    waiting = Dossier.objects.open().filter(competent_agency=district.committee, holding_agency=None, is_imported=True)
    made = 0
    for dossier in waiting.exclude(pk__in=Step.objects.values("dossier")).select_related("version__sector"):
        office = next((name for start, name in OFFICES.items() if dossier.version.sector.name.startswith(start)), None)
        if office and (moment := _handed_over_at(dossier)) < NOW.replace(tzinfo=VIETNAM):
            forwarded = actions.forward(dossier=dossier, by=clerk, now=moment, to=offices[office])
            made += 1
            if moment.date() < TAKEN_UP_UNTIL and (officer := officers.get(office)):
                actions.start(dossier=forwarded, by=officer, now=_next_morning(forwarded, moment))
    return made


def _officers_of(district):
    duties = Assignment.objects.in_force_on(TODAY).filter(role=Role.OFFICER, agency__unit=district)
    for duty in duties.select_related("agency", "user"):
        duty.user.today = TODAY
        yield duty


def _handed_over_at(dossier):
    """In the last hour of the day of its reception; what came later on the next morning."""
    received = timezone.localtime(dossier.received_at, VIETNAM)
    if received.time() < time(16):
        return datetime.combine(received, time(16), VIETNAM) + timedelta(minutes=dossier.pk % 45)
    return _next_morning(dossier, received)


def _next_morning(dossier, moment):
    day = work_calendar(on=TODAY).next_working_day(moment.date())
    return datetime.combine(day, time(7, 15), VIETNAM) + timedelta(minutes=dossier.pk % 30)
