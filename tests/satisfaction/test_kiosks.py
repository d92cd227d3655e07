"""The kiosk: who starts and ends it, what the tablet shows, and that it opens nothing else."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from dossiers import actions as dossier_actions
from dossiers.tracking import pass_of
from satisfaction.actions import kiosks
from satisfaction.kiosks import token_of
from satisfaction.models import Answer, Kiosk, Source, Survey
from tests.builders import at, make_user, receive
from units.models import Role

KIOSKS, KIOSK = "/satisfaction/kiosks/", "/kiosk/"


def text(response):
    return " ".join(response.content.decode().split())


def start(user, desk):
    """The tablet: a client that has become the kiosk of `desk` by the hand of `user`."""
    tablet = Client()
    tablet.force_login(user)
    tablet.post(f"{KIOSK}start/{desk.pk}/")
    return tablet


@pytest.fixture
def tablet(leader, commune):
    return start(leader, commune.desk)


def tickets(tablet):
    return [number for number, _dossier, _token in tablet.get(KIOSK).context["tickets"]]


def touch(tablet, number=0):
    token = tablet.get(KIOSK).context["tickets"][number][2]
    return tablet.post("/kiosk/rate/", {"token": token})


def handed_back_at(time, by, officer, procedure, **overrides):
    dossier = receive(by=by, procedure=procedure, now=at("2018-01-15 07:00"), **overrides)
    dossier = dossier_actions.resolve(dossier=dossier, by=officer, now=at("2018-01-15 07:01"))
    collection = dossier_actions.Collection()
    return dossier_actions.hand_back(dossier=dossier, collection=collection, by=by, now=at(f"2018-01-15 {time}"))


class TestStart:
    def test_it_logs_out_and_makes_the_device_a_kiosk(self, leader, commune, now):
        tablet = Client()
        tablet.force_login(leader)
        response = tablet.post(f"{KIOSK}start/{commune.desk.pk}/")
        kiosk = Kiosk.objects.get()
        assert response.url == KIOSK
        assert (kiosk.desk, kiosk.started_by, kiosk.ended_at) == (commune.desk, leader, None)
        assert abs((kiosk.started_at - now).total_seconds()) < 60
        assert not tablet.session.keys()
        assert tablet.get(KIOSKS).status_code == 302
        assert tablet.get(KIOSK).status_code == 200

    def test_a_tablet_is_one_kiosk_only(self, tablet, leader, commune):
        old = Kiosk.objects.get()
        tablet.force_login(leader)
        tablet.post(f"{KIOSK}start/{commune.desk.pk}/")
        new = Kiosk.objects.running().get()
        assert new != old
        assert Kiosk.objects.get(pk=old.pk).ended_by == leader
        assert tablet.get(KIOSK).context["kiosk"] == new

    def test_another_tablet_at_the_desk_goes_on(self, tablet, leader, commune):
        start(leader, commune.desk)
        assert Kiosk.objects.running().count() == 2
        assert tablet.get(KIOSK).status_code == 200

    def test_it_starts_where_the_cookie_is_sent(self, tablet, commune):
        address = reverse("satisfaction:start_kiosk", args=[commune.desk.pk])
        assert address.startswith(tablet.cookies["kiosk"]["path"])

    def test_the_cookie_is_out_of_reach_of_pages_and_other_addresses(self, tablet):
        cookie = tablet.cookies["kiosk"]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/kiosk/")
        assert cookie["secure"] == ("" if not settings.SESSION_COOKIE_SECURE else True)

    def test_it_is_secure_where_sessions_are(self, leader, commune, settings):
        settings.SESSION_COOKIE_SECURE = True
        assert start(leader, commune.desk).cookies["kiosk"]["secure"] is True

    @pytest.mark.parametrize("who", ["clerk", "officer", "stranger"])
    def test_desk_and_officers_do_not_start_one(self, client, request, commune, who):
        client.force_login(request.getfixturevalue(who))
        assert client.get(KIOSKS).status_code == 403
        assert client.post(f"{KIOSK}start/{commune.desk.pk}/").status_code == 403
        assert not Kiosk.objects.exists()

    @pytest.mark.parametrize("role", [role for role in Role if role.oversees_below])
    def test_whoever_oversees_the_desk_does(self, district, commune, clock, role):
        user = make_user("overseer", role, district)
        assert start(user, commune.desk).get(KIOSK).context["kiosk"].started_by == user

    def test_another_unit_s_desk_is_not_there(self, client, leader, other_commune, district):
        client.force_login(leader)
        for desk in (other_commune.desk, district.desk):
            assert client.post(f"{KIOSK}start/{desk.pk}/").status_code == 404
        assert not Kiosk.objects.exists()

    def test_it_is_no_link(self, client, leader, commune):
        client.force_login(leader)
        assert client.get(f"{KIOSK}start/{commune.desk.pk}/").status_code == 405


class TestOverview:
    def test_it_shows_one_s_desks_with_what_runs_there(self, client, leader, commune, other_commune, tablet):
        client.force_login(leader)
        response = client.get(KIOSKS)
        assert [desk.unit for desk in response.context["desks"]] == [commune]
        assert [kiosk.started_by for kiosk in response.context["desks"][0].running_kiosks] == [leader]
        assert str(leader) in text(response)

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_costs_the_same_however_many_run(
        self, client, district_leader, commune, other_commune, now, django_assert_num_queries, count
    ):
        for _number in range(count):
            for unit in (commune, other_commune):
                kiosks.start(desk=unit.desk, by=district_leader, now=now)
        client.force_login(district_leader)
        with django_assert_num_queries(6):
            client.get(KIOSKS)


class TestEnd:
    def test_it_ends_at_once(self, client, tablet, leader, handed_back):
        touched = touch(tablet)
        client.force_login(leader)
        assert client.post(f"{KIOSKS}{Kiosk.objects.get().pk}/end/").url == KIOSKS
        kiosk = Kiosk.objects.get()
        assert kiosk.ended_by == leader
        data = {"token": touched.context["token"], "overall": 1}
        assert [tablet.get(KIOSK).status_code, tablet.post("/kiosk/answer/", data).status_code] == [403, 403]
        assert not Survey.objects.exists()

    def test_the_first_who_ends_it_stands(self, client, tablet, leader, district_leader):
        for user in (leader, district_leader):
            client.force_login(user)
            client.post(f"{KIOSKS}{Kiosk.objects.get().pk}/end/")
        assert Kiosk.objects.get().ended_by == leader

    @pytest.mark.parametrize(("who", "status"), [("clerk", 403), ("other_leader", 404)])
    def test_nobody_else_ends_it(self, client, request, tablet, other_commune, clerk, who, status):
        other_leader = make_user("leader.14638", Role.LEADER, other_commune)
        client.force_login({"clerk": clerk, "other_leader": other_leader}[who])
        assert client.post(f"{KIOSKS}{Kiosk.objects.get().pk}/end/").status_code == status
        assert Kiosk.objects.get().ended_at is None


class TestTheDatabase:
    """Who put a tablet where, and when, stays as it was."""

    def refuses(self, change):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change(Kiosk.objects.all())

    @pytest.mark.parametrize("field", ["desk", "started_by", "started_at"])
    def test_the_start_never_changes(self, tablet, other_commune, clerk, now, field):
        value = {"desk": other_commune.desk, "started_by": clerk, "started_at": now - timedelta(days=1)}[field]
        self.refuses(lambda rows: rows.update(**{field: value}))

    def test_nor_does_the_end(self, tablet, leader, clerk, now):
        kiosks.end(kiosk=Kiosk.objects.get(), by=leader, now=now)
        self.refuses(lambda rows: rows.update(ended_by=clerk))
        self.refuses(lambda rows: rows.update(ended_at=None, ended_by=None))

    def test_none_is_deleted(self, tablet):
        self.refuses(lambda rows: rows.delete())


class TestWithoutKiosk:
    ADDRESSES = ("/kiosk/", "/kiosk/thanks/")
    POSTS = ("/kiosk/rate/", "/kiosk/answer/")

    def refused(self, client, token=""):
        answers = [client.get(address) for address in self.ADDRESSES]
        answers += [client.post(address, {"token": token, "overall": 5}) for address in self.POSTS]
        return [answer.status_code for answer in answers]

    def test_any_other_device_learns_nothing(self, client, handed_back):
        assert self.refused(client) == [403] * 4
        assert handed_back.code[-4:] not in text(client.get(KIOSK))

    def test_neither_does_a_clerk(self, client, clerk, handed_back, leader, commune, now):
        client.force_login(clerk)
        token = token_of(handed_back, kiosks.start(desk=commune.desk, by=leader, now=now))
        assert self.refused(client, token) == [403] * 4
        assert not Survey.objects.exists()

    @pytest.mark.parametrize("value", ["1", "1:forged", "x" * 5000, ""])
    def test_a_forged_cookie_is_none(self, client, leader, commune, now, value):
        kiosks.start(desk=commune.desk, by=leader, now=now)
        client.cookies["kiosk"] = value
        assert self.refused(client) == [403] * 4

    def test_it_says_who_can_start_one_and_where(self, client, clock):
        assert f'href="{KIOSKS}"' in text(client.get(KIOSK))


class TestList:
    def test_it_shows_number_procedure_and_time_and_no_name(self, tablet, handed_back):
        page = text(tablet.get(KIOSK))
        assert "0001" in page
        assert "Đăng ký khai sinh" in page
        assert "07:55" in page
        assert handed_back.applicant_name not in page
        assert handed_back.code not in page
        assert handed_back.secret not in page

    def test_the_last_half_hour_newest_first(self, tablet, clerk, officer, birth):
        for time in ("07:29", "07:31", "07:58", "07:40", "09:00"):
            handed_back_at(time, clerk, officer, birth)
        assert tickets(tablet) == ["0003", "0004", "0002"]

    def test_how_long_is_a_setting(self, tablet, clerk, officer, birth, settings):
        settings.KIOSK_MINUTES = 5
        for time in ("07:54", "07:56"):
            handed_back_at(time, clerk, officer, birth)
        assert tickets(tablet) == ["0002"]

    def test_only_what_left_the_desk(self, tablet, clerk, officer, birth, resolved):
        given = {"procedure": birth, "by": clerk, "now": at("2018-01-15 07:50")}
        receive(**given)  # 0002, open
        dossier_actions.withdraw(dossier=receive(**given), by=clerk, now=at("2018-01-15 07:52"), reason="Xin rút")
        denied = dossier_actions.deny(
            dossier=receive(**given), by=officer, now=at("2018-01-15 07:51"), reason="Không đủ điều kiện"
        )
        assert tickets(tablet) == ["0003"]
        dossier_actions.hand_back(
            dossier=denied, collection=dossier_actions.Collection(), by=clerk, now=at("2018-01-15 07:53")
        )
        assert tickets(tablet) == ["0004", "0003"]

    def test_nobody_is_there_for_what_went_by_post(self, tablet, clerk, officer, birth):
        handed_back_at("07:57", clerk, officer, birth)
        handed_back_at("07:58", clerk, officer, birth, delivery="post")
        assert tickets(tablet) == ["0001"]

    def test_only_of_its_own_desk(self, tablet, stranger, other_commune, birth):
        officer = make_user("officer.14638", Role.OFFICER, other_commune)
        handed_back_at("07:58", stranger, officer, birth)
        assert tickets(tablet) == []

    def test_what_is_rated_is_left_out(self, tablet, handed_back):
        tablet.post("/kiosk/answer/", {"token": touch(tablet).context["token"], "overall": 4})
        assert tickets(tablet) == []

    def test_it_looks_again_by_itself(self, tablet):
        assert tablet.get(KIOSK)["Refresh"] == "20; url=/kiosk/"

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_costs_the_same_however_long(self, tablet, clerk, officer, birth, django_assert_num_queries, count):
        for _number in range(count):
            handed_back_at("07:58", clerk, officer, birth)
        with django_assert_num_queries(3):  # the clock, the kiosk, the dossiers
            tablet.get(KIOSK)


class TestRating:
    def test_a_touch_shows_the_faces_and_who_it_is_about(self, tablet, handed_back):
        page = touch(tablet)
        assert (page.status_code, page.templates[0].name) == (200, "satisfaction/kiosk/rating.html")
        assert text(page).count('name="overall"') == 5
        assert handed_back.applicant_name not in text(page)

    def test_left_alone_it_goes_back_to_the_list(self, tablet, handed_back):
        assert touch(tablet)["Refresh"] == "300; url=/kiosk/"

    def test_an_answer_is_saved_thanked_for_and_the_list_comes_back(self, tablet, handed_back, commune):
        data = {"token": touch(tablet).context["token"], "overall": "5", "comment": "Tốt"}
        response = tablet.post("/kiosk/answer/", data)
        assert response.url == "/kiosk/thanks/"
        assert tablet.get(response.url)["Refresh"] == "8; url=/kiosk/"
        answer = Answer.objects.get()
        assert (answer.source, answer.desk, answer.overall, answer.comment) == (Source.KIOSK, commune.desk, 5, "Tốt")

    def test_a_second_press_is_told(self, tablet, handed_back):
        data = {"token": touch(tablet).context["token"], "overall": "5"}
        tablet.post("/kiosk/answer/", data)
        response = tablet.post("/kiosk/answer/", data | {"overall": "1"})
        assert response.context["is_rated"]
        assert [answer.overall for answer in Answer.objects.all()] == [5]

    def test_no_face_is_asked_for_again_and_nothing_lost(self, tablet, handed_back):
        data = {"token": touch(tablet).context["token"], "comment": "Chờ lâu"}
        response = tablet.post("/kiosk/answer/", data)
        assert response.status_code == 400
        assert "Chờ lâu" in text(response)
        assert tablet.post("/kiosk/answer/", {"token": response.context["token"], "overall": 2}).status_code == 302

    @pytest.mark.parametrize("given", ["forged", "of the receipt", "of another kiosk"])
    def test_a_token_of_elsewhere_rates_nothing(self, tablet, handed_back, leader, commune, now, given):
        token = {
            "forged": "x",
            "of the receipt": pass_of(handed_back),
            "of another kiosk": token_of(handed_back, kiosks.start(desk=commune.desk, by=leader, now=now)),
        }[given]
        for address in ("/kiosk/rate/", "/kiosk/answer/"):
            assert tablet.post(address, {"token": token, "overall": 5}).status_code == 400
        assert not Survey.objects.exists()

    def test_no_address_holds_a_dossier(self, tablet, handed_back):
        pages = text(tablet.get(KIOSK)) + text(touch(tablet))
        assert set(re.findall(r'(?:action|href)="([^"]*kiosk[^"]*)"', pages)) == {
            "/kiosk/",
            "/kiosk/rate/",
            "/kiosk/answer/",
        }

    def test_a_form_from_elsewhere_is_refused(self, tablet, handed_back):
        stranger = Client(enforce_csrf_checks=True)
        stranger.cookies["kiosk"] = tablet.cookies["kiosk"].value
        assert stranger.get(KIOSK).status_code == 200
        token = touch(tablet).context["token"]
        assert stranger.post("/kiosk/answer/", {"token": token, "overall": 5}).status_code == 403
        assert not Survey.objects.exists()


def test_the_cookie_opens_nothing_else(tablet, handed_back):
    """Sent to every address of the site, as no browser would send it."""
    addresses = ("/desk/", "/dossiers/", f"/dossiers/{handed_back.code}/", "/satisfaction/", KIOSKS, "/admin/")
    assert {tablet.get(address).status_code for address in addresses} == {302}
