"""/desk/cash/: who may open which desk's, what is wrong is said, and what it costs."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_user, receive
from units.models import Role

PATHS = ["/desk/cash/", "/desk/cash/cash.pdf", "/desk/cash/cash.xlsx"]


@pytest.fixture
def paid(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="paid")


@pytest.fixture
def theirs(stranger, support, now):
    return receive(by=stranger, procedure=support, now=now, fee_amount=7000, fee_status="paid")


def get(client, user, path, **query):
    client.force_login(user)
    return client.get(path, query)


def test_today_at_ones_own_desk(client, paid, theirs, clerk):
    page = get(client, clerk, PATHS[0])
    assert (page.context["sheet"].collected, page.context["sheet"].desks) == (8000, tuple(clerk.desks))
    words = page.content.decode()
    assert paid.code in words
    assert theirs.code not in words


def test_another_day_is_asked_for_by_its_date(client, paid, clerk):
    assert get(client, clerk, PATHS[0], on="2018-01-12").context["sheet"].lines == ()


def test_a_leader_may_ask_for_one_desk_or_all(client, paid, theirs, district_leader, clerk):
    assert get(client, district_leader, PATHS[0]).context["sheet"].collected == 0  # his own centre
    assert get(client, district_leader, PATHS[0], desk="").context["sheet"].collected == 15_000
    assert get(client, district_leader, PATHS[0], desk=clerk.desks[0].pk).context["sheet"].collected == 8000


def test_one_clerks_sheet_is_his_page(client, paid, commune, clerk, support, now):
    colleague = make_user("clerk2.14635", Role.CLERK, commune, full_name="Ngô Thị Bích")
    receive(by=colleague, procedure=support, now=now, fee_amount=9000, fee_status="paid")
    sheet = get(client, clerk, PATHS[0], clerk=colleague.pk).context["sheet"]
    assert [each.clerk for each in sheet.clerks] == [colleague]


@pytest.mark.parametrize("path", PATHS)
def test_a_desk_that_is_not_his_is_not_there(client, paid, stranger, clerk, path):
    assert get(client, stranger, path, desk=clerk.desks[0].pk).status_code == 404
    assert get(client, stranger, path, desk="999999").status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_who_has_no_desk_is_refused_and_nobody_is_sent_to_the_log_in(client, clock, path):
    assert get(client, make_user("nobody"), path).status_code == 403
    client.logout()
    assert client.get(path).url.startswith("/accounts/login/")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("on", ["2018-01-16", "tomorrow", "2018-02-30", "0001-01-01"])
def test_a_day_to_come_or_that_is_none_is_said(client, paid, clerk, path, on):
    page = get(client, clerk, path, on=on)
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["on"])


@pytest.mark.parametrize("path", PATHS[1:])
def test_a_files_name_has_desk_and_day(client, paid, clerk, path):
    answer = get(client, clerk, path)
    assert b"".join(answer)
    name = answer["Content-Disposition"]
    assert re.fullmatch(r'\w+; filename="thu-phi-14635-2018-01-15\.(pdf|xlsx)"', name)


@pytest.mark.parametrize("path", PATHS)
def test_its_cost_does_not_grow(client, clerk, support, now, path):
    counts = []
    for size in (1, 3):
        for _ in range(size):
            receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="paid")
        client.force_login(clerk)
        with CaptureQueriesContext(connection) as statements:
            b"".join(client.get(path))
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_desk_day_and_register_lead_there(client, paid, clerk):
    assert 'href="/desk/cash/"' in get(client, clerk, "/desk/").content.decode()
    assert 'href="/desk/cash/"' in get(client, clerk, "/register/").content.decode()
    assert 'href="/desk/cash/?on=2018-01-15' in get(client, clerk, "/desk/day/").content.decode()
