"""The pages of what was left behind: who opens them, what they hand over, and what comes of old pages."""

import pytest

from tests.builders import at, make_unit, make_user, receive, reread
from tests.dossiers.test_successions import FIRST, LAST, ended
from units.models import Assignment, Role

HERE = "/dossiers/successions/"


@pytest.fixture
def successor(district):
    return make_unit("14700", "Xã Kim Sơn", parent=district, agency_code="H42.28.6", valid_from=FIRST)


@pytest.fixture
def dossiers(clerk, support):
    return [
        receive(by=clerk, procedure=support, now=at("2018-01-12 10:00"), applicant_address=f"Xóm {n}") for n in (1, 2)
    ]


@pytest.fixture
def merged(commune, successor, dossiers):
    return ended(commune, successor)


@pytest.fixture
def page(merged):
    return f"{HERE}{merged.pk}/"


@pytest.fixture
def leading(client, district_leader):
    client.force_login(district_leader)
    return client


class TestUnits:
    def test_the_list_leads_to_each_unit(self, leading, merged, page):
        answer = leading.get(HERE).content.decode()
        assert page in answer
        assert "Xã Kim Sơn" in answer

    def test_all_of_it_is_handed_over(self, leading, page, dossiers, successor):
        shown = leading.get(page)
        assert shown.context["form"].fields["to"].initial == successor
        assert "Nghị quyết 1" in shown.context["form"].fields["source"].initial
        given = {"to": successor.pk, "source": "Nghị quyết 1", "everything": "on"}
        answer = leading.post(page, given, follow=True)
        assert [message.level_tag for message in answer.context["messages"]] == ["success"]
        assert all(reread(each).returning_desk == successor.desk for each in dossiers)
        assert leading.get(HERE).context["left"] == []

    def test_or_what_is_ticked(self, leading, page, dossiers, successor):
        leading.post(page, {"to": successor.pk, "source": "x", "chosen": [dossiers[0].code]})
        assert [reread(each).returning_desk == successor.desk for each in dossiers] == [True, False]

    def test_or_what_the_words_find(self, leading, page, dossiers, successor):
        leading.post(f"{page}?q=xom+2", {"to": successor.pk, "source": "x", "everything": "on"})
        assert [reread(each).returning_desk == successor.desk for each in dossiers] == [False, True]

    @pytest.mark.parametrize("missing", ["to", "source", "everything"])
    def test_what_is_missing_is_asked_for(self, leading, page, dossiers, successor, missing):
        given = {"to": successor.pk, "source": "x", "everything": "on"}
        del given[missing]
        assert leading.post(page, given).status_code == 400
        assert not any(reread(each).returning_desk == successor.desk for each in dossiers)

    def test_an_old_page_is_told(self, leading, page, dossiers, successor):
        given = {"to": successor.pk, "source": "x", "chosen": [dossiers[0].code]}
        leading.post(page, given)
        assert leading.post(page, given).status_code == 400
        assert dossiers[0].events.filter(kind="succeeded").count() == 1

    def test_not_to_whom_it_does_not_fall(self, leading, page, dossiers, other_commune):
        given = {"to": other_commune.pk, "source": "x", "everything": "on"}
        assert leading.post(page, given).status_code == 400

    def test_others_do_not_open_it(self, client, page, clerk, officer, control, other_commune, clock):
        for user in (clerk, officer, control):
            client.force_login(user)
            assert (client.get(HERE).status_code, client.get(page).status_code) == (403, 403)
        client.force_login(make_user("leader.14638", Role.LEADER, other_commune))
        assert client.get(HERE).context["left"] == []
        assert client.get(page).status_code == 404

    def test_a_unit_that_is_still_there_left_nothing(self, leading, other_commune):
        assert leading.get(f"{HERE}{other_commune.pk}/").status_code == 404

    def test_the_dashboard_says_how_many_wait(self, leading, merged):
        needs = {need.kind: need for need in leading.get("/dashboard/").context["needs"]}
        assert (needs["succession"].count, needs["succession"].href) == (2, HERE)


class TestWork:
    @pytest.fixture
    def held(self, client, dossiers, officer):
        client.force_login(officer)
        for each in dossiers:
            client.post(f"/dossiers/{each.code}/start/")
        return dossiers

    @pytest.fixture
    def colleague(self, commune, clock):
        return make_user("officer2.14635", Role.OFFICER, commune)

    def test_the_staff_page_says_what_is_in_his_hands(self, client, administrator, officer, held):
        client.force_login(administrator)
        address = f"{HERE}of/{officer.username}/"
        for path in (f"/staff/{officer.username}/", f"/staff/{officer.username}/assignments/1/end/"):
            path = path.replace("/1/", f"/{officer.assignments.get().pk}/")
            assert address in client.get(path).content.decode()

    def test_it_is_handed_to_a_colleague(self, client, leader, officer, held, colleague):
        client.force_login(leader)
        address = f"{HERE}of/{officer.username}/"
        assert list(client.get(address).context["form"].fields["to"].queryset) == [colleague]
        client.post(address, {"to": colleague.pk, "everything": "on"})
        assert [reread(each).handled_by for each in held] == [colleague, colleague]
        assert client.get(address).context["rows"] == []

    def test_what_is_ticked_goes_to_nobody_yet(self, client, leader, officer, held):
        client.force_login(leader)
        client.post(f"{HERE}of/{officer.username}/", {"to": "", "chosen": [held[0].code]})
        assert [reread(each).handled_by for each in held] == [None, officer]

    def test_not_to_somebody_who_works_elsewhere(self, client, leader, officer, held, stranger):
        client.force_login(leader)
        address = f"{HERE}of/{officer.username}/"
        assert client.post(address, {"to": stranger.pk, "everything": "on"}).status_code == 400

    def test_who_does_not_look_after_him_does_not_know_him(self, client, officer, held, other_commune, clerk):
        client.force_login(make_user("leader.14638", Role.LEADER, other_commune))
        assert client.get(f"{HERE}of/{officer.username}/").status_code == 404
        client.force_login(clerk)
        assert client.get(f"{HERE}of/{officer.username}/").status_code == 403

    def test_what_he_left_stands_on_the_leaders_list(self, client, leader, officer, held):
        Assignment.objects.filter(user=officer).update(valid_to=LAST)
        client.force_login(leader)
        need = next(need for need in client.get("/dashboard/").context["needs"] if need.kind == "left")
        assert need.count == 2
        assert client.get(need.href).context["count"] == 2
