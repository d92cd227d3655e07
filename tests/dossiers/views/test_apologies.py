"""Apology by exception: the list of a day, all that are ticked in one press, the letters printed together."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest

from dossiers import actions
from dossiers.letters import apology_slip_of
from dossiers.models import Apology
from jobs import worker
from tests.builders import at, make_user, receive, reread
from units.models import Role

PAGE, PRINT = "/desk/apologies/", "/desk/apologies/print.pdf"


@pytest.fixture
def it_is(clock):
    def it_is(moment):
        clock.starts_at = at(moment)
        clock.save()

    return it_is


@pytest.fixture
def friday(it_is):
    """Of Friday 19 January, after three; the dossiers fall due on Monday."""
    it_is("2018-01-19 15:05")


@pytest.fixture
def dossier(clerk, support):
    return receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"), applicant_name="Trần Thị Một")


@pytest.fixture
def other(clerk, support):
    return receive(by=clerk, procedure=support, now=at("2018-01-15 10:05"), applicant_name="Lê Văn Hai")


def listed(client, user):
    client.force_login(user)
    return [row.dossier for row in client.get(PAGE).context["list"].rows]


def said(for_all=None, **rows):
    """The fields of the form: what is said of all, and what of each ticked dossier."""
    data = {f"all-{name}": value for name, value in (for_all or {}).items()}
    return (
        data
        | {"dossier": [key.removeprefix("d") for key in rows]}
        | {f"{key.removeprefix('d')}-{name}": value for key, row in rows.items() for name, value in row.items()}
    )


def post(client, user, data):
    client.force_login(user)
    return client.post(PAGE, data)


def d(dossier):
    return f"d{dossier.pk}"


def text_of(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(BytesIO(pdf))]


TOGETHER = {"promised_on": "2018-01-25", "reason": "Chờ ý kiến phối hợp"}


class TestList:
    def test_what_falls_due_the_next_working_day(self, client, dossier, officer, it_is):
        for moment, is_listed in (("2018-01-18 15:00", False), ("2018-01-19 08:00", True), ("2018-01-21 08:00", True)):
            it_is(moment)
            assert (moment, listed(client, officer)) == (moment, [dossier] * is_listed)

    def test_what_is_late_stays_until_it_is_finished_or_promised_anew(self, client, dossier, officer, it_is):
        it_is("2018-01-24 08:00")
        assert listed(client, officer) == [dossier]
        promise = {"reason": "Chờ", "leader_reason": "Đồng ý", "promised_on": date(2018, 1, 30)}
        actions.apologise(dossier=dossier, by=officer, now=at("2018-01-24 09:00"), **promise)
        assert listed(client, officer) == []
        it_is("2018-01-29 08:00")
        assert listed(client, officer) == [dossier]
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-29 09:00"))
        assert listed(client, officer) == []

    def test_not_what_waits_for_its_applicant(self, client, dossier, officer, friday):
        asked = {"papers": ["Sổ hộ khẩu"], "reason": "Thiếu", "by": officer, "now": at("2018-01-16 09:00")}
        actions.ask_for_papers(dossier=dossier, **asked)
        assert listed(client, officer) == []

    def test_before_three_it_says_when_it_is_settled(self, client, dossier, officer, it_is):
        for moment, words in (("2018-01-19 14:59", "được chốt lúc 15:00 hôm nay"), ("2018-01-19 15:00", "không kịp")):
            it_is(moment)
            client.force_login(officer)
            assert words in client.get(PAGE).content.decode()

    def test_a_leader_sees_it_and_writes_nothing(self, client, dossier, leader, friday):
        client.force_login(leader)
        page = client.get(PAGE)
        assert (page.context["list"].rows, page.context["others"]) == ([], [dossier])
        assert post(client, leader, said(TOGETHER, **{d(dossier): {}})).status_code == 403
        assert not Apology.objects.exists()

    def test_others_have_no_such_page(self, client, dossier, clerk, stranger, control, friday):
        for user in (clerk, stranger, control):
            client.force_login(user)
            answers = client.get(PAGE), client.post(PAGE), client.get(PRINT)
            assert [answer.status_code for answer in answers] == [403] * 3

    def test_an_officer_elsewhere_sees_none_of_it(self, client, dossier, other_commune, friday):
        officer = make_user("officer.14638", Role.OFFICER, other_commune)
        assert listed(client, officer) == []
        post(client, officer, said(TOGETHER, **{d(dossier): {}}))
        assert not Apology.objects.exists()

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_whatever_its_length(
        self, client, clerk, support, officer, friday, django_assert_max_num_queries, count
    ):
        for _ in range(count):
            receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))
        client.force_login(officer)
        with django_assert_max_num_queries(12):
            assert len(client.get(PAGE).context["list"].rows) == count


class TestOnePress:
    def test_all_that_are_ticked_and_no_other(self, client, dossier, other, officer, friday, clerk, support):
        third = receive(by=clerk, procedure=support, now=at("2018-01-15 10:10"))
        answer = post(client, officer, said(TOGETHER, **{d(dossier): {}, d(other): {}}))
        assert answer.status_code == 302
        assert [(a.dossier, a.number, a.reason) for a in Apology.objects.order_by("pk")] == [
            (dossier, "01", "Chờ ý kiến phối hợp"),
            (other, "02", "Chờ ý kiến phối hợp"),
        ]
        assert reread(dossier).promised_at == at("2018-01-25 17:00")
        assert listed(client, officer) == [third]

    def test_what_a_row_says_comes_first(self, client, dossier, other, officer, friday):
        own = {"promised_on": "2018-01-30", "reason": "Xác minh thực tế"}
        post(client, officer, said(TOGETHER, **{d(dossier): {}, d(other): own}))
        first, second = Apology.objects.order_by("pk")
        assert (first.reason, first.promised_at) == ("Chờ ý kiến phối hợp", at("2018-01-25 17:00"))
        assert (second.reason, second.promised_at) == ("Xác minh thực tế", at("2018-01-30 17:00"))

    @pytest.mark.parametrize(
        ("for_all", "row", "fault"),
        [
            ({"promised_on": "2018-01-25"}, {}, "reason"),
            ({"reason": "Chờ"}, {}, "promised_on"),
            (TOGETHER, {"promised_on": "2018-01-22"}, "promised_on"),
            (TOGETHER, {"promised_on": "2018-01-27"}, "promised_on"),  # a Saturday
            (TOGETHER, {"promised_on": "2018-02-30"}, "promised_on"),
        ],
    )
    def test_one_fault_and_nothing_is_recorded(self, client, dossier, other, officer, friday, for_all, row, fault):
        good = {"promised_on": "2018-01-26", "reason": "Xác minh"}
        answer = post(client, officer, said(for_all, **{d(dossier): good, d(other): row}))
        assert answer.status_code == 400
        assert [list(row.faults) for row in answer.context["list"].rows] == [[], [fault]]
        assert 'value="Xác minh"' in answer.content.decode()
        assert not Apology.objects.exists()

    def test_late_ones_need_the_leaders_reason(self, client, dossier, officer, it_is):
        it_is("2018-01-23 08:00")
        answer = post(client, officer, said(TOGETHER, **{d(dossier): {}}))
        assert [list(row.faults) for row in answer.context["list"].rows] == [["leader_reason"]]
        post(client, officer, said(TOGETHER | {"leader_reason": "Đã báo cáo"}, **{d(dossier): {}}))
        apology = Apology.objects.get()
        assert (apology.is_late, apology.leader_reason) == (True, "Đã báo cáo")

    def test_a_leaders_reason_is_kept_only_where_it_is_needed(self, client, dossier, officer, friday):
        post(client, officer, said(TOGETHER | {"leader_reason": "Đã báo cáo"}, **{d(dossier): {}}))
        assert Apology.objects.get().leader_reason == ""

    def test_nothing_ticked_is_said(self, client, dossier, officer, friday):
        answer = post(client, officer, said(TOGETHER))
        assert answer.status_code == 400
        assert "Chưa ghi nhận gì" in answer.content.decode()

    def test_of_what_was_finished_meanwhile_it_is_said_and_the_others_stand(
        self, client, dossier, other, officer, friday
    ):
        actions.resolve(dossier=dossier, by=officer, now=at("2018-01-19 15:00"))
        client.force_login(officer)
        page = client.post(PAGE, said(TOGETHER, **{d(dossier): {}, d(other): {}}), follow=True)
        assert [apology.dossier for apology in Apology.objects.all()] == [other]
        assert "1 hồ sơ đã đánh dấu không còn phải xin lỗi" in page.content.decode()

    def test_pressed_twice_it_is_recorded_once(self, client, dossier, officer, friday):
        data = said(TOGETHER, **{d(dossier): {"seen": "0"}})
        assert [post(client, officer, data).status_code for _ in range(2)] == [302, 302]
        assert Apology.objects.count() == 1

    def test_a_row_that_knew_less_is_told(self, client, dossier, other, officer, it_is):
        """The form was opened before a colleague promised a day that has gone by since."""
        promise = {"reason": "Chờ", "promised_on": date(2018, 1, 23)}
        actions.apologise(dossier=dossier, by=officer, now=at("2018-01-19 09:00"), **promise)
        it_is("2018-01-24 08:00")
        leader = {"leader_reason": "Đồng ý", "seen": "0"}
        client.force_login(officer)
        page = client.post(PAGE, said(TOGETHER, **{d(dossier): leader, d(other): leader}), follow=True)
        assert f"người khác đã xử lý trước: {dossier.code}" in page.content.decode()
        assert dossier.apologies.count() == 1
        assert other.apologies.count() == 1


class TestPrint:
    @pytest.fixture
    def press(self, client, dossier, other, officer, friday):
        """The address that leads to the letters of one press."""
        return post(client, officer, said(TOGETHER, **{d(dossier): {}, d(other): {}})).url.partition("?")[2]

    def test_the_letters_of_one_press_are_one_file(self, client, press, dossier, other):
        pages = text_of(client.get(f"{PRINT}?{press}").content)
        assert len(pages) == 2
        for page, named in zip(pages, (dossier, other), strict=True):
            assert named.code in page
            assert named.applicant_name in page
            assert "ngày 25 tháng 01 năm 2018" in " ".join(page.split())
            assert "Chờ ý kiến phối hợp" in page

    def test_they_are_the_slips_that_the_dossiers_keep(self, client, press, dossier, now):
        client.get(f"{PRINT}?{press}")
        slip = dossier.slips.get(kind="apology")
        assert apology_slip_of(dossier.apologies.get(), now=now) == slip
        assert client.get(f"/dossiers/{dossier.code}/apology-1.pdf").content == bytes(slip.content)

    def test_jobs_make_them_before_anybody_waits(self, press, dossier, other):
        while worker.do_next("the-worker"):
            pass
        assert [named.slips.filter(kind="apology").count() for named in (dossier, other)] == [1, 1]

    def test_the_page_names_them_and_finds_them_again(self, client, press, dossier):
        page = client.get(f"{PAGE}?{press}")
        assert [apology.dossier for apology in page.context["recorded"]][0] == dossier
        again = client.get(PAGE)
        assert [count for _, count in again.context["presses"]] == [2]
        assert f"{PAGE}?{press}" in again.content.decode()

    def test_a_leader_prints_them_for_signing(self, client, press, leader):
        client.force_login(leader)
        assert client.get(f"{PRINT}?{press}").status_code == 200

    def test_nobody_elsewhere_does(self, client, press, other_commune, district_leader):
        client.force_login(make_user("officer.14638", Role.OFFICER, other_commune))
        assert client.get(f"{PRINT}?{press}").status_code == 404
        assert client.get(f"{PAGE}?{press}").context["recorded"] == []

    @pytest.mark.parametrize(
        "query",
        ["", "?made=", "?made=x", "?made=2018-01-19", "?made=2018-13-01T00:00:00Z", "?made=2018-01-19T15:00:00Z"],
    )
    def test_an_address_of_nothing_is_404(self, client, press, query):
        assert client.get(f"{PRINT}{query}").status_code == 404
        assert client.get(f"{PAGE}{query}").status_code == 200
