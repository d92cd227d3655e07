"""The ways out of the intake page that make no dossier, the enquiries they make, and the way back in."""

import pytest
from django.utils.html import escape

from dossiers.models import Dossier, Enquiry, EnquiryKind, RefusalCause, Slip
from tests.builders import enquire, make_procedure, make_unit, receive, refuse
from units.models import Assignment, Role

LIST, GUIDANCE, REFUSAL, INTAKE = (
    "/desk/enquiries/",
    "/desk/enquiries/guidance/",
    "/desk/enquiries/refusal/",
    "/desk/receive/",
)
FORM, CERTIFICATE = "Tờ khai đăng ký khai sinh", "Giấy chứng sinh"


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def enquiry(clerk, birth, now):
    return enquire(by=clerk, procedure=birth, now=now)


def tick(procedure, *names):
    papers = procedure.versions.get().required_documents.filter(name__in=names)
    return {f"document_{paper.pk}": "1" for paper in papers}


def typed(procedure, **overrides):
    """What the intake page holds when the clerk sees that the certificate is missing."""
    person = {"applicant_name": "Nguyễn Văn Đức", "applicant_id": "164000111", "applicant_phone": "0912345678"}
    others = {"key": "intake", "copies": "2", "note": "Gấp", "channel": "post"}
    return {"procedure": procedure.code} | person | others | tick(procedure, FORM) | overrides


def filled(procedure, **overrides):
    """The page after it, filled in."""
    return typed(procedure, key="k-1", missing=CERTIFICATE, reason="Chưa có giấy chứng sinh") | overrides


def refusing(procedure, **overrides):
    return typed(procedure, key="k-1", cause="entitlement", reason="Không có giấy ủy quyền") | overrides


def errors(response):
    return response.context["form"].errors


class TestFromTheIntakePage:
    def test_both_ways_out_are_buttons_of_its_form(self, at_desk, birth):
        page = at_desk.get(INTAKE, {"procedure": birth.code}).content.decode()
        assert f'name="advise" value="1" formaction="{GUIDANCE}"' in page
        assert f'name="refuse" value="1" formaction="{REFUSAL}"' in page

    def test_what_is_not_ticked_is_proposed_as_missing(self, at_desk, birth):
        response = at_desk.post(GUIDANCE, typed(birth))
        assert response.status_code == 200
        form = response.context["form"]
        assert form.brought == (FORM,)
        assert form["missing"].value() == CERTIFICATE
        assert form["applicant_name"].value() == "Nguyễn Văn Đức"
        assert not Enquiry.objects.exists()

    def test_papers_that_few_need_are_not_proposed(self, at_desk):
        procedure = make_procedure("1.000001", "Khác", papers=("Tờ khai", "Giấy ủy quyền (nếu có)"))
        assert at_desk.post(GUIDANCE, {"procedure": procedure.code}).context["form"]["missing"].value() == "Tờ khai"

    @pytest.mark.parametrize("url", [GUIDANCE, REFUSAL])
    def test_nothing_typed_is_lost_on_the_way_and_back(self, at_desk, birth, url):
        there = at_desk.post(url, typed(birth))
        carried = dict(there.context["kept"])
        assert {"copies", "note", "channel", *tick(birth, FORM)} <= carried.keys()
        back = at_desk.post(INTAKE, typed(birth, key=there.context["form"]["key"].value()) | carried | {"again": "1"})
        assert back.status_code == 200
        form = back.context["form"]
        assert [form[name].value() for name in ("applicant_name", "copies", "note")] == ["Nguyễn Văn Đức", "2", "Gấp"]
        assert [row.is_ticked for row in form.papers] == [True, False]
        assert not form.errors
        assert not Dossier.objects.exists()

    def test_the_form_of_the_enquiry_has_a_key_of_its_own(self, at_desk, birth):
        assert at_desk.post(GUIDANCE, typed(birth)).context["form"]["key"].value() != "intake"

    def test_what_no_desk_receives_is_asked_for_in_words(self, at_desk, clerk):
        assert "request" in at_desk.get(REFUSAL).context["form"].fields
        said = {"request": "Giấy phép lái xe", "cause": "competence", "reason": "Nộp tại Sở", "applicant_name": "Lê Ba"}
        at_desk.post(REFUSAL, said)
        enquiry = Enquiry.objects.get()
        assert (enquiry.request, enquiry.version, enquiry.desk) == ("Giấy phép lái xe", None, clerk.desks[0])

    def test_a_procedure_that_is_not_received_here_is_asked_for_in_words_too(self, at_desk):
        elsewhere = make_procedure("1.000001", "Khác", level="district")
        assert "request" in at_desk.post(REFUSAL, {"procedure": elsewhere.code}).context["form"].fields


