"""Papers from hand to hand: what is on its way, the box for the scanner, and what was handed on."""

import pytest

from dossiers import actions
from procedures.models import Process, ProcessStep
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


@pytest.fixture
def planned(support, labour):
    """From the desk to the district's office, as the process of the procedure says."""
    process = Process.objects.create(procedure=support)
    for position, place, office in ((1, "desk", ""), (2, "office", labour.name), (3, "desk", "")):
        ProcessStep.objects.create(process=process, position=position, name="Bước", place=place, office=office, hours=2)


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


class TestWhatIsToGo:
    def to_go(self, client, user):
        return [(dossier.code, dossier.leads_to) for dossier in get(client, user).context["to_go"]]

    def test_what_was_received_waits_ticked_to_go_where_its_process_says(self, client, clerk, planned, support, now):
        dossiers = [receive(by=clerk, procedure=support, now=now) for _ in range(2)]
        where = "Phòng Lao động, huyện Kim Sơn"
        assert self.to_go(client, clerk) == [(dossier.code, where) for dossier in dossiers]
        page = client.get(ADDRESS).content.decode()
        assert all(f'name="code" value="{dossier.code}" checked' in page for dossier in dossiers)
        over = client.post(
            "/desk/batches/new/", {"errand": "forward_as_planned", "back": "custody", "code": [dossiers[0].code]}
        )
        assert over.context["way_back"] == ADDRESS
        given = {"errand": "forward_as_planned", "code": [dossiers[0].code], "key": "key", "together": "each"}
        client.post("/desk/batches/begin/", given)
        assert self.to_go(client, clerk) == [(dossiers[1].code, where)]
        assert codes(get(client, clerk).context["given"]) == [dossiers[0].code]

    def test_only_at_ones_own_desk_and_only_what_has_somewhere_to_go(
        self, client, clerk, stranger, officer, expert, planned, support, birth, now
    ):
        receive(by=clerk, procedure=support, now=now)
        unplanned = receive(by=clerk, procedure=birth, now=now)
        for user in (stranger, officer, expert):
            assert self.to_go(client, user) == []
        assert unplanned.code not in dict(self.to_go(client, clerk))

    def test_what_plans_nothing_is_sent_where_one_chooses_if_the_unit_has_offices(self, client, clerk, support, now):
        dossier = receive(by=clerk, procedure=support, now=now)
        assert self.to_go(client, clerk) == []
        Agency.objects.create(unit=dossier.competent_agency.unit, kind=AgencyKind.OFFICE, name="Văn phòng")
        assert self.to_go(client, clerk) == [(dossier.code, "")]
        page = client.get(ADDRESS).content.decode()
        assert f'href="/dossiers/{dossier.code}/#forward"' in page
        assert f'value="{dossier.code}" checked' not in page

    def test_what_an_officer_took_up_does_not_go_from_the_desk(self, client, clerk, officer, planned, support, now):
        actions.start(dossier=receive(by=clerk, procedure=support, now=now), by=officer, now=now)
        assert self.to_go(client, clerk) == []
        assert "chưa chuyển đi" not in get(client, clerk).content.decode()

    def test_few_statements_however_many(self, client, clerk, planned, support, now, django_assert_max_num_queries):
        get(client, clerk)  # what is asked for once, such as the calendar
        counts = []
        for _ in range(3):
            receive(by=clerk, procedure=support, now=now)
            with django_assert_max_num_queries(24) as counted:
                get(client, clerk)
            counts.append(len(counted))
        assert len(set(counts)) == 1
