"""Form 05 travels with the file: a block for every hand-over, each version kept as it was printed."""

import pypdfium2
import pytest

from dossiers import actions
from dossiers.control_slips import control_slip_of
from dossiers.models import Slip
from tests.builders import at, make_user, receive, reread
from units.models import Agency, AgencyKind, Role

LABOUR, TAX = "Phòng Lao động - Thương binh và Xã hội", "Chi cục Thuế"


@pytest.fixture
def labour(district):
    return Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name=LABOUR)


@pytest.fixture
def expert(labour, district, clock):
    return make_user("labour.376", Role.OFFICER, district, agency=labour, full_name="Ngô Thị Mai")


@pytest.fixture
def dossier(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now)


def text_of(dossier, version, now="2018-01-15 16:00"):
    pages = pypdfium2.PdfDocument(bytes(control_slip_of(reread(dossier), version, now=at(now)).content))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def forwarded(dossier, by, to, on="2018-01-15 09:00", **more):
    return actions.forward(dossier=dossier, by=by, now=at(on), to=to, **more)


class TestAsPrinted:
    def test_before_any_hand_over_the_first_block_waits_for_the_pen(self, dossier, commune):
        text = text_of(dossier, 1)
        assert f"Mã hồ sơ: {dossier.code}" in text
        assert "Ngày, giờ hẹn trả kết quả: 17 giờ 00 phút, ngày 22 tháng 01 năm 2018" in text
        assert "nhận và Trả kết quả xã Kim Định 2. Nhận: Ủy ban nhân dân xã Kim Định" in text
        assert text.count("□") == 3
        assert "■" not in text

    def test_a_block_names_who_gave_and_who_took_with_the_time_of_each(self, dossier, clerk, labour, expert):
        forwarded(dossier, clerk, labour, note="Hồ sơ gồm 5 trang")
        actions.start(dossier=dossier, by=expert, now=at("2018-01-15 14:00"))
        text = text_of(dossier, 2)
        assert f"2. Nhận: {LABOUR}, huyện Kim Sơn" in text
        assert "Giao: 09 giờ 00 phút, ngày 15 tháng 01 năm 2018" in text
        assert "Nhận: 14 giờ 00 phút, ngày 15 tháng 01 năm 2018" in text
        assert {clerk.full_name, expert.full_name} == {name for name in ("Phạm Thị Lan", "Ngô Thị Mai") if name in text}
        assert "■ Đúng hạn" in text
        assert "Hồ sơ gồm 5 trang" in text
        assert "Cơ quan phối hợp giải quyết hồ sơ: Phòng Lao động" in text

    def test_what_nobody_took_over_is_filled_in_by_pen(self, dossier, clerk, labour):
        forwarded(dossier, clerk, labour)
        text = text_of(dossier, 2)
        assert text.count("□") == 6  # of this hand-over and of the next
        assert "Nhận: ….. giờ" in text

    def test_what_one_fetched_has_one_time(self, dossier, officer):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:30"))
        text = text_of(dossier, 2)
        assert text.count("09 giờ 30 phút") == 1
        assert "Giao: 09" not in text

    @pytest.mark.parametrize(
        ("ended", "result"),
        [("2018-01-19", "■ Trước hạn"), ("2018-01-22", "■ Đúng hạn"), ("2018-01-23", "■ Quá hạn")],
    )
    def test_the_result_of_a_step_is_told_by_days(self, dossier, officer, clerk, ended, result):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.resolve(dossier=dossier, by=officer, now=at(f"{ended} 16:00"))
        actions.take_over(dossier=dossier, by=clerk, now=at(f"{ended} 16:30"))
        assert result in text_of(dossier, 3, f"{ended} 16:30")

    def test_what_was_sent_back_says_why(self, dossier, clerk, officer, labour, expert):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        forwarded(dossier, officer, labour, "2018-01-15 10:00")
        actions.send_back(dossier=dossier, by=expert, now=at("2018-01-15 14:00"), reason="Thiếu xác nhận")
        assert "Trả lại: Thiếu xác nhận" in text_of(dossier, 4)

    def test_hand_overs_of_one_moment_keep_their_own_notes(self, dossier, officer, labour, expert, now):
        actions.start(dossier=dossier, by=officer, now=now)
        actions.forward(dossier=dossier, by=officer, now=now, to=labour, note="Xin ý kiến")
        actions.send_back(dossier=dossier, by=expert, now=now, reason="Thiếu xác nhận")
        text = text_of(dossier, 4)
        assert (text.count("Xin ý kiến"), text.count("Thiếu xác nhận")) == (1, 1)

    def test_the_next_hand_over_has_its_block(self, dossier, officer):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-15 10:00"))
        assert text_of(dossier, 3).count("1. Giao:") == 3

    def test_once_it_left_there_is_no_block_to_fill(self, dossier, clerk, officer):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-15 10:00"))
        actions.hand_back(dossier=dossier, by=clerk, collection=actions.Collection(), now=at("2018-01-15 11:00"))
        assert text_of(dossier, 3).count("1. Giao:") == 2

    def test_an_apology_shows_its_new_date(self, dossier, officer):
        day = at("2018-01-25 09:00").date()
        actions.apologise(dossier=dossier, by=officer, now=at("2018-01-22 10:00"), reason="Chờ", promised_on=day)
        assert "(hẹn lại ngày 25 tháng 01 năm 2018)" in text_of(dossier, 1)

    def test_ten_hand_overs_take_several_pages_and_no_block_is_cut(self, dossier, officer, labour, expert):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
        for hour in range(10, 15):
            forwarded(dossier, officer, labour, f"2018-01-15 {hour}:00")
            actions.send_back(dossier=dossier, by=expert, now=at(f"2018-01-15 {hour}:30"), reason=f"Lần {hour}")
        content = control_slip_of(reread(dossier), 12, now=at("2018-01-15 16:00")).content
        pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(bytes(content))]
        assert len(pages) > 1
        for page in pages:
            assert page.count("1. Giao:") == page.count("Người giao") == page.count("Quá hạn")


