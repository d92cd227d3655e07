"""The pages on which reports are submitted, judged, typed and compared; who may do what there."""

import io
import re
from datetime import date

import openpyxl
import pypdfium2
import pytest

from reports import actions
from reports.changed import changes_of
from reports.freezing import WHOLE_UNIT, report_of
from reports.models import Submission
from reports.tallies import Figures
from tests import builders
from tests.dashboards.pages import length_of
from tests.dossiers.views.test_paper_book import faults, line, send
from tests.reports.submitting import NOW, consolidate, shown, submit
from tests.reports.test_results import add
from units.models import Role
from units.periods import Period

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]
QUERY = "from=2017-03-01&to=2017-03-31"
NEW = f"/reports/submissions/new/?{QUERY}"


@pytest.fixture
def reform(district, clock):
    return builders.make_user("reform.376", Role.REFORM_OFFICER, district, full_name="Lê Thị Cải")


@pytest.fixture
def paper_commune(district):
    """Not yet live: it has no dossiers here."""
    return builders.make_unit("14641", "Xã Hùng Tiến", parent=district, agency_code="000.08.28.H42")


@pytest.fixture
def made(commune, clerk):
    return submit(commune, clerk)


def opened(client, user, path):
    client.force_login(user)
    return client.get(path)


def press(client, user, path, **data):
    client.force_login(user)
    return client.post(path, data)


def stated(made):
    return Submission.objects.get(pk=made.pk).state


class TestSubmitting:
    def test_what_is_shown_is_frozen_by_a_press(self, client, commune, clerk):
        page = opened(client, clerk, NEW)
        answer = press(client, clerk, NEW, seen=page.context["preview"].stamp)
        made = Submission.objects.get()
        assert (answer.status_code, answer.url) == (302, f"/reports/submissions/{made.pk}/")
        assert (made.unit, made.submitted_by, report_of(made).total) == (commune, clerk, page.context["report"].total)

    def test_pressed_twice_it_is_submitted_once(self, client, commune, clerk):
        seen = shown(commune)
        press(client, clerk, NEW, seen=seen)
        again = press(client, clerk, NEW, seen=seen)
        assert (again.status_code, Submission.objects.count()) == (409, 1)
        assert "Phạm Thị Lan" in again.content.decode()

    def test_figures_that_changed_are_shown_anew_before_they_are_sent(self, client, commune, clerk):
        seen = shown(commune)
        add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-03-21 09:00"))
        again = press(client, clerk, NEW, seen=seen)
        assert (again.status_code, Submission.objects.count()) == (409, 0)
        assert again.context["can_go_on"]
        assert press(client, clerk, NEW, seen=again.context["preview"].stamp).status_code == 302

    def test_what_is_overdue_without_an_apology_is_said_before(self, client, clerk):
        page = opened(client, clerk, NEW)
        (doubt,) = page.context["doubts"]
        assert doubt.sentence.startswith("1 trong 1 hồ sơ quá hạn")
        assert length_of(client.get(doubt.href)) == 1

    def test_a_period_that_is_not_over_has_no_button(self, client, clerk):
        page = opened(client, clerk, "/reports/submissions/new/?from=2018-01-01&to=2018-01-31")
        assert page.status_code == 200
        assert not page.context["can_go_on"]
        assert "Kỳ báo cáo kết thúc ngày 15/01/2018" in page.content.decode()

    @pytest.mark.parametrize("who", ["clerk", "officer", "leader"])
    def test_everybody_who_works_there_submits(self, client, request, who):
        assert opened(client, request.getfixturevalue(who), NEW).status_code == 200

    @pytest.mark.parametrize("who", ["control", "district_leader", "reform"])
    def test_nobody_submits_for_a_commune_from_above(self, client, request, who):
        user = request.getfixturevalue(who)
        assert opened(client, user, f"{NEW}&unit=14635").status_code == 403
        assert press(client, user, f"{NEW}&unit=14635").status_code == 403

    def test_a_neighbour_is_not_known(self, client, stranger):
        assert opened(client, stranger, f"{NEW}&unit=14635").status_code == 400

    def test_only_procedure_control_consolidates(self, client, control, district_leader, reform):
        assert opened(client, control, NEW).status_code == 200
        for user in (district_leader, reform):
            assert opened(client, user, NEW).status_code == 403

    def test_a_district_consolidates_by_a_press(self, client, made, control):
        actions.accept(submission=made, by=control, now=NOW)
        page = opened(client, control, NEW)
        assert [unit.name for unit in page.context["preview"].missing] == ["Xã Ân Hòa"]
        assert press(client, control, NEW, seen=page.context["preview"].stamp).status_code == 302
        whole = Submission.objects.get(is_consolidated=True)
        assert list(whole.parts.all()) == [made]
        assert "Xã Ân Hòa" in opened(client, control, f"/reports/submissions/{whole.pk}/").content.decode()


