"""Results that an office brings to the desk go on a numbered list, printed once and kept."""

import pypdfium2
import pytest
from django.db import DatabaseError, transaction

from dossiers import actions
from dossiers.handovers import print_handover
from dossiers.models import Delivery, FeeStatus, HandoverEntry, HandoverList
from tests.builders import at, receive
from units.models import Agency, AgencyKind

NOW = at("2018-01-16 10:00")


@pytest.fixture
def brought(clerk, officer, support):
    """brought(...): the step by which one more result comes to the desk."""

    def brought(**overrides):
        dossier = receive(by=clerk, procedure=support, now=at("2018-01-15 08:00"), **overrides)
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-16 09:00"), result_number="12/QĐ-UBND")
        return dossier.steps.last()

    return brought


def listed(officer, *steps, now=NOW):
    agency, desk = steps[0].before.agency, steps[0].desk
    return actions.list_results(agency=agency, desk=desk, steps=steps, by=officer, now=now)


def text_of(made):
    pages = pypdfium2.PdfDocument(bytes(made.content))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def test_it_names_each_result_with_what_the_desk_has_to_know(officer, brought):
    first = brought(owner_name="Trần Thị Bé", applicant_address="Xóm 5", delivery=Delivery.POST)
    second = brought(fee_amount=5000, fee_status=FeeStatus.ON_COLLECTION)
    made = listed(officer, second, first)
    text = text_of(made)
    assert "Số: 01" in text
    assert "Kim Định, ngày 16 tháng 01 năm 2018" in text
    assert "Ủy ban nhân dân xã Kim Định bàn giao cho Bộ phận Tiếp nhận và Trả kết quả xã Kim Định 2 kết quả" in text
    for words in ("Trần Thị Bé", "Nguyễn Văn Đức", "Xóm 5", "Trợ cấp xã hội hàng tháng", "12/QĐ-UBND", "Trần Văn Hùng"):
        assert words in text
    assert text.count(" X ") == 2
    assert [entry.step for entry in made.entries.all()] == [first, second]


def test_a_denial_is_a_result_too(officer, clerk, support):
    dossier = receive(by=clerk, procedure=support, now=at("2018-01-15 08:00"))
    actions.deny(dossier=dossier, by=officer, now=at("2018-01-16 09:00"), reason="Không đủ tuổi")
    assert "Không đủ điều kiện giải quyết" in text_of(listed(officer, dossier.steps.last())).replace("\n", " ")


def test_numbers_run_by_unit_and_year(officer, brought):
    days = ("2018-12-31 10:00", "2018-12-31 11:00", "2019-01-02 10:00")
    assert [str(listed(officer, brought(), now=at(day))) for day in days] == ["01/2018", "02/2018", "01/2019"]


def test_no_result_is_on_two_lists(officer, brought):
    once, other = brought(), brought()
    listed(officer, once)
    with pytest.raises(actions.AlreadyListed):
        listed(officer, other, once)
    assert (HandoverList.objects.count(), HandoverEntry.objects.count()) == (1, 1)
    assert str(listed(officer, other)) == "02/2018"  # the number was not used up


def test_a_list_never_changes(officer, brought):
    listed(officer, brought())
    for change in (
        lambda: HandoverList.objects.update(number=2),
        lambda: HandoverList.objects.all().delete(),
        lambda: HandoverEntry.objects.update(position=2),
        lambda: HandoverEntry.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_both_ends_see_it_and_nobody_else(officer, clerk, leader, stranger, brought):
    made = listed(officer, brought())
    for user in (officer, clerk, leader):
        assert HandoverList.objects.visible_to(user).get() == made
    assert not HandoverList.objects.visible_to(stranger).exists()


def test_an_offices_list_names_its_committee_above_it(officer, district, brought):
    step = brought()
    office = Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Lao động")
    made = actions.list_results(agency=office, desk=step.desk, steps=[step], by=officer, now=NOW)
    text = text_of(made)
    assert "ỦY BAN NHÂN DÂN HUYỆN KIM SƠN PHÒNG LAO ĐỘNG" in text.replace("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ", "")
    assert "Kim Sơn, ngày 16" in text


def test_a_hundred_results_take_several_pages(officer, brought):
    step = brought(applicant_address="Xóm 5, xã Kim Định, huyện Kim Sơn, tỉnh Ninh Bình " * 4)
    steps = [step] * 60
    given = {"agency": step.before.agency, "desk": step.desk, "number": 7, "by": officer, "now": NOW}
    pages = pypdfium2.PdfDocument(print_handover(**given, steps=steps))
    texts = [page.get_textpage().get_text_bounded() for page in pages]
    assert len(texts) > 3
    assert all("Mã hồ sơ" in text for text in texts[:-1])
    assert "NGƯỜI NHẬN" in texts[-1]
