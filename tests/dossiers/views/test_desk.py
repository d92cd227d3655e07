import pytest

from dossiers import actions
from tests.builders import at, receive


@pytest.fixture
def week(clerk, officer, birth, support, now):
    """One dossier in each place: overdue, due today, due later, waiting for collection, handed back."""
    overdue = receive(by=clerk, procedure=support, now=at("2018-01-04 08:00"), applicant_name="Vũ Thị Muộn")
    due_today = receive(by=clerk, procedure=birth, now=at("2018-01-15 07:30"), applicant_name="Trần Hôm Nay")
    later = receive(by=clerk, procedure=support, now=at("2018-01-12 08:00"), applicant_name="Lê Còn Hạn")
    waiting = receive(by=clerk, procedure=support, now=at("2018-01-11 08:00"), applicant_name="Phạm Thị Chờ")
    actions.resolve(dossier=waiting, by=officer, now=at("2018-01-12 09:00"))
    return {"overdue": overdue, "due_today": due_today, "later": later, "waiting": waiting}


def sections(response):
    return {section["kind"]: section["dossiers"] for section in response.context["sections"]}


class TestHome:
    def test_the_clerk_sees_what_waits_at_the_desk(self, client, week, clerk):
        client.force_login(clerk)
        response = client.get("/desk/")
        assert {figure["kind"]: figure["count"] for figure in response.context["figures"]} == {
            "waiting": 1,
            "due_today": 1,
            "overdue": 1,
            "due_soon": 1,
            "received_today": 1,
        }
        assert sections(response) == {
            "waiting": [week["waiting"]],
            "overdue": [week["overdue"]],
            "due_today": [week["due_today"]],
        }

    def test_every_figure_opens_exactly_its_dossiers(self, client, week, clerk):
        client.force_login(clerk)
        for figure in client.get("/desk/").context["figures"]:
            rows = client.get(f"/dossiers/?{figure['query']}").context["dossiers"]
            assert len(rows) == figure["count"], figure["kind"]

    def test_the_officer_sees_three_bands_by_due_date(self, client, week, officer):
        client.force_login(officer)
        assert sections(client.get("/desk/")) == {
            "late": [week["overdue"]],
            "today_and_tomorrow": [week["due_today"]],
            "later": [week["later"]],
        }

    def test_a_stranger_sees_none_of_it(self, client, week, stranger):
        client.force_login(stranger)
        assert all(rows == [] for rows in sections(client.get("/desk/")).values())

    def test_who_neither_receives_nor_processes_is_led_on(self, client, leader):
        client.force_login(leader)
        assert client.get("/desk/").url == "/dossiers/"

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_whatever_its_length(self, client, clerk, support, django_assert_max_num_queries, count):
        for _ in range(count):
            receive(by=clerk, procedure=support, now=at("2018-01-04 08:00"))
        client.force_login(clerk)
        with django_assert_max_num_queries(18):
            client.get("/desk/")


class TestTheOneBox:
    def find(self, client, text):
        return client.post("/desk/find/", {"q": text})

    @pytest.mark.parametrize("write", [str, str.lower, " {} ".format, "Mã hồ sơ: {}".format])
    def test_a_code_opens_its_dossier(self, client, week, clerk, write):
        client.force_login(clerk)
        code = week["later"].code
        assert self.find(client, write(code)).url == f"/dossiers/{code}/"

    @pytest.mark.parametrize("text", ["le con han", "Lê Còn Hạn", "HAN con", "Le\u0302 Co\u0300n Ha\u0323n"])
    def test_a_name_is_found_with_or_without_diacritics(self, client, week, clerk, text):
        client.force_login(clerk)
        assert self.find(client, text).url == f"/dossiers/{week['later'].code}/"

    @pytest.mark.parametrize("text", ["0912345678", "0912 345 678", "+84 912 345 678"])
    def test_a_phone_number(self, client, clerk, support, now, text):
        dossier = receive(by=clerk, procedure=support, now=now, applicant_phone="0912345678")
        client.force_login(clerk)
        assert self.find(client, text).url == f"/dossiers/{dossier.code}/"

    @pytest.mark.parametrize(
        "text",
        ["164000111", "164 000 111", "037085001234|164000111|Nguyen Van Duc|02031985|Nam|Xóm 5, Kim Định|01012022"],
    )
    def test_an_identity_number_or_a_card(self, client, clerk, support, now, text):
        dossier = receive(by=clerk, procedure=support, now=now)
        client.force_login(clerk)
        assert self.find(client, text).url == f"/dossiers/{dossier.code}/"

    def test_several_are_listed(self, client, week, clerk):
        client.force_login(clerk)
        assert len(self.find(client, "164000111").context["dossiers"]) == 4

    def test_nothing_of_another_desk(self, client, week, stranger):
        client.force_login(stranger)
        for text in (week["later"].code, "le con han", "164000111"):
            assert self.find(client, text).context["dossiers"] == []

    @pytest.mark.parametrize("text", ["", " ", "x", "%", "_", "'; --", "|" * 20, "9" * 400])
    def test_anything_may_be_typed(self, client, week, clerk, text):
        client.force_login(clerk)
        assert self.find(client, text).context["dossiers"] == []

    def test_only_by_post_since_names_stay_out_of_addresses(self, client, clerk):
        client.force_login(clerk)
        assert client.get("/desk/find/", {"q": "x"}).status_code == 405


