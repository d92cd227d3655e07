"""The reminders of whoever looks: seen, ticked off, out of the reach of others."""

import pytest

from dossiers import actions
from dossiers.ladder import Rung
from dossiers.models import Reminder
from dossiers.reminding import climb
from tests.builders import at, receive

PAGE = "/desk/reminders/"


@pytest.fixture
def reminders(clerk, support):
    """Of three dossiers that fall due on Monday 22 January, all rungs."""
    for _ in range(3):
        receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))
    return climb(now=at("2018-01-22 08:00"))


@pytest.fixture(autouse=True)
def today(clock):
    clock.starts_at = at("2018-01-22 07:59:30")
    clock.save()


def shown(client, user):
    client.force_login(user)
    return [reminder.rung for reminder in client.get(PAGE).context["reminders"]]


def tick(client, user, *reminders):
    client.force_login(user)
    return client.post(PAGE, {"reminder": [reminder.pk for reminder in reminders]}, follow=True)


def of(rung, reminders):
    return [reminder for reminder in reminders if reminder.rung == rung]


def test_everybody_sees_his_own(client, reminders, officer, leader):
    assert shown(client, officer) == [Rung.HALF] * 3
    assert shown(client, leader) == [Rung.DUE_DAY] * 3


def test_a_leader_sees_each_dossier_once_and_settles_all_that_is_said_of_it(client, reminders, leader):
    """He heads the office, too, so both rungs tell him."""
    first, *_others = of(Rung.DUE_DAY, reminders)
    page = tick(client, leader, first)
    assert [str(message) for message in page.context["messages"]] == ["Đã ghi nhận xử lý 1 nhắc việc."]
    settled = Reminder.objects.exclude(settled_at=None)
    assert {(reminder.dossier, reminder.rung) for reminder in settled} == {
        (first.dossier, Rung.DAY_BEFORE),
        (first.dossier, Rung.DUE_DAY),
    }
    assert len(page.context["reminders"]) == 2


def test_each_with_the_working_time_left(client, reminders, officer):
    client.force_login(officer)
    page = client.get(PAGE).content.decode()
    assert page.count("7 giờ</td>") == 3  # 08:00 to 17:00, without the two hours of noon
    assert page.count("Đến hạn hôm nay</td>") == 3


def test_what_is_ticked_goes(client, reminders, officer):
    first, second, third = of(Rung.HALF, reminders)
    page = tick(client, officer, first, second)
    assert page.context["reminders"] == [third]
    assert Reminder.objects.exclude(settled_at=None).count() == 2


def test_nothing_ticked_or_settled_already_is_said(client, reminders, officer):
    first = of(Rung.HALF, reminders)[0]
    tick(client, officer, first)
    for given in ((), (first,)):
        (message,) = tick(client, officer, *given).context["messages"]
        assert "Chưa có gì thay đổi" in str(message)
    assert Reminder.objects.exclude(settled_at=None).count() == 1


@pytest.mark.parametrize("value", ["x", "", "-1", "9" * 30, "²"])
def test_what_is_no_reminder_settles_nothing(client, reminders, officer, value):
    client.force_login(officer)
    assert client.post(PAGE, {"reminder": [value]}).status_code == 302
    assert not Reminder.objects.exclude(settled_at=None).exists()


def test_nobody_settles_what_does_not_tell_him(client, reminders, officer, leader, district_leader):
    for user in (leader, district_leader):
        tick(client, user, *of(Rung.HALF, reminders))
    tick(client, officer, *of(Rung.DUE_DAY, reminders))
    assert not Reminder.objects.exclude(settled_at=None).exists()


def test_clerks_and_strangers_have_no_such_page(client, reminders, clerk, stranger, control):
    for user in (clerk, stranger, control):
        client.force_login(user)
        assert (client.get(PAGE).status_code, client.post(PAGE).status_code) == (403, 403)


def test_with_nothing_to_be_reminded_of_it_says_so(client, officer):
    client.force_login(officer)
    assert "Không có hồ sơ nào cần nhắc." in client.get(PAGE).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same_whatever_its_length(client, clerk, support, officer, django_assert_max_num_queries, count):
    for _ in range(count):
        receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))
    climb(now=at("2018-01-22 08:00"))
    client.force_login(officer)
    with django_assert_max_num_queries(12):
        assert len(client.get(PAGE).context["reminders"]) == count


class TestAtHome:
    def test_the_officer_sees_how_many_and_opens_them(self, client, reminders, officer):
        client.force_login(officer)
        tasks = client.get("/desk/").context["tasks"]
        assert [(task["kind"], task["count"], task["address"]) for task in tasks] == [
            ("reminders", 3, PAGE),
            ("apologies", 3, "/desk/apologies/"),
        ]

    def test_nothing_is_said_of_nothing(self, client, officer):
        client.force_login(officer)
        assert client.get("/desk/").context["tasks"] == []

    def test_the_leader_is_told_on_his_dashboard(self, client, reminders, leader, district_leader):
        client.force_login(leader)
        needs = {need.kind: (need.count, need.href) for need in client.get("/dashboard/").context["needs"]}
        assert needs["reminders"] == (3, PAGE)
        assert needs["apologies"] == (3, "/desk/apologies/")
        client.force_login(district_leader)
        for address in ("/dashboard/", "/dashboard/?unit=14635"):
            assert "reminders" not in {need.kind for need in client.get(address).context["needs"]}

    def test_results_that_nobody_collects_are_counted_for_the_clerk(self, client, clerk, officer, support):
        for day in ("2018-01-11", "2018-01-12"):
            dossier = receive(by=clerk, procedure=support, now=at("2018-01-10 08:00"))
            actions.resolve(dossier=dossier, by=officer, now=at(f"{day} 08:00"))
        client.force_login(clerk)
        figure = client.get("/desk/").context["figures"][-1]
        assert (figure["kind"], figure["count"]) == ("uncollected", 1)
        assert len(client.get(f"/dossiers/?{figure['query']}").context["dossiers"]) == 1

    def test_what_is_signed_and_not_at_the_desk_is_counted_for_the_officer(self, client, clerk, officer, support):
        signed, sent_back, ready, unsigned = (
            receive(by=clerk, procedure=support, now=at("2018-01-19 08:00")) for _ in range(4)
        )
        given = {"by": officer, "now": at("2018-01-19 09:00")}
        for dossier in (signed, sent_back, ready, unsigned):
            actions.start(dossier=dossier, **given)
        for dossier in (signed, sent_back, ready):
            actions.record_signature(dossier=dossier, signer="Vũ Văn Minh", **given)
        actions.send_back(dossier=sent_back, reason="Sai tên", **given)
        actions.resolve(dossier=ready, **given)
        client.force_login(officer)
        tasks = {task["kind"]: task for task in client.get("/desk/").context["tasks"]}
        assert tasks["signed"]["count"] == 1
        assert client.get(tasks["signed"]["address"]).context["dossiers"] == [signed]
