"""The week on one page: what it says, who gets it, and that Monday's mail comes once."""

from datetime import date

import pypdfium2
import pytest
from django.core import mail

from dashboards.digest import digest_of
from dashboards.digest_mail import tell, tell_leaders, untold
from dashboards.digest_words import now_lines, text, week_lines
from dashboards.scope import overseen_by, scope_of
from dossiers.models import Dossier
from jobs import worker
from jobs.models import Mail
from reports.models import DigestReader
from tests.builders import at, make_unit
from tests.dashboards.pages import answers, counted
from units.models import Role, User
from units.periods import Period

WEEK = Period(date(2018, 1, 8), date(2018, 1, 14))
MONDAY = "2018-01-15 08:00"


def made(user, now=MONDAY):
    scope = scope_of(user, overseen_by(user), code="", period=WEEK, today=date(2018, 1, 15))
    return digest_of(scope, now=at(now))


def words_of(content):
    pages = pypdfium2.PdfDocument(content)
    found = [page.get_textpage().get_text_range() for page in pages]
    pages.close()
    return found


class TestWhatItSays:
    def test_the_week_against_the_one_before_and_that_of_last_year(self, dossiers, district_leader):
        lines = {line.name: (line.this, line.before, line.last_year) for line in week_lines(made(district_leader))}
        weeks = [("2018-01-08", "2018-01-14"), ("2018-01-01", "2018-01-07"), ("2017-01-09", "2017-01-15")]
        received, resolved, _, pending, overdue = (
            tuple(map(str, numbers)) for numbers in zip(*(counted("%", *week) for week in weeks), strict=True)
        )
        assert lines["Tiếp nhận"] == received == ("3", "6", "1")
        assert lines["Đã giải quyết"] == resolved
        assert (lines["Đang giải quyết cuối tuần"], lines["Quá hạn cuối tuần"]) == (pending, overdue)
        assert lines["Trước và đúng hạn"] == ("75,0 %", "66,7 %", "100,0 %")

    def test_what_waits_now(self, dossiers, district_leader):
        digest = made(district_leader)
        assert [number for _, number in now_lines(digest)] == ["3", "1", "3", "7", "3"]
        assert Dossier.objects.filter(state="resolved").count() == 7
        assert dict(digest.overdue) == {"Xã Kim Định": 1, "Xã Ân Hòa": 1, "Trung tâm một cửa liên thông": 1}
        assert [need.kind for need in digest.needs] == ["due_today", "untaken", "apologies"]

    def test_satisfaction_of_the_last_whole_month_and_postings(self, district_leader, commune, other_commune, birth):
        answers(commune, birth, [5, 5, 4, 2, 1], date(2017, 12, 1))
        assert "Hài lòng tháng 12/2017: 60,0 % của 5 lượt đánh giá\nNiêm yết: 0/2 thủ tục" in text(
            made(district_leader)
        )

    def test_few_answers_stay_hidden(self, district_leader, commune, birth):
        answers(commune, birth, [5, 5, 4, 2], date(2017, 12, 1))
        assert "quá ít lượt đánh giá" in text(made(district_leader))

    def test_it_names_no_citizen_and_leads_to_the_live_figures(self, dossiers, district_leader, settings):
        said = text(made(district_leader))
        for dossier in Dossier.objects.all():
            for fact in (dossier.applicant_name, dossier.applicant_id_number, dossier.code):
                assert fact not in said
        assert f"{settings.PUBLIC_URL}/dashboard/?from=2018-01-08&to=2018-01-14&unit=376" in said

    def test_of_a_week_without_anything_nothing_is_said(self, leader):
        assert {line.this for line in week_lines(made(leader))} == {"–"}


