"""What leaders are told has waited too long, as the list shows it."""

from datetime import date

import pytest

from dossiers import actions
from dossiers.imports import COLUMNS, add_dossiers
from dossiers.models import Delivery, Dossier
from tests.builders import at, receive
from units.tables import Row


def listed(client, query):
    return {dossier.applicant_name for dossier in client.get(f"/dossiers/?{query}").context["dossiers"]}


def test_a_result_waits_too_long_after_ten_days(client, clerk, officer, leader, support):
    for name, day in (("Đã lâu", "2018-01-04"), ("Mười ngày", "2018-01-05"), ("Đã trả", "2018-01-02")):
        dossier = receive(by=clerk, procedure=support, now=at("2018-01-02 08:00"), applicant_name=name)
        dossier = actions.resolve(dossier=dossier, by=officer, now=at(f"{day} 16:00"))
    actions.hand_back(dossier=dossier, collection=actions.Collection(), by=clerk, now=at("2018-01-02 16:30"))
    client.force_login(leader)
    assert listed(client, "state=uncollected") == {"Đã lâu"}


def test_nobody_has_to_come_for_what_goes_by_post(client, clerk, officer, leader, support):
    dossier = receive(by=clerk, procedure=support, now=at("2018-01-02 08:00"), delivery=Delivery.POST)
    actions.resolve(dossier=dossier, by=officer, now=at("2018-01-03 08:00"))
    client.force_login(leader)
    assert listed(client, "state=uncollected") == set()
    assert "uncollected" not in {need.kind for need in client.get("/dashboard/").context["needs"]}


def test_a_dossier_is_left_lying_after_two_working_days(client, clerk, officer, leader, support):
    """It is Monday the 15th: Thursday was two working days ago."""
    for name, day in (("Thứ tư", "2018-01-10"), ("Thứ năm", "2018-01-11"), ("Đã thụ lý", "2018-01-09")):
        dossier = receive(by=clerk, procedure=support, now=at(f"{day} 16:59"), applicant_name=name)
    actions.start(dossier=dossier, by=officer, now=at("2018-01-09 17:00"))
    client.force_login(leader)
    assert listed(client, "state=untaken") == {"Thứ tư"}


def test_the_list_says_what_it_leaves_out(client, leader):
    client.force_login(leader)
    parts = client.get("/dossiers/?state=uncollected&assumed=on").context["parts"]
    assert len(parts) == 2


def test_dossiers_of_an_assumed_version(client, clerk, leader, birth, now):
    receive(by=clerk, procedure=birth, now=now)
    birth.versions.update(valid_from=date(2018, 1, 10))
    imported = {"applicant_name": "Theo bản sau", "received_at": "2018-01-05 08:00", "due_at": "2018-01-05 17:00"}
    units = {"receiving_unit": "14635", "competent_unit": "14635"}
    more = {"code": "T-1", "procedure_code": birth.code, "channel": "in_person"}
    add_dossiers([Row(2, dict.fromkeys(COLUMNS, "") | units | imported | more)], now=now)
    client.force_login(leader)
    assert listed(client, "assumed=on") == {"Theo bản sau"}
    dashboard = client.get("/dashboard/").context
    assert dashboard["board"].total.summary.assumed == 1


@pytest.mark.parametrize("unit", ["", "the commune"])
def test_who_has_one_unit_may_ask_for_what_it_decides(client, clerk, leader, birth, commune, other_commune, now, unit):
    """Received here, decided elsewhere: seen, but not a figure of this unit."""
    receive(by=clerk, procedure=birth, now=now, applicant_name="Của mình")
    elsewhere = receive(by=clerk, procedure=birth, now=now, applicant_name="Nơi khác")
    Dossier.objects.filter(pk=elsewhere.pk).update(competent_agency=other_commune.committee)
    client.force_login(leader)
    found = listed(client, f"unit={commune.pk}" if unit else "")
    assert found == ({"Của mình"} if unit else {"Của mình", "Nơi khác"})