class TestTheList:
    def rows(self, client, **query):
        return list(client.get("/dossiers/", query).context["dossiers"])

    def test_is_filtered_from_the_address_and_says_so_in_words(self, client, week, clerk):
        client.force_login(clerk)
        response = client.get("/dossiers/", {"state": "open", "due": "overdue"})
        assert list(response.context["dossiers"]) == [week["overdue"]]
        assert [part.without for part in response.context["parts"]] == ["due=overdue", "state=open"]

    def test_by_state_period_and_procedure(self, client, week, clerk, birth):
        client.force_login(clerk)
        assert self.rows(client, state="resolved") == [week["waiting"]]
        assert self.rows(client, procedure=birth.code) == [week["due_today"]]
        assert self.rows(client, **{"from": "2018-01-11", "to": "2018-01-12"}) == [week["later"], week["waiting"]]

    def test_sorted_by_due_date_either_way(self, client, week, clerk):
        client.force_login(clerk)
        up, down = self.rows(client, order="due"), self.rows(client, order="-due")
        assert up[0] == week["overdue"]
        assert down == up[::-1]

    def test_pages_follow_one_another_without_gap_or_repeat(self, client, clerk, support):
        dossiers = [receive(by=clerk, procedure=support, now=at("2018-01-15 08:00")) for _ in range(60)]
        client.force_login(clerk)
        seen, page = [], "?"
        while page:
            response = client.get(f"/dossiers/{page}")
            seen += response.context["dossiers"]
            page = response.context["next_page"]
        assert seen == dossiers[::-1]

    @pytest.mark.parametrize(
        "query",
        [
            {"state": "gone"},
            {"from": "2018-02-01", "to": "2018-01-01"},
            {"from": "yesterday"},
            {"procedure": "9.999999"},
            {"sector": "999999"},
        ],
    )
    def test_a_filter_that_makes_no_sense_is_said(self, client, week, clerk, query):
        client.force_login(clerk)
        response = client.get("/dossiers/", query)
        assert response.status_code == 400
        assert sum(len(messages) for messages in response.context["form"].errors.values()) == 1

    @pytest.mark.parametrize("after", ["x", "2018-01-15_1", "2018-13-45T00:00:00+07:00_1", "_", "2018-01-15T00:00Z_x"])
    def test_a_broken_page_address_starts_at_the_first_page(self, client, week, clerk, after):
        client.force_login(clerk)
        assert len(self.rows(client, after=after)) == 4

    def test_shows_only_ones_own(self, client, week, stranger, district_leader):
        client.force_login(stranger)
        assert self.rows(client) == []
        client.force_login(district_leader)
        assert len(self.rows(client)) == 4

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_whatever_its_length(self, client, clerk, support, django_assert_max_num_queries, count):
        for _ in range(count):
            receive(by=clerk, procedure=support, now=at("2018-01-04 08:00"))
        client.force_login(clerk)
        with django_assert_max_num_queries(12):
            client.get("/dossiers/")
