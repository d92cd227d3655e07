"""What citizens read of postings, and of what was decided."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from procedures.models import Change, PostingPlace
from tests import builders
from tests.procedures.pages import names
from tests.procedures.test_postings import hang


class TestPublicPage:
    def posted_of(self, client, procedure):
        response = client.get(reverse("procedures:detail", args=[procedure.code]))
        return response.context["sheets"][0].posted, response.content.decode()

    def test_it_says_at_how_many_desks(self, client, clock, commune, other_commune, birth):
        hang(birth, commune)
        posted, page = self.posted_of(client, birth)
        assert (posted.desks, posted.on_board, posted.here) == (2, 1, [])
        assert _("at %(on_board)s of %(n)s desks") % {"on_board": 1, "n": 2} in page

    def test_the_portal_is_named_with_its_day(self, client, clock, district):
        land = builders.make_procedure("1.000009", "Cấp giấy", level="district")
        hang(land, district, place=PostingPlace.PORTAL)
        given = {"unit": "huyện Kim Sơn", "day": "01/03/2017"}
        assert _("on the portal of %(unit)s since %(day)s") % given in self.posted_of(client, land)[1]

    def test_staff_read_the_day_of_their_own_desk(self, client, clerk, commune, other_commune, birth):
        hang(birth, commune, on=date(2017, 3, 2))
        hang(birth, other_commune, on=date(2017, 3, 9))
        client.force_login(clerk)
        posted, page = self.posted_of(client, birth)
        assert [posting.posted_on for posting in posted.here] == [date(2017, 3, 2)]
        assert "02/03/2017" in page
        assert "09/03/2017" not in page

    def test_what_hung_once_is_not_said_to_hang(self, client, clock, commune, birth):
        hang(birth, commune, removed_on=date(2018, 1, 12))
        assert self.posted_of(client, birth)[0].on_board == 0


class TestDecided:
    @pytest.fixture
    def decided(self, birth):
        """Decided in 2017: one no longer in force, one not yet, one amended."""
        in_2017 = {"decided": ("99/QĐ-UBND", date(2017, 12, 29))}
        builders.make_procedure("1.000001", "A", change=Change.NEW, valid_to=date(2018, 1, 1), **in_2017)
        builders.make_procedure("1.000002", "B", change=Change.NEW, valid_from=date(2018, 2, 1), **in_2017)
        builders.make_procedure("1.000003", "C", change=Change.AMENDED, **in_2017)

    def names(self, client, **query):
        return names(client.get(reverse("procedures:list"), query))

    def test_the_list_of_a_year_shows_what_was_decided_in_it(self, client, clock, decided):
        assert self.names(client, decided_from="2017-01-01", decided_to="2017-12-31") == ["A", "B", "C"]
        assert self.names(client, decided_from="2018-01-01") == []
        assert self.names(client, decided_to="2017-12-28") == []

    def test_each_with_its_decision_and_its_days(self, client, clock, decided):
        page = client.get("/procedures/?decided_from=2017-01-01&decided_to=2017-12-31").content.decode()
        assert page.count("99/QĐ-UBND, 29/12/2017") == 3
        assert "01/02/2018" in page

    def test_it_is_narrowed_by_the_change(self, client, clock, decided):
        assert self.names(client, decided_from="2017-01-01", change="amended") == ["C"]
        assert self.names(client, change="new") == []

    @pytest.mark.parametrize(
        "query",
        [
            {"decided_from": "2017-12-31", "decided_to": "2017-01-01"},
            {"decided_from": "then"},
            {"decided_to": "2017-02-29"},
        ],
    )
    def test_a_bad_period_is_said_to_be_one(self, client, clock, decided, query):
        response = client.get(reverse("procedures:list"), query)
        assert response.status_code == 400
        assert response.content.decode().count('role="alert"') == 1
        assert names(response) == []
