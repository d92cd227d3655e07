"""Internal processes are kept in the admin: the steps of one never take longer than the law gives the procedure."""

import pytest

from procedures.models import Process
from tests.builders import at, make_procedure, receive

ADD = "/admin/procedures/process/add/"


@pytest.fixture
def controller(client, control):
    client.force_login(control)
    return client


@pytest.fixture
def support(db):
    """Of five working days: 40 office hours."""
    return make_procedure("1.001776", "Trợ cấp xã hội hàng tháng", time_limit=5, fee=None)


def form(procedure, *hours, **more):
    """The page as it is sent, with a step at the authority for each of `hours`."""
    sent = {"procedure": procedure.pk, "decision": "12/QĐ-UBND", "steps-TOTAL_FORMS": len(hours)}
    sent |= {"steps-INITIAL_FORMS": 0, "valid_from": "2018-01-01"}
    for number, each in enumerate(hours):
        step = {"position": number + 1, "name": f"Bước {number + 1}", "place": "authority", "role": "officer"}
        sent |= {f"steps-{number}-{name}": value for name, value in (step | {"hours": each}).items()}
    return sent | more


def faults(answer):
    (formset,) = answer.context["inline_admin_formsets"]
    return formset.formset.non_form_errors()


def test_steps_that_add_up_to_the_limit_are_kept(controller, support):
    assert controller.post(ADD, form(support, 16, 24)).status_code == 302
    assert [step.hours for step in Process.objects.get().steps.all()] == [16, 24]


def test_half_an_hour_more_than_the_limit_is_said_and_nothing_is_kept(controller, support):
    answer = controller.post(ADD, form(support, 16, 24.5))
    assert faults(answer) == [
        "Các bước cộng lại là 40,5 giờ làm việc, trong khi thủ tục chỉ có 40 giờ (8 giờ một ngày làm việc). "
        "Hãy rút ngắn các bước hoặc kiểm tra lại thời hạn của thủ tục."
    ]
    assert not Process.objects.exists()


def test_the_limit_is_that_of_the_version_in_force_when_it_begins(controller, support):
    support.versions.update(time_limit=4)
    assert faults(controller.post(ADD, form(support, 16, 24)))


def test_a_process_has_steps(controller, support):
    assert len(faults(controller.post(ADD, form(support)))) == 1
    assert not Process.objects.exists()


def test_a_step_takes_time(controller, support):
    assert controller.post(ADD, form(support, 0)).status_code == 200
    assert not Process.objects.exists()


def test_steps_by_which_a_dossier_runs_stay_as_they_are(controller, support, clerk):
    controller.post(ADD, form(support, 16, 24))
    process = Process.objects.get()
    receive(by=clerk, procedure=support, now=at("2018-01-15 08:00"))
    steps = {f"steps-{n}-id": step.pk for n, step in enumerate(process.steps.all())}
    changed = form(support, 1, 1, valid_to="2018-12-31", **steps) | {"steps-INITIAL_FORMS": 2}
    controller.post(f"/admin/procedures/process/{process.pk}/change/", changed)
    assert [step.hours for step in process.steps.all()] == [16, 24]