class TestVersions:
    def test_each_hand_over_makes_a_new_one_and_the_earlier_stay(self, dossier, clerk, labour, expert):
        first = control_slip_of(dossier, 1, now=at("2018-01-15 08:00"))
        forwarded(dossier, clerk, labour)
        second = control_slip_of(reread(dossier), 2, now=at("2018-01-15 09:00"))
        actions.start(dossier=dossier, by=expert, now=at("2018-01-15 14:00"))
        assert bytes(control_slip_of(reread(dossier), 1, now=at("2018-01-16 08:00")).content) == bytes(first.content)
        assert bytes(control_slip_of(reread(dossier), 2, now=at("2018-01-16 08:00")).content) == bytes(second.content)
        assert dossier.slips.count() == 2

    @pytest.mark.parametrize("version", [0, 1, 3, 10**9])
    def test_one_that_nobody_printed_in_its_time_is_not_there(self, dossier, clerk, labour, version):
        forwarded(dossier, clerk, labour)
        with pytest.raises(Slip.DoesNotExist):
            control_slip_of(reread(dossier), version, now=at("2018-01-15 10:00"))

    def test_what_was_handed_back_at_once_has_none(self, clerk, birth, now):
        intake = actions.Intake(version=birth.version_on(now.date()), applicant_name="Nguyễn Văn Đức")
        dossier, _ = actions.receive_and_hand_back(desk=clerk.desks[0], intake=intake, key="k", by=clerk, now=now)
        with pytest.raises(Slip.DoesNotExist):
            control_slip_of(dossier, 1, now=now)


class TestOnThePage:
    def test_whoever_sees_the_dossier_prints_it(self, client, dossier, officer, stranger):
        address = f"/dossiers/{dossier.code}/control-1.pdf"
        client.force_login(officer)
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer["Content-Disposition"] == f'inline; filename="{dossier.code}-05-1.pdf"'
        assert client.get(f"/dossiers/{dossier.code}/control-2.pdf").status_code == 404
        client.force_login(stranger)
        assert client.get(address).status_code == 404

    def test_it_is_offered_beside_the_steps_and_first_to_whoever_handed_it_on(self, client, dossier, clerk, labour):
        client.force_login(clerk)
        page = client.get(f"/dossiers/{dossier.code}/")
        assert page.content.decode().count(f"/dossiers/{dossier.code}/control-1.pdf") == 1
        assert page.context["is_first_press"]
        answer = client.post(f"/dossiers/{dossier.code}/forward/", {"to": labour.pk}, follow=True)
        assert answer.content.decode().count(f"/dossiers/{dossier.code}/control-2.pdf") == 2
        assert answer.context["prints_control_first"]
        assert not answer.context["is_first_press"]

    def test_nobody_is_offered_one_that_never_travelled(self, client, clerk, birth, now):
        intake = actions.Intake(version=birth.version_on(now.date()), applicant_name="Nguyễn Văn Đức")
        dossier, _ = actions.receive_and_hand_back(desk=clerk.desks[0], intake=intake, key="k", by=clerk, now=now)
        client.force_login(clerk)
        assert "control-" not in client.get(f"/dossiers/{dossier.code}/").content.decode()
