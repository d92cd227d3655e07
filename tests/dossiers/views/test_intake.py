from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers.models import Dossier, DossierCounter
from dossiers.states import DossierState
from tests.builders import at, make_procedure, make_unit, receive
from units.models import AdministrativeUnit, AgencyCode, Assignment, DemoClock, Role, ServiceDesk

URL = "/desk/receive/"


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


def ticks(procedure):
    version = procedure.versions.get()
    return {f"document_{paper.pk}": "1" for paper in version.required_documents.all()}


def typed(procedure, /, **overrides):
    """A complete form as the clerk types it."""
    return {
        "procedure": procedure.code,
        "applicant_name": "Nguyễn Văn Đức",
        "applicant_id": "164000111",
        "applicant_phone": "0912 345 678",
        "applicant_address": "Xóm 5, xã Kim Định",
        "channel": "in_person",
        "key": "k-1",
        **ticks(procedure),
        **overrides,
    }


def errors(response):
    form = response.context["form"]
    return [message for messages in form.errors.values() for message in messages]


class TestTheForm:
    def test_a_procedure_by_its_code_shows_its_papers_and_due_date(self, at_desk, birth):
        response = at_desk.get(URL, {"procedure": birth.code})
        assert response.status_code == 200
        assert [row.name for row in response.context["form"].papers] == ["Tờ khai đăng ký khai sinh", "Giấy chứng sinh"]
        assert response.context["deadline"].due_at == at("2018-01-15 17:00")
        assert "Nhận 15/01, hẹn 15/01: trong ngày làm việc" in response.content.decode()

    def test_after_three_in_the_afternoon_same_day_means_tomorrow(self, at_desk, birth, clock):
        DemoClock.objects.update(starts_at=at("2018-01-15 15:01"))
        response = at_desk.get(URL, {"procedure": birth.code})
        assert response.context["deadline"].due_at == at("2018-01-16 17:00")

    @pytest.mark.parametrize("words", ["dang ky khai", "Đăng ký khai sinh", "KHAI SINH dang", "1.001193"])
    def test_procedures_are_found_without_diacritics_or_by_code(self, at_desk, birth, support, words):
        response = at_desk.get("/desk/receive/procedures/", {"q": words})
        assert [choice.procedure for choice in response.context["choices"]] == [birth]

    def test_procedures_of_other_levels_or_only_posted_are_not_offered(self, at_desk):
        make_procedure("1.000001", "Đăng ký khai sinh có yếu tố nước ngoài", level="district")
        make_procedure("1.000002", "Đăng ký khai thác lưu động", handling="posted_only")
        response = at_desk.get("/desk/receive/procedures/", {"q": "dang ky khai"})
        assert list(response.context["choices"]) == []
        for code in ("1.000001", "1.000002"):
            assert at_desk.get(URL, {"procedure": code}).status_code == 400

    def test_the_published_fee_stands_there_for_each_copy(self, at_desk, certification):
        form = at_desk.get(URL, {"procedure": certification.code}).context["form"]
        assert form["fee_amount"].value() is None
        assert "2.000" in form.fields["fee_amount"].help_text
        assert form["fee_status"].value() == "paid"

    def test_the_likeliest_procedure_comes_first(self, at_desk, birth):
        for code, name in (
            ("1.000001", "Liên thông đăng ký khai sinh, cấp thẻ BHYT"),
            ("1.000002", "Đăng ký khai tử"),
            ("1.000003", "Đăng ký lại khai tử"),
            ("1.000004", "Đăng ký khai thác cây từ 6 tuổi"),
        ):
            make_procedure(code, name)

        def found(words):
            context = at_desk.get("/desk/receive/procedures/", {"q": words}).context
            return [choice.procedure.code for choice in context["choices"]]

        assert found("dang ky khai si") == [birth.code, "1.000001"]
        assert found("khai tu") == ["1.000002", "1.000003", "1.000004"]

    def test_what_is_not_received_here_is_said_to_be_elsewhere(self, at_desk, birth):
        posted = make_procedure("1.000002", "Đăng ký nghĩa vụ quân sự", handling="posted_only")
        context = at_desk.get("/desk/receive/procedures/", {"q": "quan su"}).context
        assert [version.procedure for version in context["elsewhere"]] == [posted]

    def test_whose_next_paper_it_is_stands_on_the_page(self, at_desk, clerk, birth, now):
        before = receive(by=clerk, procedure=birth, now=now)
        assert at_desk.get(URL, {"after": before.code}).context["before"] == before

    def test_the_next_paper_of_the_same_person_is_filled_in(self, at_desk, clerk, birth, certification, now):
        before = receive(by=clerk, procedure=birth, now=now, applicant_address="Xóm 5")
        form = at_desk.get(URL, {"procedure": certification.code, "after": before.code}).context["form"]
        assert form["applicant_name"].value() == "Nguyễn Văn Đức"
        assert form["applicant_id"].value() == "164000111"
        assert form["applicant_address"].value() == "Xóm 5"
        assert form["key"].value() != before.key

    def test_another_desks_dossier_fills_nothing_in(self, at_desk, stranger, birth, now):
        before = receive(by=stranger, procedure=birth, now=now)
        form = at_desk.get(URL, {"procedure": birth.code, "after": before.code}).context["form"]
        assert form["applicant_name"].value() is None

    def test_a_desk_with_a_long_key_receives_too(self, client, clerk, district, birth):
        """Numbers are shown with points between thousands; keys never are."""
        unit = make_unit("14640", "Xã Mới", parent=district, agency_code="000.90.28.H42")
        ServiceDesk.objects.filter(unit=unit).update(id=12345)
        Assignment.objects.create(
            user=clerk, role=Role.CLERK, desk=ServiceDesk.objects.get(pk=12345), valid_from=date(2016, 1, 1)
        )
        client.force_login(clerk)
        page = client.get(URL, {"procedure": birth.code, "desk": "12345"}).content.decode()
        assert '<input type="hidden" name="desk" value="12345">' in page
        assert f'href="{URL}?desk=12345"' in client.get(URL, {"desk": clerk.desks[0].pk}).content.decode()


