"""What becomes of what was ticked in a list of postings, and who may tick."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from procedures.models import Posting, PostingPlace
from tests import builders
from tests.procedures.pages import list_of, said
from tests.procedures.test_postings import MONDAY, hang
from units.models import Role


class TestPosting:
    def send(self, client, user, unit, *procedures, day="2018-01-15", query=None, **data):
        client.force_login(user)
        chosen = [procedure.versions.get().pk for procedure in procedures]
        return client.post(list_of(unit, **(query or {})), {"chosen": chosen, "day": day, **data})

    def test_what_is_ticked_is_posted_on_the_day_given(self, client, clerk, commune, birth, support):
        response = self.send(client, clerk, commune, birth, day="2018-01-12", query={"state": "missing"})
        assert response.url == list_of(commune, state="missing")
        assert Posting.objects.values_list("version__procedure", "posted_on", "posted_by").get() == (
            birth.pk,
            date(2018, 1, 12),
            clerk.pk,
        )

    def test_all_of_the_list_is_what_the_filter_shows(self, client, clerk, commune, birth, support):
        self.send(client, clerk, commune, everything="on", query={"q": "khai sinh"})
        assert [posting.version.procedure for posting in Posting.objects.all()] == [birth]

    def test_the_counts_are_told(self, client, clerk, commune, birth, support):
        hang(birth, commune)
        client.force_login(clerk)
        response = client.post(list_of(commune), {"everything": "on", "day": "2018-01-15"}, follow=True)
        posted, left = (
            _("%(n)d procedure is posted."),
            _("%(n)d hung there already and was left as it was."),
        )
        assert said(response) == [f"{posted % {'n': 1}} {left % {'n': 1}}"]

    def test_what_is_soon_in_force_is_posted_ahead(self, client, clerk, commune):
        coming = builders.make_procedure("1.000002", "Tên mới", valid_from=date(2018, 2, 1))
        self.send(client, clerk, commune, coming, query={"state": "coming"})
        assert Posting.objects.get().version.procedure == coming

    def test_what_is_out_of_date_is_taken_down(self, client, clerk, commune, birth, old):
        hang(old, commune)
        hang(birth, commune)
        self.send(client, clerk, commune, everything="on", sure="on", query={"state": "stale"})
        assert Posting.objects.get(removed_on=MONDAY).version.procedure == old

    def test_what_somebody_else_took_down_meanwhile_is_no_fault(self, client, clerk, commune, old):
        hang(old, commune, removed_on=date(2018, 1, 12))
        response = self.send(client, clerk, commune, old, sure="on", query={"state": "stale"})
        assert response.status_code == 302
        assert Posting.objects.get().removed_on == date(2018, 1, 12)

    @pytest.mark.parametrize(
        "data", [{"day": ""}, {"day": "2018-01-16"}, {"day": "soon"}, {"chosen": []}, {"chosen": ["999999"]}]
    )
    def test_a_fault_is_said_and_nothing_is_changed(self, client, clerk, commune, birth, data):
        client.force_login(clerk)
        ticked = str(birth.versions.get().pk)
        response = client.post(list_of(commune), {"chosen": [ticked], "day": "2018-01-15", **data})
        assert response.status_code == 400
        (fault,) = response.context["chosen"].faults
        assert f"<li>{escape(fault)}</li>" in response.content.decode()
        assert not Posting.objects.exists()

    def test_what_has_a_long_key_is_ticked_by_it(self, client, clerk, commune):
        """Numbers are shown with points between thousands; keys never are."""
        procedure = builders.make_procedure("1.000009", "Thủ tục mới", papers=())
        procedure.versions.update(id=12345)
        client.force_login(clerk)
        assert 'name="chosen" value="12345"' in client.get(list_of(commune)).content.decode()

    def test_what_was_ticked_stays_ticked(self, client, clerk, commune, birth, support):
        response = self.send(client, clerk, commune, birth, day="2018-01-16")
        assert response.context["chosen"].ticked == {str(birth.versions.get().pk)}
        assert response.content.decode().count(" checked") == 1

    def test_a_procedure_that_does_not_apply_there_is_refused(self, client, clerk, commune):
        land = builders.make_procedure("1.000009", "Cấp giấy", level="district")
        assert self.send(client, clerk, commune, land).status_code == 400


class TestTakingDown:
    """Many are ticked in one press, so it is asked first, and the way back is offered."""

    @pytest.fixture
    def hanging(self, commune, birth, support):
        return [hang(procedure, commune) for procedure in (birth, support)]

    def send(self, client, user, unit, **data):
        client.force_login(user)
        data = {"everything": "on", "day": "2018-01-15", **data}
        return client.post(list_of(unit, state="posted"), data)

    def put_back(self, client, unit, **query):
        return client.post(reverse("procedures:postings_put_back", args=[unit.code], query=query))

    def test_it_is_asked_first(self, client, clerk, commune, hanging):
        response = self.send(client, clerk, commune)
        page = response.content.decode()
        assert response.status_code == 200
        assert [posting.pk for posting in response.context["hanging"]] == [posting.pk for posting in reversed(hanging)]
        assert all(text in page for text in ("xã Kim Định", str(PostingPlace.BOARD.label), "15/01/2018", "khai sinh"))
        assert not Posting.objects.exclude(removed_on=None).exists()

    def test_what_is_confirmed_is_what_was_shown(self, client, clerk, commune, other_commune, hanging, birth):
        hang(birth, other_commune)
        page = self.send(client, clerk, commune, everything="", chosen=[hanging[0].version_id]).content.decode()
        assert page.count('name="chosen"') == 1
        assert self.send(client, clerk, commune, everything="", chosen=[hanging[0].version_id], sure="on").url
        assert [posting.pk for posting in Posting.objects.filter(removed_on=MONDAY)] == [hanging[0].pk]

    def test_a_mistake_is_undone(self, client, clerk, commune, hanging):
        self.send(client, clerk, commune, sure="on")
        assert client.get(list_of(commune)).context["to_put_back"] == 2
        response = self.put_back(client, commune, state="posted")
        assert response.url == list_of(commune, state="posted")
        assert set(Posting.objects.values_list("posted_on", "removed_on", "removed_by")) == {
            (date(2017, 3, 1), None, None)
        }
        assert not client.get(list_of(commune)).context["to_put_back"]

    def test_only_the_last_press_is_undone(self, client, clerk, commune, hanging):
        for posting in hanging:
            self.send(client, clerk, commune, everything="", chosen=[posting.version_id], sure="on")
        self.put_back(client, commune)
        assert [posting.pk for posting in Posting.objects.filter(removed_on=None)] == [hanging[1].pk]

    def test_another_place_is_offered_nothing(self, client, control, commune, other_commune, hanging):
        self.send(client, control, commune, sure="on")
        assert not client.get(list_of(commune, place="portal")).context["to_put_back"]
        assert not client.get(list_of(other_commune)).context["to_put_back"]
        self.put_back(client, other_commune)
        self.put_back(client, commune, place="portal")
        assert not Posting.objects.filter(removed_on=None).exists()
        assert client.get(list_of(commune)).context["to_put_back"] == 2

    def test_what_was_put_up_anew_is_not_offered(self, client, clerk, commune, hanging):
        self.send(client, clerk, commune, sure="on")
        hang(hanging[0].version.procedure, commune, on=MONDAY)
        assert client.get(list_of(commune)).context["to_put_back"] == 1
        self.put_back(client, commune)
        assert Posting.objects.filter(removed_on=None).count() == 2

    def test_nothing_left_to_put_back_is_said(self, client, clerk, commune, hanging):
        """As after a second press on the button."""
        client.force_login(clerk)
        client.get(list_of(commune))
        assert self.put_back(client, commune).status_code == 302
        assert said(client.get(list_of(commune))) == [
            _("Nothing was put back: what you took down last hangs here again, or is not of this list.")
        ]

    def test_nothing_is_put_back_in_the_list_of_an_earlier_day(self, client, clerk, commune, hanging):
        self.send(client, clerk, commune, sure="on")
        assert not client.get(list_of(commune, on="2018-01-12")).context["to_put_back"]
        assert self.put_back(client, commune, on="2018-01-12").status_code == 403
        assert self.put_back(client, commune, on="soon").status_code == 400
        assert not Posting.objects.filter(removed_on=None).exists()

    def test_nobody_puts_back_without_logging_in_nor_by_following_a_link(self, client, clerk, commune, hanging):
        self.send(client, clerk, commune, sure="on")
        assert client.get(reverse("procedures:postings_put_back", args=[commune.code])).status_code == 405
        client.logout()
        assert self.put_back(client, commune).status_code == 403
        assert not Posting.objects.filter(removed_on=None).exists()

    def test_who_may_not_post_does_not_put_back(self, client, officer, stranger, commune, hanging):
        for user, status in ((officer, 403), (stranger, 404)):
            client.force_login(user)
            assert self.put_back(client, commune).status_code == status


class TestWhoMayPost:
    @pytest.fixture
    def people(self, clerk, officer, leader, district_leader, control, administrator, stranger, district):
        upper_clerk = builders.make_user("clerk.376", Role.CLERK, district)
        reform = builders.make_user("reform.376", Role.REFORM_OFFICER, district)
        return {
            "clerk": clerk,
            "officer": officer,
            "leader": leader,
            "district_leader": district_leader,
            "control": control,
            "administrator": administrator,
            "stranger": stranger,
            "upper_clerk": upper_clerk,
            "reform": reform,
        }

    @pytest.mark.parametrize(
        ("who", "board", "portal"),
        [
            ("clerk", 302, 403),
            ("leader", 302, 403),
            ("officer", 403, 403),
            ("district_leader", 403, 403),
            ("reform", 403, 403),
            ("control", 302, 302),
            ("administrator", 302, 302),
            ("stranger", 404, 404),
            ("upper_clerk", 404, 404),
        ],
    )
    def test_at_a_commune(self, client, people, commune, birth, who, board, portal):
        client.force_login(people[who])
        for place, status in ((PostingPlace.BOARD, board), (PostingPlace.PORTAL, portal)):
            address = list_of(commune, place=place)
            response = client.post(address, {"everything": "on", "day": "2018-01-15"})
            assert (place, response.status_code) == (place, status)
            assert Posting.objects.filter(place=place).exists() == (status == 302)
            looking = client.get(address)
            assert looking.status_code == (404 if status == 404 else 200)
            assert bool(looking.context and looking.context.get("chosen")) == (status == 302)

    def test_control_of_a_commune_keeps_its_portal(self, client, commune, clock, birth):
        client.force_login(builders.make_user("control.14635", Role.PROCEDURE_CONTROL, commune))
        address = list_of(commune, place="portal")
        assert client.post(address, {"everything": "on", "day": "2018-01-15"}).status_code == 302
