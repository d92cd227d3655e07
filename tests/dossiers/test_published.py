"""Publishing results on the portal is counted apart: by unit, by month, as of a day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dossiers import actions
from dossiers.models import ResultsPublication
from dossiers.published import Published, over_by, published_results
from tests import builders
from units.periods import Period

NOVEMBER, DECEMBER = date(2017, 11, 1), date(2017, 12, 1)
YEAR, TODAY = Period(date(2017, 1, 1), date(2017, 12, 31)), date(2018, 1, 15)
LINK = "https://kimson.example.vn/ket-qua"


@pytest.fixture(autouse=True)
def results(clerk, officer, birth):
    """Two results of November, one of December, one withdrawn and one of this January."""
    for day in ("2017-11-06", "2017-11-30", "2017-12-01", "2018-01-02"):
        moment = builders.at(f"{day} 09:00")
        dossier = builders.receive(by=clerk, procedure=birth, now=moment)
        actions.start(dossier=dossier, by=officer, now=moment)
        actions.resolve(dossier=dossier, by=officer, now=moment)
    withdrawn = builders.receive(by=clerk, procedure=birth, now=builders.at("2017-12-05 09:00"))
    actions.withdraw(dossier=withdrawn, reason="…", by=clerk, now=builders.at("2017-12-05 10:00"))


@pytest.fixture
def publish(commune, control, now):
    def do(*months, unit=commune, on=date(2018, 1, 5)):
        return actions.publish_results(unit=unit, months=months, published_on=on, link=LINK, by=control, now=now)

    return do


def counted(unit, day=TODAY):
    return published_results([unit], YEAR, day)[unit]


class TestCounting:
    def test_results_of_months_that_are_over(self, commune, other_commune, publish):
        assert counted(commune) == Published(results=3)
        publish(NOVEMBER)
        assert counted(commune) == Published(results=3, published=2)
        assert counted(other_commune) == Published()
        assert counted(other_commune).percent is None

    def test_as_of_an_earlier_day(self, commune, publish):
        publish(NOVEMBER, on=date(2017, 12, 20))
        days = [date(2017, 11, 29), date(2017, 12, 1), date(2017, 12, 20), date(2018, 1, 2)]
        assert [counted(commune, day) for day in days] == [
            Published(),
            Published(results=2),
            Published(results=2, published=2),
            Published(results=3, published=2),
        ]

    @pytest.mark.parametrize(
        ("day", "last"),
        [(date(2017, 1, 30), None), (date(2017, 1, 31), date(2017, 1, 31)), (date(2018, 3, 1), date(2017, 12, 31))],
    )
    def test_which_months_are_over(self, day, last):
        assert over_by(YEAR, day) == (last and Period(date(2017, 1, 1), last))

    def test_in_two_statements_however_many_units(self, commune, other_commune, district, django_assert_num_queries):
        with django_assert_num_queries(2):
            published_results([commune, other_commune, district], YEAR, TODAY)


class TestRefusals:
    @pytest.mark.parametrize(
        ("months", "on"),
        [
            ((date(2018, 1, 1),), date(2018, 1, 15)),  # not over
            ((NOVEMBER,), date(2018, 1, 16)),  # in the future
            ((NOVEMBER,), date(2017, 11, 30)),  # before the month was over
            ((NOVEMBER, date(2017, 10, 1)), date(2018, 1, 5)),  # nothing to publish in October
        ],
    )
    def test_nothing_is_written(self, publish, months, on):
        with pytest.raises(ValidationError):
            publish(*months, on=on)
        assert not ResultsPublication.objects.exists()

    def test_a_month_is_published_once(self, publish):
        publish(NOVEMBER)
        with pytest.raises(ValidationError, match="11/2017"):
            publish(DECEMBER, NOVEMBER)
        assert ResultsPublication.objects.count() == 1

    def test_before_there_was_the_unit(self, publish, commune):
        commune.valid_from = DECEMBER
        commune.save()
        with pytest.raises(ValidationError, match="Xã Kim Định"):
            publish(NOVEMBER)


class TestPages:
    def page(self, unit):
        return reverse("dossiers:published_by", args=[unit.code])

    def send(self, client, user, unit, **data):
        client.force_login(user)
        sent = {"months": ["2017-11-01", "2017-12-01"], "published_on": "2018-01-05", "link": LINK}
        return client.post(self.page(unit), sent | data)

    def test_months_are_ticked_in_one_press(self, client, control, commune):
        assert self.send(client, control, commune).status_code == 302
        page = client.get(reverse("dossiers:published"))
        assert dict(page.context["rows"])[commune] == Published(results=3, published=3)
        assert LINK in client.get(self.page(commune)).content.decode()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"link": ""},
            {"link": "http://kimson.example.vn"},
            {"months": []},
            {"months": ["2017-10-01"]},
            {"months": ["x"]},
            {"published_on": "2018-01-16"},
            {"published_on": ""},
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_written(self, client, control, commune, wrong):
        response = self.send(client, control, commune, **wrong)
        assert response.status_code == 400
        assert response.context["sent"].faults
        assert not ResultsPublication.objects.exists()

    @pytest.mark.parametrize(("who", "status"), [("control", 302), ("clerk", 403), ("leader", 403), ("stranger", 404)])
    def test_who_may(self, request, client, commune, who, status):
        assert self.send(client, request.getfixturevalue(who), commune).status_code == status

    def test_ones_own_slip_of_today_is_undone(self, client, control, clerk, commune, publish, now):
        (made,) = publish(NOVEMBER)
        client.force_login(clerk)
        address = reverse("dossiers:undo_publication", args=[commune.code, made.pk])
        assert client.post(address).status_code == 403
        client.force_login(control)
        client.post(address)
        assert counted(commune) == Published(results=3)
        assert publish(NOVEMBER)
        with pytest.raises(ValidationError):
            actions.undo_publication(made=made, by=control, now=now + timedelta(days=1))

    def test_citizens_log_in_first(self, client, clock):
        assert client.get(reverse("dossiers:published")).status_code == 302

    def test_a_year_that_is_none_is_passed_over(self, client, clerk, commune):
        client.force_login(clerk)
        assert client.get(self.page(commune), {"year": "soon"}).context["total"] == Published(results=3)
        assert client.get(reverse("dossiers:published"), {"year": "2019"}).context["months"] is None

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_costs_the_same(self, client, control, district, count, django_assert_num_queries):
        for n in range(count):
            builders.make_unit(f"1460{n}", f"Xã {n}", parent=district, agency_code=f"000.5{n}.28.H42")
        client.force_login(control)
        with django_assert_num_queries(7):
            client.get(reverse("dossiers:published"))

    def test_the_dashboard_says_it_beside_what_is_posted(self, client, leader, commune, publish):
        publish(NOVEMBER)
        client.force_login(leader)
        assert client.get("/dashboard/").context["board"].published == Published(results=1)
        publish(DECEMBER)
        page = client.get("/dashboard/")
        assert page.context["board"].published == Published(results=1, published=1)
        assert f'href="{reverse("dossiers:published")}"' in page.content.decode()