class TestCollectedElsewhere:
    def test_the_result_waits_at_the_desk_that_was_chosen(self, at_desk, birth, other_commune, stranger):
        at_desk.post(URL, typed(birth, returning_desk=other_commune.desk.pk))
        dossier = Dossier.objects.get()
        assert (dossier.receiving_desk, dossier.returning_desk) == (dossier.received_by.desks[0], other_commune.desk)
        assert dossier.competent_agency == dossier.receiving_desk.unit.committee
        assert list(Dossier.objects.visible_to(stranger)) == [dossier]
        page = at_desk.get(f"/dossiers/{dossier.code}/").content.decode()
        assert str(other_commune.desk) in page

    def test_not_where_it_is_handed_back_now(self, at_desk, birth, other_commune):
        response = at_desk.post(URL, typed(birth, returning_desk=other_commune.desk.pk, hand_back_now="1"))
        assert response.status_code == 400
        assert not Dossier.objects.exists()

    def test_not_at_a_desk_that_is_no_more(self, at_desk, birth, other_commune):
        AdministrativeUnit.objects.filter(pk=other_commune.pk).update(valid_to=date(2018, 1, 1))
        assert at_desk.post(URL, typed(birth, returning_desk=other_commune.desk.pk)).status_code == 400

    def test_sent_twice_with_another_desk_it_is_told(self, at_desk, birth, other_commune):
        sent = typed(birth, key="once")
        at_desk.post(URL, sent)
        response = at_desk.post(URL, sent | {"returning_desk": other_commune.desk.pk})
        assert response.status_code == 409
        assert str(other_commune.desk) in response.content.decode()