class TestKeeping:
    def test_guidance(self, at_desk, birth, clerk, now):
        response = at_desk.post(GUIDANCE, filled(birth, missing=f"{CERTIFICATE}\r\n\r\n Sổ hộ khẩu \r\n{CERTIFICATE}"))
        enquiry = Enquiry.objects.get()
        assert response.url == f"{LIST}{enquiry.pk}/"
        assert (enquiry.kind, enquiry.missing) == (EnquiryKind.GUIDANCE, [CERTIFICATE, "Sổ hộ khẩu"])
        assert (enquiry.brought, enquiry.reason) == ([FORM], "Chưa có giấy chứng sinh")
        assert (enquiry.applicant_phone, enquiry.made_by) == ("0912345678", clerk)

    def test_refusal(self, at_desk, birth):
        at_desk.post(REFUSAL, refusing(birth, number="12/TC"))
        enquiry = Enquiry.objects.get()
        assert (enquiry.kind, enquiry.cause) == (EnquiryKind.REFUSAL, RefusalCause.ENTITLEMENT)
        assert enquiry.number == "12/TC"

    def test_a_double_press_makes_one(self, at_desk, birth):
        first, again = (at_desk.post(GUIDANCE, filled(birth)) for _ in range(2))
        assert first.url == again.url
        assert Enquiry.objects.count() == 1

    def test_the_same_form_with_other_content_is_told_and_kept_by_one_more_press(self, at_desk, birth):
        at_desk.post(GUIDANCE, filled(birth))
        response = at_desk.post(GUIDANCE, filled(birth, missing="Sổ hộ khẩu"))
        assert response.status_code == 409
        assert "01/HDHS" in response.content.decode()
        assert response.context["form"]["missing"].value() == "Sổ hộ khẩu"
        key = response.context["form"]["key"].value()
        seen = {"key": key, "told": [told.pk for told in response.context["told"]]}
        assert at_desk.post(GUIDANCE, filled(birth, missing="Sổ hộ khẩu", **seen)).status_code == 302
        assert Enquiry.objects.count() == 2

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"missing": " \r\n "}, "missing"),
            ({"reason": ""}, "reason"),
            ({"reason": "x" * 1001}, "reason"),
            ({"applicant_name": ""}, "applicant_name"),
            ({"applicant_id": "16400011"}, "applicant_id"),
            ({"applicant_phone": "12"}, "applicant_phone"),
            ({"number": "x" * 51}, "number"),
        ],
    )
    def test_what_is_wrong_is_said_where_and_nothing_is_lost(self, at_desk, birth, wrong, field):
        response = at_desk.post(GUIDANCE, filled(birth) | wrong)
        assert response.status_code == 400
        assert list(errors(response)) == [field]
        assert response.context["form"].brought == (FORM,)
        assert not Enquiry.objects.exists()

    @pytest.mark.parametrize("cause", ["", "nonsense"])
    def test_a_refusal_needs_one_of_the_causes(self, at_desk, birth, cause):
        assert list(errors(at_desk.post(REFUSAL, refusing(birth, cause=cause)))) == ["cause"]

    def test_a_whole_card_is_read_as_at_intake(self, at_desk, birth):
        card = "037080000111|164000111|NGUYEN VAN DUC|01011980|Nam|Kim Dinh|01012021"
        at_desk.post(GUIDANCE, filled(birth, applicant_id=card))
        enquiry = Enquiry.objects.get()
        assert (enquiry.applicant_id_number, enquiry.applicant_address) == ("037080000111", "Kim Dinh")

    def test_only_clerks_and_only_at_their_desks(self, client, clerk, officer, leader, stranger, birth):
        for user in (officer, leader):
            client.force_login(user)
            assert client.get(GUIDANCE).status_code == 403
            assert client.post(REFUSAL, refusing(birth)).status_code == 403
        client.force_login(stranger)
        assert client.post(GUIDANCE, filled(birth, desk=clerk.desks[0].pk)).status_code == 404
        assert not Enquiry.objects.exists()


