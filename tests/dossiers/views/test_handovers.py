"""The officer lists what he brought to the desk; the clerk ticks what came."""

import pytest

from dossiers import actions
from dossiers.models import HandoverList
from tests.builders import at, make_user, receive, reread
from units.models import Role

ADDRESS, TAKE = "/desk/handover/", "/desk/handover/take/"


@pytest.fixture
def brought(clerk, officer, support):
    """brought(day): a dossier whose result left the office on that day."""

    def brought(on="2018-01-15"):
        dossier = receive(by=clerk, procedure=support, now=at("2018-01-10 08:00"))
        return actions.resolve(dossier=dossier, by=officer, now=at(f"{on} 07:30"))

    return brought


def get(client, user):
    client.force_login(user)
    return client.get(ADDRESS)


def shown(page):
    return [step.dossier.code for group in page.context["groups"] for step in group["steps"]]


def make_list(client, officer, *dossiers):
    client.force_login(officer)
    return client.post(ADDRESS, {"steps": [dossier.steps.last().pk for dossier in dossiers]}, follow=True)


def test_the_officer_sees_what_he_brought_today_and_what_nobody_took_over_yet(client, officer, clerk, brought):
    today, waiting, taken = brought(), brought("2018-01-11"), brought("2018-01-11")
    actions.take_over(dossier=taken, by=clerk, now=at("2018-01-11 09:00"))
    actions.take_over(dossier=today, by=clerk, now=at("2018-01-15 07:50"))
    assert shown(get(client, officer)) == [waiting.code, today.code]


def test_the_clerk_sees_what_is_on_its_way_to_his_desk(client, clerk, stranger, brought):
    dossier = brought()
    assert [step.dossier.code for step in get(client, clerk).context["coming"]] == [dossier.code]
    assert get(client, stranger).context["coming"] == []


def test_a_list_is_made_printed_and_kept(client, officer, clerk, brought):
    dossiers = brought(), brought()
    page = make_list(client, officer, *dossiers)
    made = HandoverList.objects.get()
    assert page.context["made"] == made
    pdf = client.get(f"/desk/handover/{made.pk}/list.pdf")
    assert pdf.content == bytes(made.content)
    assert pdf["Content-Disposition"] == 'inline; filename="ban-giao-ket-qua-2018-01.pdf"'
    assert "01/2018" in get(client, clerk).content.decode()
    assert [group["is_left"] for group in get(client, officer).context["groups"]] == [False]


def test_who_pressed_second_is_told_what_is_left(client, officer, brought):
    dossier = brought()
    make_list(client, officer, dossier)
    page = make_list(client, officer, dossier)
    assert page.status_code == 400
    assert "vừa được đưa vào phiếu khác" in page.content.decode()
    assert HandoverList.objects.count() == 1


@pytest.mark.parametrize("steps", [[], ["x"], ["999999"]])
def test_what_is_not_his_to_list_is_refused(client, officer, brought, steps):
    brought()
    client.force_login(officer)
    page = client.post(ADDRESS, {"steps": steps} if steps else {"nothing": "1"})
    assert page.status_code == 400
    assert "Chưa lập phiếu" in page.content.decode()
    assert not HandoverList.objects.exists()


def test_an_officer_elsewhere_lists_nothing_of_it(client, other_commune, brought):
    dossier = brought()
    elsewhere = make_user("officer.14638", Role.OFFICER, other_commune)
    assert make_list(client, elsewhere, dossier).status_code == 400
    assert shown(get(client, elsewhere)) == []


def test_results_that_go_to_two_desks_go_on_two_lists(client, officer, district, brought, clerk, support):
    here, there = brought(), receive(by=clerk, procedure=support, now=at("2018-01-10 08:00"))
    type(there).objects.filter(pk=there.pk).update(returning_desk=district.desk)
    actions.resolve(dossier=there, by=officer, now=at("2018-01-15 07:30"))
    assert len(get(client, officer).context["groups"]) == 2
    assert "mỗi phiếu chỉ gồm" in make_list(client, officer, here, there).content.decode()


def test_the_clerk_takes_over_all_that_he_ticked_and_each_says_what_became_of_it(client, clerk, brought):
    first, second, left = brought(), brought(), brought()
    actions.take_over(dossier=second, by=clerk, now=at("2018-01-15 07:45"))
    client.force_login(clerk)
    page = client.post(TAKE, {"code": [first.code, second.code]})
    assert [outcome.is_taken for outcome in page.context["outcomes"]] == [True, False]
    assert reread(first).open_step.taken_by == clerk
    assert reread(left).open_step.is_on_its_way


def test_with_nothing_ticked_nothing_is_taken_over(client, clerk, brought):
    brought()
    client.force_login(clerk)
    page = client.post(TAKE)
    assert "hãy đánh dấu những kết quả đã đến" in page.content.decode()
    assert len(page.context["coming"]) == 1


def test_another_desk_takes_over_nothing_of_it(client, stranger, brought):
    dossier = brought()
    client.force_login(stranger)
    assert not client.post(TAKE, {"code": dossier.code}).context["outcomes"][0].is_taken
    assert reread(dossier).open_step.is_on_its_way


def test_who_may_not_see_a_list_does_not_find_it(client, officer, stranger, leader, brought):
    make_list(client, officer, brought())
    made = HandoverList.objects.get()
    client.force_login(stranger)
    assert client.get(f"/desk/handover/{made.pk}/list.pdf").status_code == 404
    client.force_login(leader)
    assert client.get(f"/desk/handover/{made.pk}/list.pdf").status_code == 200
    assert get(client, leader).status_code == 403
    assert client.post(TAKE).status_code == 403


@pytest.mark.parametrize("made", ["", "x", "999", "9" * 30, "²"])
def test_a_list_that_is_not_there_is_not_announced(client, officer, made):
    client.force_login(officer)
    page = client.get(ADDRESS, {"made": made})
    assert (page.status_code, page.context["made"]) == (200, None)


def test_few_statements_however_many(client, officer, clerk, brought, django_assert_max_num_queries):
    def statements(user, most):
        with django_assert_max_num_queries(most) as counted:
            get(client, user)
        return len(counted)

    make_list(client, officer, brought())
    brought()
    one = [statements(user, 40) for user in (officer, clerk)]
    for _ in range(2):
        make_list(client, officer, brought())
        brought()
    for user, most in zip((officer, clerk), one, strict=True):
        assert statements(user, most) == most