class TestReceiving:
    def test_leads_to_the_dossier(self, at_desk, birth):
        response = at_desk.post(URL, typed(birth))
        dossier = Dossier.objects.get()
        assert response.status_code == 302
        assert response.url == f"/dossiers/{dossier.code}/"
        assert dossier.code == "000.06.28.H42-180115-0001"
        assert dossier.state == DossierState.RECEIVED
        assert dossier.applicant_phone == "0912345678"
        assert dossier.due_at == at("2018-01-15 17:00")
        assert list(dossier.documents.values_list("name", "originals", "photocopies")) == [
            ("Tờ khai đăng ký khai sinh", 1, 0),
            ("Giấy chứng sinh", 1, 0),
        ]

    def test_a_urlencoded_form_is_taken_too(self, at_desk, birth):
        from urllib.parse import urlencode

        at_desk.post(URL, urlencode(typed(birth)), content_type="application/x-www-form-urlencoded")
        assert Dossier.objects.count() == 1

    def test_the_second_press_gives_the_first_dossier_again(self, at_desk, birth):
        first = at_desk.post(URL, typed(birth))
        again = at_desk.post(URL, typed(birth), follow=True)
        assert again.redirect_chain[0][0] == first.url
        assert Dossier.objects.count() == 1
        assert [str(message) for message in again.context["messages"]][-1].count("000.06.28.H42-180115-0001") == 1

    def test_the_same_key_with_other_content_is_a_conflict_that_shows_both(self, at_desk, birth):
        at_desk.post(URL, typed(birth))
        response = at_desk.post(URL, typed(birth, applicant_name="Trần Thị Bình"))
        assert response.status_code == 409
        [(_, saved, sent)] = response.context["differs"]
        assert (saved, sent) == ("Nguyễn Văn Đức", "Trần Thị Bình")
        assert Dossier.objects.count() == 1

    def test_after_a_conflict_the_form_goes_on_under_a_key_of_its_own(self, at_desk, birth):
        at_desk.post(URL, typed(birth))
        form = at_desk.post(URL, typed(birth, applicant_name="Trần Thị Bình")).context["form"]
        at_desk.post(URL, typed(birth, applicant_name="Trần Thị Bình", key=form.data["key"]))
        assert Dossier.objects.count() == 2

    def test_a_key_of_another_desk_shows_nothing_of_its_dossier(self, at_desk, client, stranger, birth, clerk):
        at_desk.post(URL, typed(birth))
        client.force_login(stranger)
        response = client.post(URL, typed(birth, applicant_name="Trần Thị Bình"))
        assert response.status_code == 409
        assert "Nguyễn Văn Đức" not in response.content.decode()

    def test_the_fast_lane_hands_back_at_once(self, at_desk, certification):
        at_desk.post(URL, typed(certification, hand_back_now="1", copies="3", fee_amount="6000", result_number="125"))
        dossier = Dossier.objects.get()
        assert dossier.state == DossierState.HANDED_BACK
        assert (dossier.copies, dossier.fee_amount, dossier.fee_status) == (3, 6000, "paid")
        assert dossier.result_number == "125"

    def test_a_form_without_key_or_counts_or_fee_is_complete(self, at_desk, certification):
        at_desk.post(URL, typed(certification, key=""))
        dossier = Dossier.objects.get()
        assert (dossier.sets, dossier.copies, dossier.fee_amount) == (1, 1, 2000)

    def test_a_scan_is_kept_with_its_paper(self, at_desk, birth, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        paper = birth.versions.get().required_documents.first()
        scan = SimpleUploadedFile("Tờ khai.pdf", b"%PDF-1.4 x", content_type="application/pdf")
        at_desk.post(URL, typed(birth) | {f"scan_{paper.pk}": scan})
        file = Dossier.objects.get().documents.first().files.get()
        assert (file.original_name, file.content_type, file.size) == ("Tờ khai.pdf", "application/pdf", 10)

    def test_a_card_typed_by_a_scanner_into_the_number_fills_what_is_sure(self, at_desk, birth):
        card = "037085001234|164000111|Nguyen Van Duc|02031985|Nam|Xóm 5, Kim Định|01012022"
        at_desk.post(URL, typed(birth, applicant_id=card, applicant_address=""))
        dossier = Dossier.objects.get()
        assert dossier.applicant_id_number == "037085001234"
        assert str(dossier.applicant_birth_date) == "1985-03-02"
        assert dossier.applicant_address == "Xóm 5, Kim Định"
        assert dossier.applicant_name == "Nguyễn Văn Đức"

    def test_without_a_published_limit_the_clerk_gives_the_date_and_says_why(self, at_desk):
        open_ended = make_procedure("1.000003", "Xác nhận", time_limit=None, time_unit="")
        given = {"due_on": "2018-01-19", "due_reason": "Chờ xác minh tại xóm"}
        at_desk.post(URL, typed(open_ended, **given))
        dossier = Dossier.objects.get()
        assert dossier.due_at == at("2018-01-19 17:00")
        assert dossier.due_reason == "Chờ xác minh tại xóm"

    def test_a_paper_may_be_missing_for_a_stated_reason(self, at_desk, birth):
        given = typed(birth, missing_reason="Giấy chứng sinh thất lạc, có người làm chứng")
        last = birth.versions.get().required_documents.last()
        del given[f"document_{last.pk}"]
        at_desk.post(URL, given)
        dossier = Dossier.objects.get()
        assert dossier.documents.count() == 1
        assert dossier.events.get().data["missing_reason"] == "Giấy chứng sinh thất lạc, có người làm chứng"

    def test_the_fee_follows_the_copies(self, at_desk, certification):
        at_desk.post(URL, typed(certification, copies="5", fee_amount=""))
        assert Dossier.objects.get().fee_amount == 10000

    def test_what_is_only_shown_is_ticked_but_not_kept(self, at_desk):
        procedure = make_procedure("1.000003", "Xác nhận", papers=("Tờ khai", "Chứng minh nhân dân (xuất trình)"))
        procedure.versions.get().required_documents.filter(position=2).update(originals=0)
        at_desk.post(URL, typed(procedure))
        assert [paper.name for paper in Dossier.objects.get().documents.all()] == ["Tờ khai"]


class TestWhatIsWrongIsSaid:
    def refused(self, client, data, status=400):
        """Nothing is written, and what was typed comes back."""
        response = client.post(URL, data)
        assert response.status_code == status
        assert Dossier.objects.count() == 0
        assert DossierCounter.objects.count() == 0
        return response

    def test_an_unknown_procedure(self, at_desk, birth):
        response = self.refused(at_desk, typed(birth, procedure="9.999999"))
        assert "9.999999" in response.content.decode()

    def test_no_procedure_at_all(self, at_desk, birth):
        self.refused(at_desk, typed(birth, procedure=""))

    def test_a_missing_name_keeps_the_rest(self, at_desk, birth):
        response = self.refused(at_desk, typed(birth, applicant_name="  "))
        assert list(response.context["form"].errors) == ["applicant_name"]
        assert 'value="164000111"' in response.content.decode()

    @pytest.mark.parametrize("number", ["123456789012345", "12345678", "ABC", "16400011x"])
    def test_an_identity_number_of_no_known_kind(self, at_desk, birth, number):
        response = self.refused(at_desk, typed(birth, applicant_id=number))
        assert list(response.context["form"].errors) == ["applicant_id"]
        assert number.upper() in errors(response)[0]

    @pytest.mark.parametrize("number", ["164000111", "037 085 001 234", "B1234567", ""])
    def test_identity_numbers_that_people_have(self, at_desk, birth, number):
        assert at_desk.post(URL, typed(birth, applicant_id=number)).status_code == 302

    def test_a_paper_without_its_count(self, at_desk, birth):
        paper = birth.versions.get().required_documents.first()
        nothing = {f"originals_{paper.pk}": "", f"certified_copies_{paper.pk}": "", f"photocopies_{paper.pk}": ""}
        response = self.refused(at_desk, typed(birth, **nothing))
        assert paper.name in errors(response)[0]

    @pytest.mark.parametrize("count", ["-1", "many", "1000", "1.5"])
    def test_a_count_that_is_none(self, at_desk, birth, count):
        paper = birth.versions.get().required_documents.first()
        self.refused(at_desk, typed(birth, **{f"originals_{paper.pk}": count}))

    def test_a_missing_paper(self, at_desk, birth):
        given = typed(birth)
        last = birth.versions.get().required_documents.last()
        del given[f"document_{last.pk}"]
        assert "Giấy chứng sinh" in errors(self.refused(at_desk, given))[0]

    def test_a_date_of_birth_in_the_future(self, at_desk, birth):
        response = self.refused(at_desk, typed(birth, applicant_birth_date="2018-01-16"))
        assert list(response.context["form"].errors) == ["applicant_birth_date"]

    def test_a_due_date_in_the_past(self, at_desk):
        open_ended = make_procedure("1.000003", "Xác nhận", time_limit=None, time_unit="")
        response = self.refused(at_desk, typed(open_ended, due_on="2018-01-12", due_reason="vì"))
        assert list(response.context["form"].errors) == ["due_on"]

    def test_a_file_that_only_claims_to_be_a_pdf(self, at_desk, birth, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        paper = birth.versions.get().required_documents.first()
        response = self.refused(
            at_desk, typed(birth) | {f"scan_{paper.pk}": SimpleUploadedFile("x.pdf", b"MZ\x90\x00")}
        )
        assert "x.pdf" in errors(response)[0]
        assert list(tmp_path.iterdir()) == []

    def test_an_upload_of_21_megabytes(self, at_desk, birth, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        paper = birth.versions.get().required_documents.first()
        scan = SimpleUploadedFile("lon.pdf", b"%PDF-" + b"0" * 21 * 1024 * 1024)
        response = self.refused(at_desk, typed(birth) | {f"scan_{paper.pk}": scan})
        assert "20" in errors(response)[0]
        assert list(tmp_path.iterdir()) == []

    def test_a_due_date_on_a_day_off(self, at_desk):
        open_ended = make_procedure("1.000003", "Xác nhận", time_limit=None, time_unit="")
        response = self.refused(at_desk, typed(open_ended, due_on="2018-02-17", due_reason="vì"))
        assert "21/02/2018" in errors(response)[0]

    @pytest.mark.parametrize("name", ["37085001234|164123456|Nguyễn Văn Quét|02031985", "12345", "..."])
    def test_a_name_that_is_none(self, at_desk, birth, name):
        response = self.refused(at_desk, typed(birth, applicant_name=name))
        assert list(response.context["form"].errors) == ["applicant_name"]

    def test_a_fee_to_be_collected_later_when_all_is_done_now(self, at_desk, certification):
        given = typed(certification, hand_back_now="1", fee_status="on_collection")
        assert list(self.refused(at_desk, given).context["form"].errors) == ["fee_status"]

    def test_an_office_without_an_agency_code_today(self, at_desk, birth, commune):
        AgencyCode.objects.filter(agency=commune.committee).update(valid_to="2018-01-14")
        self.refused(at_desk, typed(birth), status=409)

    @pytest.mark.parametrize("channel", ["pigeon", "__class__"])
    def test_a_channel_that_does_not_exist(self, at_desk, birth, channel):
        self.refused(at_desk, typed(birth, channel=channel))

    def test_the_ten_thousandth_of_the_day(self, at_desk, birth, commune, now):
        DossierCounter.objects.create(agency=commune.committee, day=now.date(), last=9999)
        response = at_desk.post(URL, typed(birth))
        assert response.status_code == 409
        assert "9,999" in errors(response)[0] or "9.999" in errors(response)[0]
        assert Dossier.objects.count() == 0


class TestPossibleDoubles:
    def ask(self, client, procedure, **person):
        return list(client.post("/desk/receive/doubles/", {"procedure": procedure.code, **person}).context["doubles"])

    def test_the_same_number_and_procedure(self, at_desk, clerk, birth, support, now):
        before = receive(by=clerk, procedure=birth, now=at("2018-01-12 08:00"))
        person = {"applicant_name": "N V Đức", "applicant_id": "164000111"}
        assert self.ask(at_desk, birth, **person) == [before]
        assert self.ask(at_desk, support, **person) == []

    def test_the_same_name_without_diacritics(self, at_desk, clerk, birth):
        before = receive(by=clerk, procedure=birth, now=at("2018-01-12 08:00"), applicant_id_number="")
        assert self.ask(at_desk, birth, applicant_name="nguyen van duc") == [before]

    def test_not_after_the_days_of_the_setting(self, at_desk, clerk, birth):
        receive(by=clerk, procedure=birth, now=at("2017-12-15 08:00"))
        assert self.ask(at_desk, birth, applicant_name="", applicant_id="164000111") == []

    def test_nothing_of_another_desk(self, at_desk, stranger, birth):
        receive(by=stranger, procedure=birth, now=at("2018-01-12 08:00"))
        assert self.ask(at_desk, birth, applicant_name="", applicant_id="164000111") == []

    def test_a_double_never_blocks(self, at_desk, clerk, birth):
        before = receive(by=clerk, procedure=birth, now=at("2018-01-12 08:00"))
        page = at_desk.post(URL, typed(birth), follow=True)
        assert Dossier.objects.count() == 2
        assert list(page.context["doubles"]) == [before]


class TestWhoMay:
    def test_an_officer_may_not_receive(self, client, officer, birth):
        client.force_login(officer)
        assert client.get(URL).status_code == 403
        assert client.post(URL, typed(birth)).status_code == 403
        assert Dossier.objects.count() == 0

    def test_a_stranger_to_the_system_is_sent_to_the_log_in(self, client, birth, clock):
        assert client.get(URL).url == "/accounts/login/?next=/desk/receive/"

    def test_nobody_receives_at_another_desk(self, at_desk, stranger, birth):
        page = at_desk.post(URL, typed(birth, desk=str(stranger.desks[0].pk)), follow=True)
        assert [message.level_tag for message in page.context["messages"]] == ["error"]
        assert Dossier.objects.count() == 0

    def test_who_receives_at_two_desks_names_one(self, at_desk, clerk, other_commune, birth):
        Assignment.objects.create(user=clerk, role="clerk", desk=other_commune.desk)
        at_desk.post(URL, typed(birth, desk=str(other_commune.desk.pk)))
        assert Dossier.objects.get().code == "000.07.28.H42-180115-0001"


def test_an_intake_costs_twenty_statements_at_most(at_desk, birth, django_assert_max_num_queries):
    given = typed(birth)
    with django_assert_max_num_queries(20):
        at_desk.post(URL, given)
    assert Dossier.objects.count() == 1
