"""Time that a procedure leaves out besides days off: the clock stands still for what it names, and for nothing else."""

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from dossiers import actions
from dossiers.due_days import lines_of
from dossiers.models import Pause
from dossiers.sentences import sentence
from dossiers.standing import standing
from dossiers.states import DossierState
from tests.builders import at, make_procedure, receive, reread


@pytest.fixture
def land(db):
    """NĐ 43/2014/NĐ-CP art. 61(4)."""
    return make_procedure(
        "1.004238", "Đăng ký biến động đất đai", time_limit=10, excluded_times=["violation", "appraisal"]
    )


@pytest.fixture
def dossier(clerk, land):
    """Received on Monday: due on Monday 29 January."""
    return receive(by=clerk, procedure=land, now=at("2018-01-15 10:00"))


def suspend(dossier, by, on="2018-01-17 10:00", cause="violation"):
    return actions.suspend(dossier=dossier, by=by, now=at(on), reason="Chờ kết luận", cause=cause)


def test_the_clock_stands_still_and_goes_on(dossier, officer):
    suspend(dossier, officer)
    paused = reread(dossier)
    assert (paused.state, paused.paused_at) == (DossierState.SUSPENDED, at("2018-01-17 10:00"))
    actions.resume(dossier=dossier, by=officer, now=at("2018-01-19 10:00"))
    resumed = reread(dossier)
    assert (resumed.state, resumed.due_at) == (DossierState.PROCESSING, at("2018-01-31 17:00"))


def test_it_never_begins_anew(clerk, officer, land):
    made = receive(by=clerk, procedure=land, now=at("2019-01-14 10:00"))
    suspend(made, officer, "2019-01-16 10:00")
    actions.resume(dossier=made, by=officer, now=at("2019-01-17 10:00"))
    assert reread(made).due_at == at("2019-01-29 17:00")


def test_for_what_the_procedure_names_only(dossier, officer):
    with pytest.raises(actions.NotForeseen):
        suspend(dossier, officer, cause="commune_reception")
    assert reread(dossier).state == DossierState.RECEIVED
    assert not dossier.pauses.exists()


def test_days_history_and_applicant_say_for_what(dossier, officer, now):
    suspend(dossier, officer)
    named = dossier.pauses.get().get_cause_display()
    assert named in standing(reread(dossier), today=now.date()).sentences[0]
    assert named in sentence(dossier.events.get(kind="paused"))
    actions.resume(dossier=dossier, by=officer, now=at("2018-01-19 10:00"))
    told = "Thứ Năm 18/01, Thứ Sáu 19/01: tạm dừng, thời gian xem xét xử lý vi phạm pháp luật"
    assert told in lines_of(reread(dossier))


def test_a_pause_of_another_kind_has_no_cause(dossier, officer):
    suspend(dossier, officer)
    with pytest.raises(DatabaseError), transaction.atomic():
        Pause.objects.update(cause="appraisal")
    pause = dossier.pauses.get()
    pause.pk, pause.state = None, DossierState.PAYMENT
    with pytest.raises(IntegrityError), transaction.atomic():
        pause.save(force_insert=True)


class TestOnThePage:
    def test_the_officer_chooses_among_what_the_procedure_names(self, client, dossier, officer):
        client.force_login(officer)
        form = client.get(f"/dossiers/{dossier.code}/").context["moves"]
        asked = next(move["form"] for move in form if move["verb"] == "suspend")
        assert [value for value, _ in asked.fields["cause"].choices] == ["violation", "appraisal"]
        client.post(f"/dossiers/{dossier.code}/suspend/", {"cause": "violation", "reason": "Chờ kết luận"})
        assert reread(dossier).state == DossierState.SUSPENDED
        assert "Chờ kết luận" in client.get(f"/dossiers/{dossier.code}/").content.decode()

    def test_any_other_is_told_and_changes_nothing(self, client, dossier, officer):
        client.force_login(officer)
        answer = client.post(f"/dossiers/{dossier.code}/suspend/", {"cause": "commune_reception", "reason": "x"})
        assert (answer.status_code, reread(dossier).state) == (400, DossierState.RECEIVED)

    def test_a_procedure_that_names_nothing_offers_nothing(self, client, clerk, officer, support):
        made = receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))
        client.force_login(officer)
        assert "/suspend/" not in client.get(f"/dossiers/{made.code}/").content.decode()
        client.post(f"/dossiers/{made.code}/suspend/", {"cause": "violation", "reason": "x"})
        assert reread(made).state == DossierState.RECEIVED
