"""What a person asked for before: beside a dossier, on a page of its own, and while a clerk types."""

from datetime import date

import pytest
from django.utils.translation import ngettext

from tests.builders import at, receive


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def past(clerk, birth, support):
    """Three of one number, one of the name alone, one of somebody else."""
    days = ("2016-03-01", "2017-03-01", "2018-01-12")
    same = [receive(by=clerk, procedure=birth, now=at(f"{day} 08:00")) for day in days]
    named = receive(by=clerk, procedure=support, now=at("2018-01-10 08:00"), applicant_id_number="")
    receive(by=clerk, procedure=birth, now=at("2018-01-11 08:00"), applicant_id_number="164000999")
    return [same[2], named, same[1], same[0]]


class TestBesideADossier:
    def test_the_others_of_the_person_newest_first(self, at_desk, past):
        response = at_desk.get(f"/dossiers/{past[0].code}/")
        assert response.context["others"] == past[1:]
        assert [other.likeness for other in response.context["others"]] == ["name", "number", "number"]
        assert response.context["others_count"] == 3
        assert response.context["others_may_be_anothers"]

    def test_of_one_number_they_are_his(self, at_desk, clerk, birth, now):
        dossiers = [receive(by=clerk, procedure=birth, now=now) for _ in range(2)]
        assert not at_desk.get(f"/dossiers/{dossiers[0].code}/").context["others_may_be_anothers"]

    def test_one_of_the_name_alone_is_told_of_also_where_it_is_too_old_to_be_shown(self, at_desk, clerk, birth, now):
        receive(by=clerk, procedure=birth, now=at("2016-03-01 08:00"), applicant_id_number="")
        dossiers = [receive(by=clerk, procedure=birth, now=now) for _ in range(8)]
        response = at_desk.get(f"/dossiers/{dossiers[0].code}/")
        assert {other.likeness for other in response.context["others"]} == {"number"}
        assert response.context["others_count"] == 8
        assert response.context["others_may_be_anothers"]

    def test_five_at_most_and_how_many_there_are(self, at_desk, clerk, birth, now):
        dossiers = [receive(by=clerk, procedure=birth, now=now) for _ in range(8)]
        response = at_desk.get(f"/dossiers/{dossiers[0].code}/")
        assert response.context["others"] == dossiers[:2:-1]
        assert response.context["others_count"] == 7
        assert f'href="/dossiers/{dossiers[0].code}/person/"' in response.content.decode()

    def test_nothing_of_another_desk(self, client, stranger, past, support, now):
        theirs = receive(by=stranger, procedure=support, now=now)
        client.force_login(stranger)
        assert client.get(f"/dossiers/{theirs.code}/").context["others"] == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_however_many(self, at_desk, clerk, birth, now, django_assert_max_num_queries, count):
        dossiers = [receive(by=clerk, procedure=birth, now=now) for _ in range(count)]
        with django_assert_max_num_queries(21):
            at_desk.get(f"/dossiers/{dossiers[0].code}/")


class TestThePersonsPage:
    def test_lists_all_with_why(self, at_desk, past):
        response = at_desk.get(f"/dossiers/{past[2].code}/person/")
        assert list(response.context["dossiers"]) == past
        assert "Xã Kim Định" in response.context["sight"]

    def test_in_pages(self, at_desk, clerk, birth, now):
        dossiers = [receive(by=clerk, procedure=birth, now=now) for _ in range(30)]
        pages = [at_desk.get(f"/dossiers/{dossiers[0].code}/person/?page={page}") for page in (1, 2)]
        assert [row for page in pages for row in page.context["dossiers"]] == dossiers[::-1]

    def test_of_nobody_known(self, at_desk, clerk, birth, now):
        dossier = receive(by=clerk, procedure=birth, now=now, applicant_name="Đức", applicant_id_number="")
        response = at_desk.get(f"/dossiers/{dossier.code}/person/")
        assert (response.status_code, list(response.context["dossiers"])) == (200, [])

    def test_only_from_a_dossier_one_may_see(self, client, stranger, past):
        client.force_login(stranger)
        for code in (past[0].code, "gone"):
            assert client.get(f"/dossiers/{code}/person/").status_code == 404

    def test_a_page_that_is_none_is_the_last(self, at_desk, past):
        assert list(at_desk.get(f"/dossiers/{past[0].code}/person/?page=x").context["dossiers"]) == past