class TestTheEnquirysPage:
    def test_it_shows_what_was_said_and_the_number_masked(self, at_desk, enquiry):
        page = at_desk.get(f"{LIST}{enquiry.pk}/").content.decode()
        for words in ("01/HDHS", enquiry.mark, CERTIFICATE, FORM, "Chưa có giấy chứng sinh", "164•••111"):
            assert words in page
        assert "164000111" not in page
        assert f"{INTAKE}?procedure=1.001193&amp;enquiry={enquiry.pk}" in page

    def test_a_leader_reads_and_prints_but_does_not_receive(self, client, leader, district_leader, enquiry):
        for user in (leader, district_leader):
            client.force_login(user)
            response = client.get(f"{LIST}{enquiry.pk}/")
            assert response.context["take_up"] == ""
            assert client.get(f"{LIST}{enquiry.pk}/slip.pdf").status_code == 200
            assert client.get(INTAKE, {"enquiry": enquiry.pk}).status_code == 403

    def test_to_others_it_is_not_there(self, client, stranger, officer, enquiry):
        for user in (stranger, officer):
            client.force_login(user)
            for path in ("", "slip.pdf"):
                assert client.get(f"{LIST}{enquiry.pk}/{path}").status_code == 404
                assert client.get(f"{LIST}{enquiry.pk + 1}/{path}").status_code == 404

    def test_its_slip_is_printed_first_and_then_whoever_comes_back_is_received(self, at_desk, enquiry):
        address = f"/desk/enquiries/{enquiry.pk}/"
        key = 'data-key="Ctrl+Enter"'
        assert f'slip.pdf" target="_blank" rel="noopener" {key}' in at_desk.get(address).content.decode()
        at_desk.get(f"{address}slip.pdf")
        seen = at_desk.get(address)
        assert f'href="{escape(seen.context["take_up"])}" {key}' in seen.content.decode()

    def test_its_slip_is_the_same_at_every_press(self, at_desk, enquiry):
        first, again = (at_desk.get(f"{LIST}{enquiry.pk}/slip.pdf") for _ in range(2))
        assert first.content == again.content
        assert "Nguy" not in first["Content-Disposition"]
        assert Slip.objects.count() == 1

    def test_a_refusal_says_why(self, at_desk, clerk, birth, now):
        refused = refuse(by=clerk, procedure=birth, now=now)
        page = at_desk.get(f"{LIST}{refused.pk}/").content.decode()
        assert "Không có quyền yêu cầu hoặc không được ủy quyền" in page
        assert "Không có giấy ủy quyền" in page