class TestReport:
    def test_it_says_how_the_report_stands(self, client, made, clerk):
        page = opened(client, clerk, f"/reports/?{QUERY}")
        assert (page.context["standing"].submission, page.context["standing"].cells) == (made, 0)

    def test_it_says_what_is_not_as_it_was_submitted(self, client, made, clerk):
        add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-03-21 09:00"))
        assert opened(client, clerk, f"/reports/?{QUERY}").context["standing"].cells == 2

    def test_a_returned_one_can_be_submitted_again(self, client, made, clerk, control):
        actions.return_with_reason(submission=made, reason="Thiếu sổ giấy", by=control, now=NOW)
        page = opened(client, clerk, f"/reports/?{QUERY}").content.decode()
        assert "Thiếu sổ giấy" in page
        assert "/reports/submissions/new/" in page

    def test_what_is_carried_over_is_held_to_the_frozen_report(self, client, made, clerk):
        page = opened(client, clerk, "/reports/?from=2017-04-01&to=2017-04-30")
        assert "(báo cáo đã chốt ngày 15/01/2018)" in page.content.decode()


class TestFrozenReport:
    @pytest.mark.parametrize("who", ["clerk", "leader", "control", "district_leader", "reform"])
    def test_its_unit_and_those_above_read_it(self, client, made, request, who):
        page = opened(client, request.getfixturevalue(who), f"/reports/submissions/{made.pk}/")
        assert page.status_code == 200
        assert made.sha256 in page.content.decode()

    @pytest.mark.parametrize("path", ["", "report.pdf", "report.xlsx", "dossiers/?figure=received_total"])
    def test_a_neighbour_does_not_know_it(self, client, made, stranger, path):
        assert opened(client, stranger, f"/reports/submissions/{made.pk}/{path}").status_code == 404

    @pytest.mark.parametrize("consolidated", [False, True])
    def test_every_number_opens_exactly_its_dossiers(self, client, made, district, control, consolidated):
        actions.accept(submission=made, by=control, now=NOW)
        frozen = consolidate(district, control) if consolidated else made
        add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-03-21 09:00"))  # changes nothing of it
        page = opened(client, control, f"/reports/submissions/{frozen.pk}/").content.decode()
        links = re.findall(r'href="([^"]*/dossiers/\?figure[^"]*)">([\d.]+)</a>', page)
        assert len(links) > 8
        for href, number in set(links):
            found = client.get(href.replace("&amp;", "&"))
            assert found.context["count"] == len(found.context["dossiers"]) == int(number), href

    def test_what_changed_since_is_named_with_who_did_it(self, client, made, clerk):
        add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-03-22 09:00"))
        page = opened(client, clerk, f"/reports/submissions/{made.pk}/")
        assert (len(page.context["changes"]), len(page.context["cells"])) == (1, 2)
        assert "2 ô, 1 hồ sơ." in page.content.decode()
        assert page.context["report"].total.received_total == 5

    def test_of_others_dossiers_it_tells_only_that_there_are_some(self, client, made, stranger, clerk, control):
        add(("2017-03-20 08:00", "2017-03-21 17:00", "2017-03-22 09:00"))
        page = opened(client, control, f"/reports/submissions/{made.pk}/")
        assert [deed["dossier"].competent_agency.unit for deed in page.context["deeds"]] == [made.unit]

    def test_costs_the_same_however_many_dossiers_changed(self, client, made, clerk, django_assert_max_num_queries):
        client.force_login(clerk)
        for _ in range(2):
            for day in (13, 14, 15):
                add((f"2017-03-{day} 08:00", "2017-03-21 17:00", "2017-03-22 09:00"))
            with django_assert_max_num_queries(20):
                client.get(f"/reports/submissions/{made.pk}/")

    def test_the_print_and_the_workbook_bear_its_digest(self, client, made, clerk):
        response = opened(client, clerk, f"/reports/submissions/{made.pk}/report.pdf")
        pages = pypdfium2.PdfDocument(response.content)
        text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
        assert "Đã chốt số liệu lúc 08:00 ngày 15/01/2018, lần gửi 1" in text
        assert made.sha256 in text
        response = opened(client, clerk, f"/reports/submissions/{made.pk}/report.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert ["1", "Hộ tịch", 5, 1, 1, 3, 3, 2, 1, 2, 1, 1] in rows
        assert made.sha256 in sheet.oddFooter.left.text

    def test_missing_units_stand_on_the_print_and_in_the_workbook(self, client, made, district, control):
        actions.accept(submission=made, by=control, now=NOW)
        whole = consolidate(district, control)
        response = opened(client, control, f"/reports/submissions/{whole.pk}/report.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        said = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
        assert "1/2 đơn vị chưa có báo cáo được tiếp nhận" in said
        assert "Xã Ân Hòa" in said


class TestJudging:
    def test_control_accepts(self, client, made, control):
        press(client, control, f"/reports/submissions/{made.pk}/accept/")
        assert stated(made) == "accepted"

    def test_control_returns_with_a_reason(self, client, made, control):
        press(client, control, f"/reports/submissions/{made.pk}/return/", reason="Số quá hạn chưa đúng")
        assert (stated(made), Submission.objects.get().reason) == ("returned", "Số quá hạn chưa đúng")

    @pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
    def test_without_a_reason_nothing_is_returned(self, client, made, control, reason):
        press(client, control, f"/reports/submissions/{made.pk}/return/", reason=reason)
        assert stated(made) == "submitted"

    @pytest.mark.parametrize("what", ["accept", "return"])
    @pytest.mark.parametrize("who", ["clerk", "leader", "district_leader", "reform"])
    def test_nobody_else_does(self, client, made, request, who, what):
        answer = press(client, request.getfixturevalue(who), f"/reports/submissions/{made.pk}/{what}/", reason="Sai")
        assert (answer.status_code, stated(made)) == (403, "submitted")

    def test_a_neighbour_does_not_know_it(self, client, made, stranger):
        assert press(client, stranger, f"/reports/submissions/{made.pk}/accept/").status_code == 404

    @pytest.mark.parametrize("what", ["accept", "return"])
    def test_looking_changes_nothing(self, client, made, control, what):
        assert opened(client, control, f"/reports/submissions/{made.pk}/{what}/").status_code == 405
        assert stated(made) == "submitted"

    def test_whoever_comes_second_is_told(self, client, made, control):
        press(client, control, f"/reports/submissions/{made.pk}/accept/")
        client.post(f"/reports/submissions/{made.pk}/accept/")
        page = client.get(f"/reports/submissions/{made.pk}/").content.decode()
        assert "Báo cáo đã được Phạm Quang Huy tiếp nhận lúc" in page

    def test_a_district_takes_its_own_back_but_does_not_accept_it(self, client, district, control):
        whole = consolidate(district, control)
        assert press(client, control, f"/reports/submissions/{whole.pk}/accept/").status_code == 403
        press(client, control, f"/reports/submissions/{whole.pk}/return/", reason="Tỉnh yêu cầu sửa")
        assert stated(whole) == "returned"


class TestWhoHasSent:
    PATH = f"/reports/submissions/?{QUERY}"

    def test_a_district_sees_who_has_and_who_is_missing(self, client, made, district_leader):
        page = opened(client, district_leader, self.PATH)
        assert [(line.unit.name, line.submission) for line in page.context["sent"]] == [
            ("Xã Kim Định", made),
            ("Xã Ân Hòa", None),
        ]
        assert page.context["missing"] == ["Xã Ân Hòa"]
        assert page.context["acceptable"] == []

    def test_a_press_accepts_all_that_add_up(self, client, made, other_commune, stranger, control):
        other = submit(other_commune, stranger)
        page = opened(client, control, self.PATH)
        assert page.context["acceptable"] == [made, other]
        press(client, control, f"/reports/submissions/accept/?{QUERY}", submission=[made.pk, other.pk])
        assert (stated(made), stated(other)) == ("accepted", "accepted")

    @pytest.mark.parametrize("who", ["clerk", "district_leader", "reform"])
    def test_nobody_else_accepts_any(self, client, made, request, who):
        user = request.getfixturevalue(who)
        assert press(client, user, "/reports/submissions/accept/", submission=[made.pk]).status_code == 403
        assert stated(made) == "submitted"

    def test_a_commune_sees_its_own(self, client, made, other_commune, stranger, clerk):
        submit(other_commune, stranger)
        page = opened(client, clerk, self.PATH)
        assert (page.context["sent"], list(page.context["rounds"])) == ([], [made])

    def test_a_clerk_of_the_district_sees_his_centre_alone(self, client, made, district, control):
        actions.accept(submission=made, by=control, now=NOW)
        whole = consolidate(district, control)
        clerk = builders.make_user("clerk.376", Role.CLERK, district)
        assert opened(client, clerk, self.PATH).context["sent"] == []
        assert opened(client, clerk, f"/reports/?{QUERY}").context["standing"] is None
        page = opened(client, clerk, f"/reports/submissions/{whole.pk}/").content.decode()
        assert ("Xã Kim Định" in page, f"/reports/submissions/{made.pk}/" in page) == (True, False)

    def test_a_commune_is_told_in_which_report_its_own_stands(self, client, made, district, clerk, control):
        actions.accept(submission=made, by=control, now=NOW)
        whole = consolidate(district, control)
        page = opened(client, clerk, f"/reports/submissions/{made.pk}/").content.decode()
        assert ("Huyện Kim Sơn" in page, f"/reports/submissions/{whole.pk}/" in page) == (True, False)

    def test_days_late_are_shown_once_a_day_is_set(self, client, made, district_leader, settings):
        assert {line.days_late for line in opened(client, district_leader, self.PATH).context["sent"]} == {None}
        settings.REPORT_DAYS_OF_COMMUNES = 3
        lines = opened(client, district_leader, self.PATH).context["sent"]
        assert {line.days_late for line in lines} == {(date(2018, 1, 15) - date(2017, 3, 31)).days - 3}

    def test_costs_the_same_however_many_communes(
        self, client, made, other_commune, stranger, district_leader, django_assert_max_num_queries
    ):
        client.force_login(district_leader)
        with django_assert_max_num_queries(16):
            client.get(self.PATH)
        submit(other_commune, stranger)
        with django_assert_max_num_queries(16):
            client.get(self.PATH)


class TestTyping:
    PATH = f"/reports/submissions/typed/?{QUERY}&unit=14641"

    @staticmethod
    def line(
        received="6", online="0", carried="1", direct="5", resolved="4", in_time="4", late="0", pending="2", **more
    ):
        names = ("received_total", "received_online", "carried_over", "received_direct", "resolved_total")
        names += ("resolved_in_time", "resolved_late", "pending_total", "pending_in_time", "pending_overdue")
        numbers = (received, online, carried, direct, resolved, in_time, late, pending)
        numbers += (more.get("not_due", "1"), more.get("overdue", "1"))
        return {f"{WHOLE_UNIT}-{name}": number for name, number in zip(names, numbers, strict=True)}

    def test_procedure_control_types_what_a_letter_says(self, client, paper_commune, control):
        answer = press(client, control, self.PATH, **self.line())
        made = Submission.objects.get()
        assert (answer.status_code, made.unit, made.is_typed) == (302, paper_commune, True)
        assert report_of(made).total == Figures(
            received_direct=5, carried_over=1, resolved_on_time=4, pending_overdue=1
        )
        page = client.get(answer.url).content.decode()
        assert "số liệu nhập tay" in page
        assert "/dossiers/?figure" not in page

    def test_an_empty_sum_is_reckoned(self, client, paper_commune, control):
        press(client, control, self.PATH, **self.line(received="", resolved="", pending=""))
        assert report_of(Submission.objects.get()).total.received_total == 6

    def test_what_does_not_add_up_is_named_with_its_columns_and_both_sums(self, client, paper_commune, control):
        answer = press(client, control, self.PATH, **self.line(received="7"))
        assert (answer.status_code, Submission.objects.count()) == (400, 0)
        page = answer.content.decode()
        assert "cột (3) là 7, nhưng (4) + (5) + (6) = 0 + 1 + 5 = 6" in page
        assert 'value="7"' in page

    @pytest.mark.parametrize(
        ("typed", "figure", "sentence"),
        [
            ({"direct": "-5"}, "received_direct", ""),
            ({"direct": "năm"}, "received_direct", ""),
            ({"resolved": "9"}, "resolved_total", "cột (7) là 9, nhưng (8) + (9) = 4 + 0 = 4"),
            ({"pending": "3", "not_due": "2"}, "received_total", "cột (3) là 6, nhưng (7) + (10) = 4 + 3 = 7"),
        ],
    )
    def test_other_faults_stand_at_their_line(self, client, paper_commune, control, typed, figure, sentence):
        answer = press(client, control, self.PATH, **self.line(**typed))
        assert (answer.status_code, Submission.objects.count()) == (400, 0)
        assert sentence in answer.context["form"].errors[f"{WHOLE_UNIT}-{figure}"][0]

    def test_a_line_for_all_and_one_of_a_sector_count_twice(self, client, paper_commune, control, birth):
        sector = birth.version_on(date(2017, 3, 31)).sector_id
        both = self.line() | {f"{sector}-received_direct": "1", f"{sector}-pending_in_time": "1"}
        assert "tính hai lần" in press(client, control, self.PATH, **both).content.decode()

    def test_what_is_carried_over_is_held_to_the_report_before(self, client, paper_commune, control):
        press(client, control, self.PATH, **self.line())
        april = self.PATH.replace(QUERY, "from=2017-04-01&to=2017-04-30")
        answer = press(client, control, april, **self.line())
        assert "còn 2 hồ sơ đang giải quyết" in answer.content.decode()
        assert (
            press(client, control, april, **self.line(received="7", carried="2", pending="3", not_due="2")).status_code
            == 302
        )

    def test_a_unit_with_dossiers_is_counted_not_typed(self, client, clerk):
        answer = press(client, clerk, self.PATH.replace("14641", "14635"), **self.line())
        assert (answer.status_code, Submission.objects.count()) == (400, 0)
        assert "được tính từ hồ sơ, không nhập tay" in answer.content.decode()

    @pytest.mark.parametrize("who", ["district_leader", "reform"])
    def test_nobody_else_types(self, client, paper_commune, request, who):
        assert opened(client, request.getfixturevalue(who), self.PATH).status_code == 403


class TestPaperBook:
    @pytest.fixture
    def december(self, commune, clerk):
        return submit(commune, clerk, period=Period(date(2017, 12, 1), date(2017, 12, 31)))

    def test_a_late_entry_into_a_submitted_period_is_asked_back(self, client, december, clerk, birth):
        client.force_login(clerk)
        response = send(client, line(1, birth), day="2017-12-29")
        assert "01/12/2017 – 31/12/2017" in faults(response)[1]["is_sure"][0]
        assert send(client, line(1, birth, is_sure="on"), day="2017-12-29").status_code == 302
        assert len(changes_of(december)) == 1

    def test_other_days_and_returned_reports_ask_nothing(self, client, december, clerk, control, birth):
        client.force_login(clerk)
        assert send(client, line(1, birth), day="2018-01-12").status_code == 302
        actions.return_with_reason(submission=december, reason="Thiếu sổ giấy", by=control, now=NOW)
        assert send(client, line(2, birth), day="2017-12-29").status_code == 302