class TestPage:
    @pytest.mark.parametrize("who", ["leader", "district_leader", "control"])
    def test_it_is_one_sheet_that_says_the_same(self, client, dossiers, request, who):
        user = request.getfixturevalue(who)
        client.force_login(user)
        found = client.get("/dashboard/digest.pdf?week=2018-01-10")
        assert (found.status_code, found["Content-Type"]) == (200, "application/pdf")
        (words,) = words_of(found.content)
        assert "08/01/2018 – 14/01/2018" in words
        for line in week_lines(made(user)):
            assert line.name in words
            assert line.this in words
        assert "Nguyễn Văn Đức" not in words

    def test_a_long_one_stays_on_its_sheet(self, client, dossiers, district_leader, district):
        for number in range(40):
            make_unit(
                f"150{number:02}", f"Xã {'Rất Dài ' * 10}{number}", parent=district, agency_code=f"000.{number}.29.H42"
            )
        client.force_login(district_leader)
        assert len(words_of(client.get("/dashboard/digest.pdf").content)) == 1

    def test_without_a_week_it_is_the_last(self, client, district_leader):
        client.force_login(district_leader)
        assert client.get("/dashboard/digest/").context["digest"].week == WEEK
        name = client.get("/dashboard/digest.pdf")["Content-Disposition"]
        assert name == 'inline; filename="ban-tin-tuan-376-2018-01-08.pdf"'

    @pytest.mark.parametrize("path", ["digest/", "digest.pdf"])
    def test_a_week_that_is_not_over_or_none_is_said(self, client, district_leader, path):
        client.force_login(district_leader)
        for week in ("2018-01-15", "2018-02-30", "x"):
            page = client.get(f"/dashboard/{path}?week={week}")
            assert (page.status_code, list(page.context["form"].errors)) == (400, ["week"])

    @pytest.mark.parametrize("path", ["digest/", "digest.pdf"])
    def test_of_units_that_are_not_his_there_is_none(self, client, leader, other_commune, path):
        client.force_login(leader)
        assert client.get(f"/dashboard/{path}?unit=14638").status_code == 404

    @pytest.mark.parametrize("who", ["clerk", "officer"])
    def test_who_oversees_nothing_has_none(self, client, request, who):
        client.force_login(request.getfixturevalue(who))
        assert client.get("/dashboard/digest/").status_code == 403
        assert client.get("/dashboard/digest.pdf").status_code == 403
        assert client.post("/dashboard/digest/mail/", {"wish": "yes"}).status_code == 403
        assert not DigestReader.objects.exists()

    def test_nobody_without_logging_in(self, client, clock):
        for path in ("digest/", "digest.pdf"):
            assert client.get(f"/dashboard/{path}").status_code == 302

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_however_many_units(
        self, client, dossiers, district_leader, district, count, django_assert_num_queries
    ):
        for number in range(count - 1):
            make_unit(f"1470{number}", f"Xã {number}", parent=district, agency_code=f"000.9{number}.28.H42")
        client.force_login(district_leader)
        with django_assert_num_queries(35):
            client.get("/dashboard/digest.pdf")


class TestMail:
    @pytest.fixture(autouse=True)
    def addresses(self, leader, district_leader):
        for user in (leader, district_leader):
            user.email = f"{user.username}@kimson.example"
            user.save()

    @pytest.fixture
    def reader(self, district_leader):
        DigestReader.objects.create(user=district_leader, since=at("2018-01-10 08:00"))
        return district_leader

    def work(self):
        while worker.do_next("the-worker"):
            pass

    def test_it_is_wished_and_no_more(self, client, leader):
        client.force_login(leader)
        for _ in range(2):
            assert client.post("/dashboard/digest/mail/", {"wish": "yes"}).url == "/dashboard/digest/"
        assert DigestReader.objects.get().user == leader
        assert "Không gửi nữa" in client.get("/dashboard/digest/").content.decode()
        client.post("/dashboard/digest/mail/", {"wish": "no"})
        assert not DigestReader.objects.exists()
        assert client.get("/dashboard/digest/mail/").status_code == 405

    def test_whoever_did_not_wish_it_gets_none(self, reader):
        assert untold(now=at(MONDAY)) == [reader]

    def test_it_comes_once_a_week_however_often_it_is_asked_for(self, dossiers, reader):
        for _ in range(2):
            tell_leaders.enqueue()
            self.work()
        (letter,) = mail.outbox
        assert (letter.to, letter.subject) == ([reader.email], "Huyện Kim Sơn: tuần 08/01/2018 – 14/01/2018")
        assert letter.body == text(made(reader)).replace(MONDAY[-5:], letter.body.split("Tính đến ")[1][:5])
        (name, content, kind) = letter.attachments[0]
        assert (name, kind) == ("ban-tin-tuan-376-2018-01-08.pdf", "application/pdf")
        assert len(words_of(content)) == 1
        assert not tell(reader, now=at("2018-01-17 08:00"))
        assert Mail.objects.get().attachment is None  # it is with its reader

    def test_before_its_hour_it_does_not_come(self, reader, settings):
        assert untold(now=at("2018-01-15 05:59")) == []
        assert untold(now=at("2018-01-15 06:00")) == [reader]

    def test_where_no_worker_ran_on_monday_it_comes_later_in_the_week(self, reader):
        assert untold(now=at("2018-01-17 10:00")) == [reader]

    def test_who_wishes_it_during_the_week_gets_the_next(self, leader):
        DigestReader.objects.create(user=leader, since=at("2018-01-17 10:00"))
        assert untold(now=at("2018-01-18 10:00")) == []
        assert untold(now=at("2018-01-22 06:00")) == [leader]

    def test_each_week_has_its_own(self, reader):
        assert tell(reader, now=at(MONDAY))
        assert tell(reader, now=at("2018-01-22 06:00"))
        assert Mail.objects.count() == 2

    @pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
    def test_who_has_no_address_or_is_gone_gets_none(self, reader, change):
        User.objects.filter(pk=reader.pk).update(**change)
        assert untold(now=at(MONDAY)) == []

    def test_who_does_not_oversee_any_more_gets_none(self, reader):
        reader.assignments.update(role=Role.LEADER, valid_to=date(2018, 1, 12))
        assert untold(now=at(MONDAY)) == []
        assert not tell(User.objects.get(pk=reader.pk), now=at(MONDAY))