class TestComingBack:
    def received(self, at_desk, enquiry, birth, **overrides):
        sent = typed(birth, enquiry=enquiry.pk, key="back", **tick(birth, FORM, CERTIFICATE)) | overrides
        return at_desk.post(INTAKE, sent)

    def test_one_press_fills_in_the_intake(self, at_desk, enquiry):
        form = at_desk.get(at_desk.get(f"{LIST}{enquiry.pk}/").context["take_up"]).context["form"]
        assert form["applicant_name"].value() == "Nguyễn Văn Đức"
        assert form["applicant_id"].value() == "164000111"
        assert [row.is_ticked for row in form.papers] == [True, False]

    def test_received_it_is_linked_both_ways(self, at_desk, enquiry, birth):
        self.received(at_desk, enquiry, birth)
        dossier = Dossier.objects.get()
        assert Enquiry.objects.get().dossier == dossier
        page = at_desk.get(f"/dossiers/{dossier.code}/").content.decode()
        assert f'href="{LIST}{enquiry.pk}/"' in page
        assert "Bắt đầu từ lượt hướng dẫn số 01/HDHS ngày 15/01/2018" in page
        assert f'href="/dossiers/{dossier.code}/"' in at_desk.get(f"{LIST}{enquiry.pk}/").content.decode()

    def test_a_form_without_a_buttons_name_still_means_to_receive(self, at_desk, enquiry, birth):
        assert self.received(at_desk, enquiry, birth).status_code == 302

    def test_while_papers_are_missing_the_intake_says_so_and_keeps_its_enquiry(self, at_desk, enquiry, birth):
        sent = typed(birth, enquiry=enquiry.pk)
        response = at_desk.post(INTAKE, sent)
        assert response.status_code == 400
        assert f'name="enquiry" value="{enquiry.pk}"' in response.content.decode()

    def test_a_double_press_is_one_dossier(self, at_desk, enquiry, birth):
        first, again = (self.received(at_desk, enquiry, birth) for _ in range(2))
        assert first.url == again.url
        assert Dossier.objects.count() == 1

    def test_used_already_it_is_told_and_one_more_press_makes_a_dossier_of_its_own(self, at_desk, enquiry, birth):
        self.received(at_desk, enquiry, birth)
        response = self.received(at_desk, enquiry, birth, key="other form", note="Khác")
        assert response.status_code == 409
        page = response.content.decode()
        assert Dossier.objects.get().code in page
        assert 'name="enquiry"' not in page
        assert at_desk.post(INTAKE, typed(birth, key="other form", **tick(birth, CERTIFICATE))).status_code == 302
        assert Dossier.objects.count() == 2

    def test_used_already_its_intake_leads_to_the_enquiry(self, at_desk, enquiry, birth):
        self.received(at_desk, enquiry, birth)
        assert at_desk.get(INTAKE, {"enquiry": enquiry.pk}).url == f"{LIST}{enquiry.pk}/"

    @pytest.mark.parametrize("named", ["0", "x", "²", "9" * 30, "-1"])
    def test_what_is_no_enquiry_is_not_found(self, at_desk, birth, named):
        assert at_desk.get(INTAKE, {"enquiry": named}).status_code == 404
        assert self.received(at_desk, Enquiry(pk=named), birth).status_code == 404
        assert not Dossier.objects.exists()

    def test_nor_is_one_of_another_desk(self, client, stranger, enquiry, birth):
        client.force_login(stranger)
        assert client.get(INTAKE, {"enquiry": enquiry.pk}).status_code == 404
        assert self.received(client, enquiry, birth).status_code == 404
        assert not Dossier.objects.exists()

    def test_who_receives_at_two_desks_goes_on_at_that_of_the_enquiry(self, client, clerk, other_commune, birth, now):
        other = make_unit("14000", "Xã Chính Tâm", parent=other_commune.parent, agency_code="000.08.28.H42")
        Assignment.objects.create(user=clerk, role=Role.CLERK, valid_from=now.date(), desk=other.desk)
        enquiry = enquire(by=clerk, procedure=birth, now=now, desk=other.desk)
        client.force_login(clerk)
        assert client.get(INTAKE, {"enquiry": enquiry.pk, "procedure": birth.code}).context["desk"] == other.desk
        self.received(client, enquiry, birth)
        assert Dossier.objects.get().receiving_desk == other.desk

    def test_choosing_the_procedure_keeps_the_enquiry(self, at_desk, clerk, birth, now):
        worded = refuse(by=clerk, now=now, request="Khai sinh cho cháu", cause="conditions")
        page = at_desk.get(INTAKE, {"enquiry": worded.pk, "q": "khai sinh"}).content.decode()
        assert f"?procedure=1.001193&amp;enquiry={worded.pk}" in page

    def test_an_officer_reads_in_the_history_how_it_began(self, client, clerk, officer, enquiry, birth):
        client.force_login(clerk)
        self.received(client, enquiry, birth)
        client.force_login(officer)
        page = client.get(f"/dossiers/{Dossier.objects.get().code}/").content.decode()
        assert "lượt hướng dẫn số 01/HDHS" in page
        assert f"{LIST}{enquiry.pk}/" not in page


class TestList:
    def listed(self, response):
        return list(response.context["page"].object_list)

    def test_the_newest_first(self, at_desk, enquiry, clerk, birth, now):
        later = refuse(by=clerk, procedure=birth, now=now)
        assert self.listed(at_desk.get(LIST)) == [later, enquiry]

    def test_by_kind_and_by_what_became_of_it(self, at_desk, enquiry, clerk, birth, now):
        refused = refuse(by=clerk, procedure=birth, now=now)
        TestComingBack().received(at_desk, enquiry, birth)
        for asked, expected in (
            ({"kind": "refusal"}, [refused]),
            ({"kind": "guidance"}, [enquiry]),
            ({"became": "dossier"}, [enquiry]),
            ({"became": "open"}, [refused]),
            ({"kind": "guidance", "became": "open"}, []),
            ({"kind": "nonsense"}, [refused, enquiry]),
        ):
            assert self.listed(at_desk.get(LIST, asked)) == expected

    def test_by_name_without_the_name_in_an_address(self, at_desk, enquiry, clerk, birth, now):
        other = enquire(by=clerk, procedure=birth, now=now, applicant_name="Trần Thị Bé")
        response = at_desk.post(LIST, {"name": "tran thi", "kind": "guidance"})
        assert response.status_code == 200
        assert self.listed(response) == [other]

    def test_sent_without_a_name_it_becomes_an_address(self, at_desk):
        assert at_desk.post(LIST, {"name": " ", "kind": "refusal", "became": ""}).url == f"{LIST}?kind=refusal"
        assert at_desk.post(LIST, {}).url == LIST

    def test_only_ones_own(self, client, stranger, leader, district_leader, officer, enquiry):
        for user, expected in ((stranger, []), (leader, [enquiry]), (district_leader, [enquiry])):
            client.force_login(user)
            assert self.listed(client.get(LIST)) == expected
            assert self.listed(client.post(LIST, {"name": "Nguyễn"})) == expected
        client.force_login(officer)
        assert client.get(LIST).status_code == 403

    def test_empty_it_says_how_one_begins(self, at_desk):
        assert "Chưa có lượt hướng dẫn" in at_desk.get(LIST).content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_whatever_its_length(self, at_desk, clerk, birth, now, django_assert_max_num_queries, count):
        for _ in range(count):
            enquire(by=clerk, procedure=birth, now=now)
        at_desk.get(LIST)
        with django_assert_max_num_queries(8):
            assert len(self.listed(at_desk.get(LIST))) == count


