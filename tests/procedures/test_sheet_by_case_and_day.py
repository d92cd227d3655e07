"""A procedure's page in one case, as of another day, and after its end."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from procedures import actions
from procedures.content import Content, as_json
from procedures.models import (
    DecisionLine,
    Fee,
    FormFile,
    LineKind,
    Procedure,
    ProcedureAtUnit,
    ProcedureCase,
    ProcedureVersion,
    PublicationDecision,
    RequiredDocument,
)
from tests import builders


def page_of(client, code, **query):
    return client.get(reverse("procedures:detail", args=[code]), query)


def sheet_of(client, code, **query):
    (sheet,) = page_of(client, code, **query).context["sheets"]
    return sheet


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def cases(support):
    """Two cases: one with a time and a paper of its own, one with a paper only."""
    version = support.versions.get()
    orphan = ProcedureCase.objects.create(
        version=version, position=1, name="Trẻ mồ côi", time_limit=2, time_unit="working_day"
    )
    aged = ProcedureCase.objects.create(version=version, position=2, name="Người cao tuổi")
    for position, (case, name) in enumerate([(orphan, "Giấy chứng tử của cha mẹ"), (aged, "Sổ lương hưu")], 8):
        RequiredDocument.objects.create(version=version, position=position, name=name, case=case)
    return orphan, aged


class TestCase:
    def test_without_a_choice_all_are_told(self, client, clock, cases):
        sheet = sheet_of(client, "1.001776")
        assert [paper.name for paper in sheet.papers] == [
            "Tờ khai",
            "Giấy tờ tùy thân",
            "Giấy chứng tử của cha mẹ",
            "Sổ lương hưu",
        ]
        assert [time.case for time in sheet.times] == [None, cases[0]]

    def test_a_chosen_one_has_its_papers_time_and_date(self, client, clock, cases):
        sheet = sheet_of(client, "1.001776", case=1)
        assert [paper.name for paper in sheet.papers][2:] == ["Giấy chứng tử của cha mẹ"]
        assert [(time.case, time.ready.due_at) for time in sheet.times] == [(cases[0], builders.at("2018-01-17 17:00"))]

    def test_one_without_a_time_of_its_own_takes_the_usual_one(self, client, clock, cases):
        sheet = sheet_of(client, "1.001776", case=2)
        assert [time.ready.due_at for time in sheet.times] == [builders.at("2018-01-22 17:00")]
        page = text(page_of(client, "1.001776", case=2))
        assert "Trẻ mồ côi</h3>" not in page
        assert "Giấy chứng tử" not in page

    def test_each_has_an_address_of_its_own(self, client, clock, cases):
        assert 'href="?level=commune&amp;case=1#bring-commune"' in text(page_of(client, "1.001776")).replace(
            "case=1&amp;level=commune", "level=commune&amp;case=1"
        )

    @pytest.mark.parametrize("case", ["9", "x", "-1", "1' or 1=1"])
    def test_one_that_is_none_is_said_and_all_are_shown(self, client, clock, cases, case):
        response = page_of(client, "1.001776", case=case)
        assert (response.status_code, response.context["sheets"][0].case) == (200, None)
        assert _("There is no such case: all are shown.") in text(response)


class TestDay:
    @pytest.fixture
    def changed(self, support):
        """Five days until the end of 2017, then three; the fee came in 2018."""
        old = support.versions.get()
        old.valid_to = date(2017, 12, 31)
        old.save()
        new = ProcedureVersion.objects.get(pk=old.pk)
        new.pk, new.name, new.time_limit, new.valid_from, new.valid_to = None, "Tên mới", 3, date(2018, 1, 1), None
        new.save(force_insert=True)
        Fee.objects.create(procedure=support, amount=8000, valid_from=date(2018, 1, 1))
        return support

    def test_an_earlier_version_is_whole_at_its_address(self, client, clock, changed):
        response = page_of(client, "1.001776", on="2017-06-01")
        (sheet,) = response.context["sheets"]
        assert (sheet.version.time_limit, sheet.fees) == (5, [])
        assert [paper.name for paper in sheet.papers] == ["Tờ khai", "Giấy tờ tùy thân"]
        assert _("As of %(day)s.") % {"day": "01/06/2017"} in text(response)

    def test_no_date_is_promised_as_of_another_day(self, client, clock, changed, clerk):
        client.force_login(clerk)
        sheet = sheet_of(client, "1.001776", on="2017-06-01")
        assert [time.ready for time in sheet.times] == [None]
        assert (sheet.received_by_reader, sheet.posted) == (False, None)

    def test_the_desks_are_those_of_the_units_of_that_day(self, client, clock, changed, commune, district):
        gone = {"agency_code": "000.99.28.H42", "valid_to": date(2017, 12, 31)}
        old = builders.make_unit("14600", "Xã Cũ", parent=district, **gone)
        differed = {"handling": "not_applied", "reason": "Chưa có", "valid_to": date(2017, 6, 30)}
        ProcedureAtUnit.objects.create(procedure=changed, unit=commune, **differed)
        for on, units, exceptions in (
            ("2017-06-01", [old], 1),
            ("2017-07-01", [old, commune], 0),
            (None, [commune], 0),
        ):
            sheet = sheet_of(client, "1.001776", **({"on": on} if on else {}))
            assert ([desk.unit for desk in sheet.desks], len(sheet.exceptions)) == (units, exceptions)

    def test_it_is_said_that_addresses_are_those_of_today(self, client, clock, changed, commune):
        said = _(
            "The desks of the units that there are on that day; their addresses and telephones are those of today."
        )
        assert said in text(page_of(client, "1.001776", on="2017-06-01"))
        assert said not in text(page_of(client, "1.001776"))

    def test_today_s_page_leads_to_the_others(self, client, clock, changed):
        page = text(page_of(client, "1.001776"))
        assert "on=2017-12-31" in page
        assert _("What holds today") not in page

    def test_what_is_to_come_is_announced_and_can_be_read(self, client, clock, changed):
        ProcedureVersion.objects.filter(name="Tên mới").update(valid_from=date(2018, 2, 1))
        ProcedureVersion.objects.exclude(name="Tên mới").update(valid_to=date(2018, 1, 31))
        assert _("It changes on %(day)s.") % {"day": "01/02/2018"} in text(page_of(client, "1.001776"))
        assert sheet_of(client, "1.001776", on="2018-02-01").version.name == "Tên mới"

    @pytest.mark.parametrize("on", ["2018-02-30", "gestern", "31/12", "0001-01-01", "9999-01-01", "<b>"])
    def test_what_is_no_day_is_said_and_today_shown(self, client, clock, changed, on):
        response = page_of(client, "1.001776", on=on)
        assert (response.status_code, response.context["sheets"][0].version.name) == (400, "Tên mới")
        assert 'role="alert"' in text(response)
        assert "<b>" not in text(response)

    def test_a_day_before_it_began_is_said(self, client, clock, changed):
        ProcedureVersion.objects.filter(valid_from=None).update(valid_from=date(2016, 1, 1))
        response = page_of(client, "1.001776", on="2015-06-01")
        assert response.status_code == 200
        assert _("This procedure was not in force that day.") in text(response)

    def test_the_former_code_keeps_the_day(self, client, clock, changed):
        Procedure.objects.update(local_code="L.000007")
        assert page_of(client, "L.000007", on="2017-06-01").url.endswith("/1.001776/?on=2017-06-01")


class TestLevel:
    def test_one_level_has_an_address_of_its_own(self, client, clock, certification):
        builders.make_procedure("2.000815", "Chứng thực tại Phòng Tư pháp", level="district")
        assert sheet_of(client, "2.000815", level="district").version.name == "Chứng thực tại Phòng Tư pháp"
        assert len(page_of(client, "2.000815", level="moon").context["sheets"]) == 2


class TestEnd:
    def decide(self, kind, *, procedure=None, code="", replaced=(), effective=date(2018, 1, 15)):
        decision = PublicationDecision.objects.create(
            number=f"{kind}/QĐ-UBND", issued_on=date(2018, 1, 12), effective_from=effective
        )
        content = Content(name="Thủ tục thay thế", sector="Hộ tịch", channels=("in_person",))
        line = DecisionLine.objects.create(
            decision=decision,
            position=1,
            kind=kind,
            level="commune",
            code=procedure.code if procedure else code,
            procedure=procedure,
            draft=None if procedure else as_json(content),
        )
        for each in replaced:
            line.replaced.create(procedure=each)
        return decision

    def test_an_abolished_one_says_until_when_and_by_what(self, client, control, now, birth):
        decision = self.decide(LineKind.ABOLISH, procedure=birth)
        actions.apply_decision(decision=decision, by=control, now=now)
        response = page_of(client, "1.001193")
        assert response.status_code == 200
        assert "Đăng ký khai sinh" in text(response)
        assert _("It was in force until %(day)s.") % {"day": "14/01/2018"} in text(response)
        assert "abolish/QĐ-UBND" in text(response)
        assert sheet_of(client, "1.001193", on="2018-01-14").version.name == "Đăng ký khai sinh"

    def test_one_that_is_about_to_end_says_so_while_it_can_be_handed_in(self, client, control, now, birth):
        decision = self.decide(LineKind.ABOLISH, procedure=birth, effective=date(2018, 1, 22))
        actions.apply_decision(decision=decision, by=control, now=now)
        page = text(page_of(client, "1.001193"))
        until = "It can be handed in until %(day)s only; from then on nobody receives it."
        assert _(until) % {"day": "21/01/2018"} in page
        assert "abolish/QĐ-UBND" in page

    def test_one_that_is_about_to_be_replaced_leads_to_what_comes(self, client, control, now, birth):
        decision = self.decide(LineKind.REPLACE, code="1.999999", replaced=[birth], effective=date(2018, 1, 22))
        actions.apply_decision(decision=decision, by=control, now=now)
        address = reverse("procedures:detail", args=["1.999999"])
        assert f'href="{address}?on=2018-01-22&amp;level=commune"' in text(page_of(client, "1.001193"))
        coming = text(page_of(client, "1.999999"))
        assert _("This procedure is not in force yet: nobody receives it today.") in coming
        assert _("This procedure is not in force today: nobody receives it.") not in coming

    def test_a_replaced_one_leads_to_what_came_in_its_place(self, client, control, now, birth):
        decision = self.decide(LineKind.REPLACE, code="1.999999", replaced=[birth])
        assert sheet_of(client, "1.001193").end is None
        actions.apply_decision(decision=decision, by=control, now=now)
        end = sheet_of(client, "1.001193").end
        assert [version.name for version in end.successors] == ["Thủ tục thay thế"]
        assert f'href="{reverse("procedures:detail", args=["1.999999"])}?level=commune"' in text(
            page_of(client, "1.001193")
        )

    def test_a_draft_is_never_seen(self, client, control, now, birth):
        decision = self.decide(LineKind.REPLACE, code="1.999999", replaced=[birth])
        client.force_login(control)
        assert page_of(client, "1.999999").status_code == 404
        assert "Thủ tục thay thế" not in text(page_of(client, "1.001193"))
        actions.apply_decision(decision=decision, by=control, now=now)
        assert page_of(client, "1.999999").status_code == 200
        actions.take_back_decision(decision=decision, reason="Nhầm", by=control, now=now)
        assert page_of(client, "1.999999").status_code == 404
        assert sheet_of(client, "1.001193").version.name == "Đăng ký khai sinh"

    def test_a_procedure_without_a_version_is_nobody_s_business(self, client, clock):
        Procedure.objects.create(level="commune", code="1.555555")
        assert page_of(client, "1.555555").status_code == 404


class TestWhatElseIsPublished:
    def test_steps_conditions_and_sets(self, client, clock, birth):
        birth.versions.update(steps="Bước 1\nBước 2", conditions="Đủ 18 tuổi", sets=2)
        page = text(page_of(client, "1.001193"))
        assert "Bước 1<br>Bước 2" in page
        assert "Đủ 18 tuổi" in page
        assert _("%(n)s sets of all papers.") % {"n": 2} in page

    def test_fees_by_channel(self, client, clock, birth):
        Fee.objects.create(procedure=birth, amount=4000, channel="online")
        page = text(page_of(client, "1.001193"))
        assert "4.000 đồng" in page
        assert _("handed in: %(channel)s") % {"channel": _("Online")} in page


class TestForm:
    BYTES = b"%PDF-1.4 form"

    @pytest.fixture
    def form(self, birth, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        (tmp_path / "ab").mkdir()
        (tmp_path / "ab" / "abc.pdf").write_bytes(self.BYTES)
        return FormFile.objects.create(
            version=birth.versions.get(),
            position=1,
            name="Tờ khai đăng ký khai sinh",
            path="ab/abc.pdf",
            content_type="application/pdf",
            size=len(self.BYTES),
            sha256="d" * 64,
        )

    def test_the_page_leads_to_it_and_anybody_may_download_it(self, client, clock, form):
        address = reverse("procedures:form_file", args=["d" * 64])
        assert f'href="{address}"' in text(page_of(client, "1.001193"))
        response = client.get(address)
        assert b"".join(response.streaming_content) == self.BYTES
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_who_has_it_is_not_sent_it_again(self, client, clock, form):
        address = reverse("procedures:form_file", args=["d" * 64])
        first = client.get(address)
        assert b"".join(first.streaming_content) == self.BYTES
        tag = first["ETag"]
        response = client.get(address, headers={"if-none-match": tag})
        assert (response.status_code, response["ETag"]) == (304, tag)

    @pytest.mark.parametrize("digest", ["e" * 64, "x", "..%2f..%2fetc"])
    def test_another_address_is_none(self, client, clock, form, digest):
        assert client.get(f"/procedures/forms/{digest}/").status_code == 404

    def test_one_whose_file_is_gone_is_not_found(self, client, clock, form, settings):
        (settings.MEDIA_ROOT / form.path).unlink()
        assert client.get(reverse("procedures:form_file", args=["d" * 64])).status_code == 404

    def test_its_file_is_not_asked_for_by_name(self, client, clock, form):
        assert client.get(f"/procedures/forms/{form.path}/").status_code == 404


def test_a_version_of_the_past_is_found_by_a_day_of_its_own(birth):
    version = birth.versions.get()
    version.valid_to = date(2017, 12, 31)
    assert version.day_in_force == date(2017, 12, 31)
    version.valid_from = version.valid_to - timedelta(days=5)
    assert version.day_in_force == date(2017, 12, 26)
