"""Form 06g: what was overdue on the last day of a period, and why."""

import io

import openpyxl
import pytest

from dossiers import actions
from dossiers.models import Delay, DelayCause
from tests.builders import at, receive
from tests.dashboards.pages import length_of
from units.models import DemoClock

PERIOD = "from=2018-01-01&to=2018-01-31"


@pytest.fixture
def overdue(clerk, stranger, support, birth, clock):
    """Two of one commune and one of another, overdue at the end of January; one that is not yet due."""
    DemoClock.objects.update(starts_at=at("2018-02-01 09:00"))
    days = [(clerk, "2018-01-10"), (clerk, "2018-01-11"), (stranger, "2018-01-12"), (clerk, "2018-01-30")]
    return [receive(by=by, procedure=support, now=at(f"{day} 09:00")) for by, day in days]


def cause(letter):
    return DelayCause.objects.get(letter=letter)


def state(client, dossiers, letter="a", query=PERIOD, **more):
    data = {"dossier": [dossier.pk for dossier in dossiers], "cause": cause(letter).pk} | more
    return client.post(f"/reports/causes/?{query}", data)


def test_the_form_counts_what_the_report_counts(client, overdue, district_leader):
    client.force_login(district_leader)
    made = client.get(f"/reports/causes/?{PERIOD}").context["made"]
    report = client.get(f"/reports/?{PERIOD}").context["report"]
    assert made.total == report.total.pending_overdue == 3
    assert [(line.count, line.causes) for line in made.lines] == [(3, "chưa nêu × 3")]


def test_one_press_states_the_cause_of_several(client, overdue, officer):
    client.force_login(officer)
    answer = state(client, overdue[:2], note="Kiêm nhiệm")
    assert answer.status_code == 302
    made = client.get(f"/reports/causes/?{PERIOD}").context["made"]
    assert [line.causes for line in made.lines] == ["a × 2"]
    assert {delay.note for delay in Delay.objects.all()} == {"Kiêm nhiệm"}


def test_causes_are_coded_as_the_form_has_them(client, overdue, officer, district_leader):
    client.force_login(officer)
    state(client, overdue[:1], "b")
    state(client, overdue[1:2], "đ", note="Thiếu hướng dẫn", regulation="Thông tư 01")
    client.force_login(district_leader)
    made = client.get(f"/reports/causes/?{PERIOD}").context["made"]
    assert [line.causes for line in made.lines] == ["b × 1; đ × 1; chưa nêu × 1"]
    (line,) = made.regulations
    assert (line.difficulty, line.regulation, line.count) == ("Thiếu hướng dẫn", "Thông tư 01", 1)


@pytest.mark.parametrize(
    ("letter", "more", "sentence"),
    [
        ("đ", {"regulation": "Thông tư 01"}, "Nêu rõ vướng mắc"),
        ("đ", {"note": "Thiếu hướng dẫn"}, "Nêu văn bản"),
        ("a", {"regulation": "Thông tư 01"}, "Chỉ dùng cho nguyên nhân do quy định"),
    ],
)
def test_what_the_form_would_miss_is_asked_for(client, overdue, officer, letter, more, sentence):
    client.force_login(officer)
    answer = state(client, overdue[:1], letter, **more)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert f'value="{overdue[0].pk}" id="tick-{overdue[0].pk}"' in answer.content.decode()
    assert not Delay.objects.exists()


def test_nothing_ticked_nothing_recorded(client, overdue, officer):
    client.force_login(officer)
    answer = state(client, [])
    assert answer.status_code == 400
    assert not Delay.objects.exists()


def test_what_is_not_in_the_list_is_not_explained(client, overdue, officer):
    client.force_login(officer)
    assert state(client, [overdue[2], overdue[3]]).status_code == 400  # another commune's, and one not due
    assert not Delay.objects.exists()


def test_a_leader_of_the_district_reads_and_does_not_state(client, overdue, district_leader):
    client.force_login(district_leader)
    page = client.get(f"/reports/causes/?{PERIOD}")
    assert not any(dossier.may_be_explained for dossier in page.context["dossiers"])
    assert state(client, overdue[:1]).status_code == 403


def test_procedure_control_states_for_the_communes_under_it(client, overdue, control):
    client.force_login(control)
    assert state(client, overdue[:3]).status_code == 302
    assert Delay.objects.count() == 3


def test_what_was_finished_since_stays_in_the_form_of_then(client, overdue, officer):
    actions.resolve(dossier=overdue[0], by=officer, now=at("2018-02-01 10:00"))
    client.force_login(officer)
    page = client.get(f"/reports/causes/?{PERIOD}")
    assert page.context["made"].total == 2
    assert state(client, overdue[:1]).status_code == 302


def test_files(client, overdue, officer):
    client.force_login(officer)
    state(client, overdue[:1], "đ", note="Thiếu hướng dẫn", regulation="Thông tư 01")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/reports/causes.xlsx?{PERIOD}").content))
    assert [cell.value for cell in book.worksheets[0][2]][1:4] == ["Bảo trợ xã hội", 2, "đ × 1; chưa nêu × 1"]
    assert client.get(f"/reports/causes.pdf?{PERIOD}")["Content-Type"] == "application/pdf"


def test_the_overdue_of_the_form_are_the_list_of_the_figure(client, overdue, officer):
    client.force_login(officer)
    page = client.get(f"/reports/causes/?{PERIOD}")
    unit = page.context["made"].unit.pk
    assert length_of(client.get(f"/dossiers/?figure=pending_overdue&{PERIOD}&unit={unit}")) == 2