class TestTheOneBox:
    def find(self, client, text):
        return client.post("/desk/find/", {"q": text})

    def test_a_scan_of_the_slip_opens_it(self, at_desk, enquiry):
        assert self.find(at_desk, enquiry.mark).url == f"{LIST}{enquiry.pk}/"

    @pytest.mark.parametrize("text", ["164000111", "nguyen van duc", "01/HDHS"])
    def test_who_has_only_an_enquiry_is_led_to_it(self, at_desk, enquiry, text):
        assert self.find(at_desk, text).url == f"{LIST}{enquiry.pk}/"

    def test_beside_dossiers_it_is_listed_first(self, at_desk, clerk, enquiry, birth, now):
        dossier = receive(by=clerk, procedure=birth, now=now)
        response = self.find(at_desk, "nguyen van duc")
        assert response.status_code == 200
        assert (response.context["enquiries"], response.context["dossiers"]) == ([enquiry], [dossier])

    def test_one_that_became_a_dossier_leads_there_alone(self, at_desk, enquiry, birth):
        TestComingBack().received(at_desk, enquiry, birth)
        assert self.find(at_desk, "nguyen van duc").url == f"/dossiers/{Dossier.objects.get().code}/"

    def test_not_at_another_desk(self, client, stranger, enquiry):
        client.force_login(stranger)
        assert self.find(client, "nguyen van duc").context["enquiries"] == []


class TestWhoComesBackWithoutTheSlip:
    def hint(self, client, procedure, **typed):
        return client.post("/desk/receive/doubles/", {"procedure": procedure.code} | typed).content.decode()

    @pytest.mark.parametrize("who", [{"applicant_id": "164000111"}, {"applicant_name": "nguyen van duc"}])
    def test_is_known_by_number_or_whole_name(self, at_desk, enquiry, birth, who):
        assert f"{LIST}{enquiry.pk}/" in self.hint(at_desk, birth, **who)

    @pytest.mark.parametrize("who", [{"applicant_id": "164000112"}, {"applicant_name": "Đức"}, {}])
    def test_others_are_not(self, at_desk, enquiry, birth, who):
        assert LIST not in self.hint(at_desk, birth, **who)

    def test_nor_about_another_procedure_or_once_received(self, client, clerk, enquiry, birth):
        client.force_login(clerk)
        other = make_procedure("1.000001", "Khác")
        assert LIST not in self.hint(client, other, applicant_id="164000111")
        TestComingBack().received(client, enquiry, birth)
        assert LIST not in self.hint(client, birth, applicant_id="164000111")

    def test_nor_is_the_one_it_goes_on_from(self, at_desk, enquiry, birth):
        assert LIST not in self.hint(at_desk, birth, applicant_id="164000111", enquiry=enquiry.pk)

    def test_nor_at_another_desk(self, client, stranger, enquiry, birth):
        client.force_login(stranger)
        assert LIST not in self.hint(client, birth, applicant_id="164000111")


def test_keeping_an_enquiry_costs_few_statements(at_desk, birth, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        at_desk.post(GUIDANCE, filled(birth))


def test_the_day_end_sheet_lists_them(at_desk, enquiry):
    page = at_desk.get("/desk/day/").content.decode()
    assert f'href="{LIST}{enquiry.pk}/"' in page