class TestWhileTyping:
    def ask(self, client, procedure, **typed):
        return client.post("/desk/receive/doubles/", {"procedure": procedure.code, **typed})

    def test_what_is_his_stands_apart_from_what_only_bears_his_name(self, at_desk, past, birth):
        context = self.ask(at_desk, birth, applicant_name="nguyen van duc", applicant_id="164 000 111").context
        assert context["doubles"] == past[:1]
        assert context["his"]["dossiers"] == past[2:]
        assert context["of_his_name"]["dossiers"] == [past[1]]

    def test_a_name_with_a_date_of_birth_that_no_dossier_knows_says_he_may_be_another(self, at_desk, past, birth):
        typed = {"applicant_name": "nguyen van duc", "applicant_birth_date": "1985-03-02"}
        response = self.ask(at_desk, birth, **typed)
        assert len(response.context["doubles"]) == 2
        assert (response.context["his"]["count"], response.context["of_his_name"]["count"]) == (0, 3)
        sentence = ngettext(
            "%(n)s dossier of the same name (it may be somebody else)",
            "%(n)s dossiers of the same name (it may be somebody else)",
            3,
        )
        assert sentence % {"n": 3} in response.content.decode()

    def test_of_the_same_name_and_year_it_is_his(self, at_desk, clerk, birth, support):
        given = {"applicant_id_number": "", "now": at("2017-03-01 08:00")}
        known = receive(by=clerk, procedure=support, applicant_birth_date=date(1985, 7, 1), **given)
        receive(by=clerk, procedure=support, applicant_birth_date=date(1990, 7, 1), **given)
        typed = {"applicant_name": "nguyen van duc", "applicant_birth_date": "1985-03-02"}
        context = self.ask(at_desk, birth, **typed).context
        assert (context["his"]["dossiers"], context["of_his_name"]["dossiers"]) == ([known], [])

    def test_the_latest_three_how_many_and_the_way_to_all_at_the_end(self, at_desk, clerk, birth, support):
        days = ("2017-03-01", "2017-03-02", "2017-03-03", "2017-03-06")
        dossiers = [receive(by=clerk, procedure=support, now=at(f"{day} 08:00")) for day in days]
        response = self.ask(at_desk, birth, applicant_id="164000111")
        assert response.context["his"]["dossiers"] == dossiers[:0:-1]
        assert response.context["his"]["count"] == 4
        last_line = response.content.decode().partition("</details>")[0].strip().splitlines()[-1]
        assert f'href="/dossiers/{dossiers[3].code}/person/"' in last_line

    def test_of_a_name_alone_nothing_is_told(self, at_desk, past, birth):
        assert "his" not in self.ask(at_desk, birth, applicant_name="nguyen van duc").context

    def test_the_warning_says_why(self, at_desk, past, birth):
        doubles = self.ask(at_desk, birth, applicant_id="164000111").context["doubles"]
        assert [double.likeness for double in doubles] == ["number"]

    @pytest.mark.parametrize("day", ["1985-13-45", "yesterday", "85", ""])
    def test_half_a_date_is_none(self, at_desk, past, birth, day):
        response = self.ask(at_desk, birth, applicant_name="nguyen van duc", applicant_birth_date=day)
        assert response.status_code == 200
        assert "his" not in response.context

    def test_a_desk_that_is_not_his(self, at_desk, past, birth, stranger):
        assert self.ask(at_desk, birth, desk=stranger.desks[0].pk).status_code == 400

    def test_only_by_post_and_by_clerks(self, at_desk, client, officer, past, birth):
        assert at_desk.get("/desk/receive/doubles/").status_code == 405
        client.force_login(officer)
        assert self.ask(client, birth, applicant_id="164000111").status_code == 403
