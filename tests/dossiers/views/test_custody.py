"""Papers from hand to hand: what is on its way, the box for the scanner, and what was handed on."""

import pytest

from dossiers import actions
from tests.builders import at, make_user, receive, reread
from units.models import Agency, AgencyKind, Role

ADDRESS = "/desk/custody/"


@pytest.fixture
def labour(district):
    return Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Lao động")


@pytest.fixture
def expert(labour, district, clock):
    return make_user("labour.376", Role.OFFICER, district, agency=labour, full_name="Ngô Thị Mai")


@pytest.fixture
def send(clerk, support, labour, now):
    """send(): one more dossier on its way from the desk to the district's office."""

    def send():
        dossier = receive(by=clerk, procedure=support, now=at("2018-01-15 07:30"))
        return actions.forward(dossier=dossier, by=clerk, now=at("2018-01-15 07:40"), to=labour)

    return send


def codes(steps):
    return [step.dossier.code for step in steps]


def get(client, user):
    client.force_login(user)
    return client.get(ADDRESS)


def test_the_giver_and_the_taker_see_the_same_dossier_on_its_way(client, clerk, officer, expert, send):
    dossier = send()
    assert codes(get(client, clerk).context["given"]) == [dossier.code]
    assert codes(get(client, expert).context["coming"]) == [dossier.code]
    for user in (officer, clerk):
        assert codes(get(client, user).context["coming"]) == []
    assert codes(get(client, officer).context["given"]) == []


def test_the_desk_says_how_many_are_on_their_way(client, expert, send):
    send()
    client.force_login(expert)
    assert "Giao nhận hồ sơ giấy</a> (1)" in client.get("/desk/").content.decode().replace(" (1)</a>", "</a> (1)")


def test_a_scan_takes_it_over_and_comes_back_to_the_box(client, expert, send):
    dossier = send()
    client.force_login(expert)
    page = client.post(ADDRESS, {"codes": dossier.code})
    assert reread(dossier).open_step.taken_by == expert
    assert codes(page.context["lately"]) == [dossier.code]
    assert not page.context["form"].is_bound
    assert "autofocus" in page.content.decode()
    assert codes(page.context["coming"]) == []


def test_several_lines_have_each_their_outcome(client, expert, send):
    first, second = send(), send()
    client.force_login(expert)
    page = client.post(ADDRESS, {"codes": f"{first.code}\r\n\r\nrác\r\n {second.code}\r\n{first.code}\r\n"})
    assert [outcome.is_taken for outcome in page.context["outcomes"]] == [True, False, True]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Hãy quét phiếu"), ("\n \n", "Hãy quét phiếu"), ("\n".join(map(str, range(101))), "101 mã")],
)
def test_nothing_to_scan_and_too_much_of_it(client, expert, typed, said):
    client.force_login(expert)
    page = client.post(ADDRESS, {"codes": typed})
    assert page.status_code == 400
    assert page.context["outcomes"] == []
    assert page.context["form"].errors["codes"]
    assert said in page.content.decode()


def test_what_lies_before_the_leader_has_come(client, officer, expert, commune, send):
    dossier = actions.start(dossier=send(), by=expert, now=at("2018-01-15 07:50"))
    actions.forward(dossier=dossier, by=expert, now=at("2018-01-15 07:55"), to=commune.committee)
    actions.submit_for_signature(dossier=dossier, by=officer, now=at("2018-01-15 08:00"))
    assert list(get(client, officer).context["coming"]) == []


def test_it_is_for_those_who_hold_papers(client, leader, control, clerk):
    for user in (leader, control):
        assert get(client, user).status_code == 403
    assert get(client, clerk).status_code == 200
    client.logout()
    assert client.get(ADDRESS).status_code == 302


def test_few_statements_however_many(client, expert, clerk, send, django_assert_max_num_queries):
    def statements(user, most):
        with django_assert_max_num_queries(most) as counted:
            get(client, user)
        return len(counted)

    taken = send()
    client.force_login(expert)
    client.post(ADDRESS, {"codes": taken.code})
    send()
    one = [statements(user, 40) for user in (expert, clerk)]
    for _ in range(2):
        client.force_login(expert)
        client.post(ADDRESS, {"codes": send().code})
        send()
    assert [statements(user, most) for user, most in zip((expert, clerk), one, strict=True)] == one
