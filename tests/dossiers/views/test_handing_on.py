"""Forwarding, assigning, sending back and signing, as officers and clerks do it on the dossier's page."""

import pytest

from dossiers import actions
from dossiers.states import DossierState
from tests.builders import at, make_user, receive, reread
from units.models import Agency, AgencyKind, Role


@pytest.fixture
def office(district):
    return Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Lao động")


@pytest.fixture
def tax(district):
    return Agency.objects.create(unit=district, kind=AgencyKind.BESIDE, name="Chi cục Thuế")


@pytest.fixture
def expert(office, district, clock):
    return make_user("labour.376", Role.OFFICER, district, agency=office, full_name="Ngô Thị Mai")


@pytest.fixture
def dossier(clerk, officer, support):
    """Taken up by the commune's officer."""
    dossier = receive(by=clerk, procedure=support, now=at("2018-01-15 07:30"))
    return actions.start(dossier=dossier, by=officer, now=at("2018-01-15 07:40"))


def post(client, user, dossier, verb, **given):
    client.force_login(user)
    return client.post(f"/dossiers/{dossier.code}/{verb}/", given)


def page(client, user, dossier):
    client.force_login(user)
    return client.get(f"/dossiers/{dossier.code}/").content.decode()


def test_it_goes_to_the_office_and_comes_into_its_inbox(client, dossier, officer, expert, office):
    assert post(client, officer, dossier, "forward", to=office.pk, note="Xin ý kiến").status_code == 302
    assert "Phòng Lao động" in page(client, officer, dossier)
    client.force_login(expert)
    assert dossier.code in client.get("/desk/").content.decode()
    client.force_login(officer)
    assert dossier.code not in client.get("/desk/").content.decode()


def test_who_takes_it_over_second_is_told_that_somebody_was_quicker(client, dossier, officer, expert, office):
    post(client, officer, dossier, "forward", to=office.pk)
    post(client, expert, dossier, "take_over")
    client.get(f"/dossiers/{dossier.code}/")
    answer = client.post(f"/dossiers/{dossier.code}/take_over/", follow=True)
    [message] = answer.context["messages"]
    assert str(message) == (
        "Chưa có gì thay đổi: đã có người thực hiện “Nhận bàn giao hồ sơ giấy” trước; hãy xem lịch sử xử lý."
    )


def test_a_list_says_who_has_it_in_hand_or_where_it_lies(client, dossier, officer, office, leader):
    client.force_login(leader)
    assert f'<br><span class="quiet">{officer.full_name}</span>' in client.get("/dossiers/").content.decode()
    post(client, officer, dossier, "forward", to=office.pk)
    client.force_login(leader)
    assert '<br><span class="quiet">Phòng Lao động' in client.get("/dossiers/").content.decode()


def test_a_place_without_a_step_is_refused_in_words(client, dossier, officer, other_commune):
    answer = post(client, officer, dossier, "forward", to=other_commune.committee.pk)
    assert answer.status_code == 400
    assert "Không bước nào của hồ sơ này ở nơi đó" in answer.content.decode()
    assert reread(dossier).holding_agency == dossier.holding_agency


@pytest.mark.parametrize("day", ["2018-01-14", "2018-01-23", "31/12"])
def test_a_day_outside_the_time_it_has_is_refused(client, dossier, officer, office, day):
    assert post(client, officer, dossier, "forward", to=office.pk, due_on=day).status_code == 400
    assert dossier.steps.count() == 2


def test_a_day_of_its_own_is_its_due_date(client, dossier, officer, office):
    post(client, officer, dossier, "forward", to=office.pk, due_on="2018-01-17")
    assert dossier.steps.last().due_at == at("2018-01-17 17:00")


def test_who_pressed_second_is_told(client, dossier, officer, expert, office):
    post(client, officer, dossier, "forward", to=office.pk)
    assert post(client, officer, dossier, "forward", to=office.pk).status_code == 403


def test_who_forwards_it_out_of_his_reach_lands_where_it_is_on_its_way(client, dossier, officer, tax, district):
    assessor = make_user("tax.376", Role.OFFICER, district, agency=tax)
    post(client, officer, dossier, "forward", to=tax.pk)
    answer = post(client, assessor, dossier, "send_back", reason="Đã tính")
    assert (answer.status_code, answer.url) == (302, "/desk/custody/")
    assert [step.dossier for step in client.get(answer.url).context["given"]] == [dossier]
    assert client.get(f"/dossiers/{dossier.code}/").status_code == 404


def test_it_is_assigned_to_a_colleague_only(client, dossier, leader, stranger, commune):
    colleague = make_user("officer2.14635", Role.OFFICER, commune, full_name="Bùi Văn Nam")
    assert post(client, leader, dossier, "assign", to=stranger.pk).status_code == 400
    assert post(client, leader, dossier, "assign", to=colleague.pk).status_code == 302
    assert reread(dossier).handled_by == colleague


def test_a_signature_and_the_result_in_one_press(client, dossier, officer):
    post(client, officer, dossier, "submit_for_signature")
    given = {"signer": "Vũ Văn Minh", "capacity": "TM.", "resolves": "on", "result_number": "12/QĐ-UBND"}
    assert post(client, officer, dossier, "record_signature", **given).status_code == 302
    assert reread(dossier).state == DossierState.RESOLVED
    seen = page(client, officer, dossier)
    assert "TM. Vũ Văn Minh" in seen
    assert "12/QĐ-UBND" in seen


@pytest.mark.parametrize("day", ["2018-01-14", "2018-01-16"])
def test_nobody_signs_before_the_reception_or_tomorrow(client, dossier, officer, day):
    given = {"signer": "Vũ Văn Minh", "signed_on": day}
    assert post(client, officer, dossier, "record_signature", **given).status_code == 400
    assert reread(dossier).state == DossierState.PROCESSING


def test_the_page_tells_whose_hands_it_was_in(client, dossier, officer, office, expert):
    post(client, officer, dossier, "forward", to=office.pk)
    seen = page(client, officer, dossier)
    assert "Bộ phận Tiếp nhận và Trả kết quả xã Kim Định" in seen
    assert "đang trên đường" in seen
    post(client, expert, dossier, "take_over")
    assert "Ngô Thị Mai" in page(client, officer, dossier)


def test_few_statements_however_many_steps(client, dossier, officer, expert, office, django_assert_max_num_queries):
    for number in range(3):
        post(client, officer, dossier, "forward", to=office.pk)
        post(client, expert, dossier, "send_back", reason=f"Lần {number}")
    client.force_login(officer)
    with django_assert_max_num_queries(45):
        client.get(f"/dossiers/{dossier.code}/")
