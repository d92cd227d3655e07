"""Staff, as administrators see and change it, and nobody else."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.translation import gettext as _

from tests import builders
from units.models import Assignment, Role, User

YESTERDAY = date(2018, 1, 14)
TOMORROW = date(2018, 1, 16)


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def root(clock):
    return User.objects.create_superuser("root", password=builders.PASSWORD, full_name="Quản trị hệ thống")


def url(name, person, *args):
    return reverse(f"units:{name}", args=[person.username, *args])


def names_in(response):
    return [person.username for person in response.context["page"]]


def new_person(place, **overrides):
    return {
        "full_name": "Phạm Thị Lan",
        "title": "Công chức",
        "phone": "",
        "username": "",
        "role": "clerk",
        "place": f"servicedesk:{place.pk}",
        "valid_from": "2018-01-15",
        "valid_to": "",
        **overrides,
    }


def work_at(place, **overrides):
    kind = place._meta.model_name
    role = "clerk" if kind == "servicedesk" else "officer"
    return {"role": role, "place": f"{kind}:{place.pk}", "valid_from": "2018-01-15", "valid_to": "", **overrides}


def errors_of(response, form="form"):
    return {field: list(errors) for field, errors in response.context[form].errors.items()}


def trail_of(person):
    return list(
        LogEntry.objects.filter(object_id=str(person.pk)).order_by("pk").values_list("user__username", flat=True)
    )


class TestGate:
    @pytest.mark.parametrize("who", ["clerk", "officer", "leader", "control"])
    def test_who_is_no_administrator_is_refused(self, request, client, who):
        client.force_login(request.getfixturevalue(who))
        assert client.get(reverse("units:staff")).status_code == 403
        assert client.get(reverse("units:new")).status_code == 403
        assert client.post(reverse("units:new")).status_code == 403

    def test_the_refusal_does_not_tell_who_exists(self, client, leader, clerk):
        client.force_login(leader)
        assert client.get(url("person", clerk)).status_code == 403
        assert client.get(reverse("units:person", args=["nobody"])).status_code == 403

    def test_strangers_log_in_first(self, client, clock):
        response = client.get(reverse("units:staff"))
        assert response.url == f"{reverse('login')}?next={reverse('units:staff')}"

    @pytest.mark.parametrize("page", ["person", "details", "assign", "disable", "reset_password"])
    def test_who_is_out_of_reach_does_not_exist(self, admin_client, province, page):
        above = builders.make_user("leader.37", Role.LEADER, province)
        assert admin_client.get(url(page, above)).status_code == 404
        assert admin_client.post(url(page, above)).status_code in (404, 405)

    @pytest.mark.parametrize("action", ["enable"])
    def test_actions_are_not_links(self, admin_client, clerk, action):
        assert admin_client.get(url(action, clerk)).status_code == 405

    def test_taking_back_is_not_a_link(self, admin_client, clerk):
        assert admin_client.get(url("take_back", clerk, clerk.assignments.get().pk)).status_code == 405


class TestList:
    def test_it_shows_those_within_reach(self, admin_client, clerk, stranger, province):
        builders.make_user("leader.37", Role.LEADER, province)
        response = admin_client.get(reverse("units:staff"))
        assert names_in(response) == ["clerk.14638", "clerk.14635", "admin.376"]
        assert response.context["page"].paginator.count == 3

    @pytest.mark.parametrize("words", ["lan", "pham lan", "PHẠM", "clerk.14635"])
    def test_it_finds_names_without_diacritics(self, admin_client, clerk, stranger, words):
        assert names_in(admin_client.get(reverse("units:staff"), {"q": words})) == ["clerk.14635"]

    def test_it_is_narrowed_by_unit(self, admin_client, clerk, stranger, commune):
        response = admin_client.get(reverse("units:staff"), {"unit": commune.pk})
        assert names_in(response) == ["clerk.14635"]

    def test_it_is_narrowed_by_work(self, admin_client, clerk, officer):
        assert names_in(admin_client.get(reverse("units:staff"), {"role": "officer"})) == ["officer.14635"]

    def test_work_that_is_over_does_not_count(self, admin_client, clerk):
        clerk.assignments.update(valid_to=YESTERDAY)
        assert names_in(admin_client.get(reverse("units:staff"), {"role": "clerk"})) == []
        assert "clerk.14635" in names_in(admin_client.get(reverse("units:staff")))

    def test_disabled_accounts_are_asked_for(self, admin_client, clerk):
        User.objects.filter(pk=clerk.pk).update(is_active=False)
        assert names_in(admin_client.get(reverse("units:staff"))) == ["admin.376"]
        assert names_in(admin_client.get(reverse("units:staff"), {"state": "disabled"})) == ["clerk.14635"]

    def test_nonsense_is_passed_over(self, admin_client, clerk):
        response = admin_client.get(reverse("units:staff"), {"unit": "x", "role": "king", "order": "x", "page": "x"})
        assert names_in(response) == ["clerk.14635", "admin.376"]

    @pytest.mark.parametrize("people", [1, 3])
    def test_its_queries_do_not_grow(self, admin_client, commune, people, django_assert_num_queries):
        for number in range(people):
            builders.make_user(f"officer{number}", Role.OFFICER, commune)
        admin_client.get(reverse("units:staff"))  # what is asked once a process is asked here
        with django_assert_num_queries(8):
            admin_client.get(reverse("units:staff"))

    def test_a_superuser_sees_everybody(self, client, root, clerk, province):
        builders.make_user("leader.37", Role.LEADER, province)
        client.force_login(root)
        assert sorted(names_in(client.get(reverse("units:staff")))) == ["clerk.14635", "leader.37", "root"]


class TestNewPerson:
    def test_the_account_opens_with_its_first_work(self, admin_client, commune, administrator):
        response = admin_client.post(reverse("units:new"), new_person(commune.desk))
        person = User.objects.get(username="lan.14635")
        assert response.url == url("person", person)
        assert (person.full_name, person.title, person.must_change_password) == ("Phạm Thị Lan", "Công chức", True)
        assert [duty.desk for duty in person.duties] == [commune.desk]
        assert trail_of(person) == ["admin.376", "admin.376"]

    def test_the_password_is_shown_once_and_works(self, admin_client, commune, client):
        admin_client.post(reverse("units:new"), new_person(commune.desk))
        person = User.objects.get(username="lan.14635")
        first, second = admin_client.get(url("person", person)), admin_client.get(url("person", person))
        password = first.context["one_time_password"]
        assert re.fullmatch(r"[a-z0-9]{4}(-[a-z0-9]{4}){2}", password)
        assert password in first.content.decode()
        assert person.check_password(password)
        assert second.context["one_time_password"] is None
        assert "no-store" in first["Cache-Control"]

    def test_the_password_is_shown_on_that_person_s_page_only(self, admin_client, commune, clerk):
        admin_client.post(reverse("units:new"), new_person(commune.desk))
        assert admin_client.get(url("person", clerk)).context["one_time_password"] is None

    def test_a_taken_user_name_gets_initials(self, admin_client, commune):
        for _again in range(3):
            admin_client.post(reverse("units:new"), new_person(commune.desk))
        names = User.objects.filter(full_name="Phạm Thị Lan").order_by("pk").values_list("username", flat=True)
        assert list(names) == ["lan.14635", "lanpt.14635", "lanpt2.14635"]

    @pytest.mark.parametrize("username", ["clerk.14635", "Lan", "phạm", "a/b", "new"])
    def test_a_bad_or_taken_user_name_is_refused(self, admin_client, commune, clerk, username):
        response = admin_client.post(reverse("units:new"), new_person(commune.desk, username=username))
        assert list(errors_of(response, "person_form")) == ["username"]
        assert User.objects.count() == 2

    def test_places_out_of_reach_cannot_be_chosen(self, admin_client, province):
        response = admin_client.post(reverse("units:new"), new_person(province.desk))
        assert list(errors_of(response, "assignment_form")) == ["place"]
        assert not User.objects.filter(full_name="Phạm Thị Lan").exists()

    def test_nothing_is_opened_when_the_work_is_refused(self, admin_client, commune):
        data = new_person(commune.desk, valid_to="2018-01-14")
        response = admin_client.post(reverse("units:new"), data)
        assert errors_of(response, "assignment_form") == {"__all__": [_("The last day lies before the first.")]}
        assert not User.objects.filter(full_name="Phạm Thị Lan").exists()


class TestAssign:
    def test_it_gives_work(self, admin_client, clerk, other_commune):
        response = admin_client.post(url("assign", clerk), work_at(other_commune.desk))
        assert response.url == url("person", clerk)
        assert [str(message) for message in get_messages(response.wsgi_request)] == [_("The assignment is saved.")]
        given = clerk.assignments.get(desk=other_commune.desk)
        assert (given.role, given.valid_from, given.valid_to) == ("clerk", date(2018, 1, 15), None)
        assert trail_of(clerk) == ["admin.376"]

    def test_a_clerk_needs_a_desk(self, admin_client, clerk, commune):
        response = admin_client.post(url("assign", clerk), work_at(commune.committee, role="clerk"))
        assert errors_of(response) == {"place": [_("A receptionist works at a desk. Choose a desk.")]}

    def test_others_need_an_agency(self, admin_client, clerk, commune):
        response = admin_client.post(url("assign", clerk), work_at(commune.desk, role="leader"))
        assert errors_of(response) == {"place": [_("This work is not done at a desk. Choose an agency.")]}

    def test_the_same_work_twice_is_refused_in_words(self, admin_client, clerk, commune):
        response = admin_client.post(url("assign", clerk), work_at(commune.desk))
        assert errors_of(response) == {"__all__": [_("This person has the same assignment in those days already.")]}
        assert clerk.assignments.count() == 1

    def test_a_unit_that_is_gone_by_then_is_refused(self, admin_client, clerk, district):
        ending = builders.make_unit(
            "14647", "Xã Chính Tâm", parent=district, agency_code="000.10.28.H42", valid_to=date(2019, 12, 31)
        )
        response = admin_client.post(url("assign", clerk), work_at(ending.desk, valid_to="2020-06-30"))
        gone = _("%(unit)s exists until %(last)s only.") % {"unit": ending, "last": "31/12/2019"}
        assert errors_of(response) == {"valid_to": [gone]}

    def test_a_unit_of_the_past_is_not_offered(self, admin_client, clerk, district):
        gone = builders.make_unit(
            "14600", "Xã Cũ", parent=district, agency_code="000.99.28.H42", valid_to=date(2017, 12, 31)
        )
        response = admin_client.post(url("assign", clerk), work_at(gone.desk))
        assert list(errors_of(response)) == ["place"]

    @pytest.mark.parametrize("missing", ["role", "place", "valid_from"])
    def test_an_empty_field_is_asked_for(self, admin_client, clerk, other_commune, missing):
        response = admin_client.post(url("assign", clerk), work_at(other_commune.desk) | {missing: ""})
        assert list(errors_of(response)) == [missing]


class TestEnd:
    def test_the_last_day_is_kept(self, admin_client, clerk):
        assignment = clerk.assignments.get()
        admin_client.post(url("end_assignment", clerk, assignment.pk), {"last_day": "2018-01-31"})
        assignment.refresh_from_db()
        assert assignment.valid_to == date(2018, 1, 31)
        assert trail_of(clerk) == ["admin.376"]

    def test_a_day_gone_by_is_allowed(self, admin_client, clerk):
        admin_client.post(url("end_assignment", clerk, clerk.assignments.get().pk), {"last_day": "2018-01-14"})
        assert User.objects.get(pk=clerk.pk).duties == []

    def test_a_day_before_the_first_is_refused(self, admin_client, clerk):
        response = admin_client.post(
            url("end_assignment", clerk, clerk.assignments.get().pk), {"last_day": "2015-01-01"}
        )
        assert errors_of(response) == {"__all__": [_("The last day lies before the first.")]}
        assert clerk.assignments.get().valid_to is None

    def test_what_somebody_else_administers_is_refused(self, client, clerk, commune, other_commune):
        elsewhere = Assignment.objects.create(user=clerk, role=Role.CLERK, desk=other_commune.desk)
        client.force_login(builders.make_user("admin.14635", Role.ADMINISTRATOR, commune))
        assert client.post(url("end_assignment", clerk, elsewhere.pk), {"last_day": "2018-01-14"}).status_code == 403
        elsewhere.refresh_from_db()
        assert elsewhere.valid_to is None

    def test_another_person_s_work_is_not_found(self, admin_client, clerk, stranger):
        response = admin_client.post(
            url("end_assignment", clerk, stranger.assignments.get().pk), {"last_day": "2018-01-14"}
        )
        assert response.status_code == 404

    def test_work_that_begins_later_can_be_taken_back(self, admin_client, clerk, other_commune):
        given = Assignment.objects.create(user=clerk, role=Role.CLERK, desk=other_commune.desk, valid_from=TOMORROW)
        admin_client.post(url("take_back", clerk, given.pk))
        assert [assignment.desk.unit.code for assignment in clerk.assignments.all()] == ["14635"]
        assert trail_of(clerk) == ["admin.376"]

    def test_work_that_was_done_cannot_be_taken_back(self, admin_client, clerk):
        response = admin_client.post(url("take_back", clerk, clerk.assignments.get().pk))
        assert response.status_code == 403
        assert clerk.assignments.count() == 1


class TestAccount:
    def test_disabling_asks_first(self, admin_client, clerk):
        response = admin_client.get(url("disable", clerk))
        assert response.templates[0].name == "units/disable.html"
        assert User.objects.get(pk=clerk.pk).is_active

    def test_disabling_leaves_all_else(self, admin_client, clerk):
        admin_client.post(url("disable", clerk))
        assert not User.objects.get(pk=clerk.pk).is_active
        assert clerk.assignments.get().valid_to is None
        assert trail_of(clerk) == ["admin.376"]

    def test_enabling_lets_in_again(self, admin_client, clerk):
        User.objects.filter(pk=clerk.pk).update(is_active=False)
        admin_client.post(url("enable", clerk))
        assert User.objects.get(pk=clerk.pk).is_active

    @pytest.mark.parametrize("action", ["disable", "enable", "reset_password"])
    def test_nobody_does_it_to_himself(self, admin_client, administrator, action):
        assert admin_client.post(url(action, administrator)).status_code == 403
        assert User.objects.get(pk=administrator.pk).password == administrator.password

    @pytest.mark.parametrize("action", ["disable", "enable", "reset_password"])
    def test_superusers_are_for_superusers(self, admin_client, root, district, action):
        Assignment.objects.create(user=root, role=Role.LEADER, agency=district.committee)
        assert admin_client.post(url(action, root)).status_code == 404

    def test_a_superuser_disables_a_superuser(self, client, root):
        other = User.objects.create_superuser("other", full_name="Other")
        client.force_login(root)
        client.post(url("disable", other))
        assert not User.objects.get(pk=other.pk).is_active

    @pytest.mark.parametrize("action", ["disable", "enable", "reset_password"])
    def test_whoever_also_works_above_is_out_of_bounds(self, admin_client, clerk, province, action):
        Assignment.objects.create(user=clerk, role=Role.ADMINISTRATOR, agency=province.committee)
        assert admin_client.post(url(action, clerk)).status_code == 403
        assert User.objects.get(pk=clerk.pk).password == clerk.password

    def test_whoever_worked_elsewhere_once_is_not(self, admin_client, clerk, province):
        Assignment.objects.create(user=clerk, role=Role.LEADER, agency=province.committee, valid_to=YESTERDAY)
        admin_client.post(url("reset_password", clerk))
        assert User.objects.get(pk=clerk.pk).must_change_password

    def test_details_are_corrected(self, admin_client, clerk):
        admin_client.post(url("details", clerk), {"full_name": "Phạm  Thị Lành", "title": "Công chức", "phone": ""})
        person = User.objects.get(pk=clerk.pk)
        assert (person.full_name, person.title) == ("Phạm Thị Lành", "Công chức")
        assert trail_of(clerk) == ["admin.376"]

    def test_reminders_go_to_the_address_that_stands_there(self, admin_client, clerk):
        details = {"full_name": "Phạm Thị Lan", "title": "", "phone": "", "email": "lan@kimdinh"}
        assert "email" in errors_of(admin_client.post(url("details", clerk), details))
        admin_client.post(url("details", clerk), details | {"email": "lan@kimdinh.example"})
        assert User.objects.get(pk=clerk.pk).email == "lan@kimdinh.example"
        assert "lan@kimdinh.example" in admin_client.get(url("person", clerk)).content.decode()


class TestPasswords:
    def test_a_new_password_replaces_the_old_one(self, admin_client, clerk):
        response = admin_client.post(url("reset_password", clerk), follow=True)
        person = User.objects.get(pk=clerk.pk)
        assert person.check_password(response.context["one_time_password"])
        assert not person.check_password(builders.PASSWORD)
        assert person.must_change_password

    def test_the_link_alone_changes_nothing(self, admin_client, clerk):
        admin_client.get(url("reset_password", clerk))
        assert User.objects.get(pk=clerk.pk).check_password(builders.PASSWORD)

    def test_it_must_be_changed_before_anything_else(self, client, clerk):
        User.objects.filter(pk=clerk.pk).update(must_change_password=True)
        client.force_login(clerk)
        assert client.get(reverse("dossiers:list")).url == reverse("password_change")

    def test_changing_it_opens_the_desk(self, client, clerk):
        User.objects.filter(pk=clerk.pk).update(must_change_password=True)
        client.force_login(clerk)
        new = {"new_password1": "hoa-sen-2018", "new_password2": "hoa-sen-2018"}
        response = client.post(reverse("password_change"), {"old_password": builders.PASSWORD, **new})
        assert response.url == reverse("password_change_done")
        assert not User.objects.get(pk=clerk.pk).must_change_password
        assert client.get(reverse("dossiers:list")).status_code == 200

    def test_the_same_password_is_no_change(self, client, clerk):
        User.objects.filter(pk=clerk.pk).update(must_change_password=True)
        client.force_login(clerk)
        same = {"new_password1": builders.PASSWORD, "new_password2": builders.PASSWORD}
        response = client.post(reverse("password_change"), {"old_password": builders.PASSWORD, **same})
        assert list(errors_of(response)) == ["new_password1"]
        assert User.objects.get(pk=clerk.pk).must_change_password

    def test_a_new_password_unlocks(self, client, clerk, administrator):
        attempt = {"username": clerk.username, "password": "wrong"}
        for _attempt in range(10):
            response = client.post(reverse("login"), attempt)
        assert response.status_code == 429
        client.force_login(administrator)
        password = client.post(url("reset_password", clerk), follow=True).context["one_time_password"]
        client.logout()
        response = client.post(reverse("login"), {"username": clerk.username, "password": password})
        assert response.url == reverse("dossiers:desk")


def test_the_person_s_page_tells_who_did_what(admin_client, clerk, other_commune):
    admin_client.post(url("assign", clerk), work_at(other_commune.desk, is_full_time="on"))
    entry = admin_client.get(url("person", clerk)).context["trail"][0]
    assert (entry.user.username, entry.action_time.isoformat()[:10]) == ("admin.376", "2018-01-15")
    assert "Xã Ân Hòa, 15/01/2018" in entry.change_message
