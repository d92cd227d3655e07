"""Many dossiers at once: each for itself or all together, by the request or by jobs, and nothing twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from dossiers import actions, batches
from dossiers.errands import ERRANDS, errands_of
from dossiers.models import Batch, BatchItem, DossierEvent
from dossiers.states import DossierState, Verb
from jobs import worker
from tests.builders import at, make_user, receive, reread
from units.models import Agency, AgencyKind, Assignment, Role

START, SUBMIT, SIGN = (ERRANDS[verb] for verb in (Verb.START, Verb.SUBMIT_FOR_SIGNATURE, Verb.RECORD_SIGNATURE))


@pytest.fixture(autouse=True)
def time_enough(settings):
    """However busy the machine is, the request does all of it."""
    settings.BATCH_SECONDS_AT_ONCE = 60


@pytest.fixture
def dossiers(clerk, support, now):
    return [receive(by=clerk, procedure=support, now=now) for _ in range(3)]


@pytest.fixture
def started(dossiers, officer, now):
    return [actions.start(dossier=dossier, by=officer, now=now) for dossier in dossiers]


@pytest.fixture
def do_jobs(db):
    """Do what is ready, as a worker does."""

    def done():
        while worker.do_next("the-worker"):
            pass

    return done


def begun(errand, dossiers, *, by, now, key="key", together=False, own=(), **answers):
    rows = [(dossier, own[number] if own else {}) for number, dossier in enumerate(dossiers)]
    batch, _ = batches.begin(
        key=key, errand=errand, rows=rows, answers=answers, is_all_or_none=together, by=by, now=now
    )
    return batch


def outcomes(batch):
    return list(batch.items.values_list("outcome", flat=True))


def states(dossiers):
    return [reread(dossier).state for dossier in dossiers]


def events(kind):
    return DossierEvent.objects.filter(kind=kind).count()


class TestEachForItself:
    def test_all_that_can_be_done_are(self, dossiers, officer, now):
        batch = begun(START, dossiers, by=officer, now=now)
        batches.do_at_once(batch, now=now)
        assert outcomes(batch) == ["done"] * 3
        assert states(dossiers) == [DossierState.PROCESSING] * 3
        assert batch.is_finished

    def test_what_changed_meanwhile_is_refused_with_a_reason(self, dossiers, officer, now):
        batch = begun(START, dossiers, by=officer, now=now)
        actions.resolve(dossier=dossiers[1], by=officer, now=now)
        batches.do_at_once(batch, now=now)
        assert outcomes(batch) == ["done", "refused", "done"]
        assert "Chờ trả kết quả" in batch.items.get(position=2).why
        assert states(dossiers) == [DossierState.PROCESSING, DossierState.RESOLVED, DossierState.PROCESSING]

    def test_a_refusal_is_said_in_the_language_of_whoever_asked(self, dossiers, officer, now, do_jobs):
        actions.start(dossier=dossiers[0], by=officer, now=now)
        for language, said in (("vi", "Đã làm rồi"), ("en", "Done already")):
            with translation.override(language):
                batch = begun(START, dossiers[:1], by=officer, now=now, key=language)
            do_jobs()
            assert batch.items.get().why.startswith(said)

    def test_each_has_its_own_number(self, started, officer, now):
        own = [{"result_number": "12/QĐ"}, {}, {"result_number": "13/QĐ"}]
        given = {"signer": "Vũ Văn Minh", "capacity": "TM.", "resolves": "on"}
        batch = begun(SIGN, started, by=officer, now=now, own=own, **given)
        batches.do_at_once(batch, now=now)
        assert [reread(dossier).result_number for dossier in started] == ["12/QĐ", "", "13/QĐ"]
        assert events("signed") == 3

    def test_what_the_verbs_form_refuses_is_left_alone(self, started, officer, now):
        """A day before the reception of that one."""
        batch = begun(SIGN, started, by=officer, now=now, signer="Vũ Văn Minh", signed_on="2018-01-12")
        batches.do_at_once(batch, now=now)
        assert outcomes(batch) == ["refused"] * 3
        assert events("signed") == 0

    def test_whose_work_it_is_no_longer_does_nothing(self, dossiers, officer, now, do_jobs):
        batch = begun(START, dossiers, by=officer, now=now)
        Assignment.objects.filter(user=officer).update(valid_to=at("2018-01-14 00:00").date())
        do_jobs()
        assert outcomes(batch) == ["refused"] * 3
        assert states(dossiers) == [DossierState.RECEIVED] * 3
        whys = set(batch.items.values_list("why", flat=True))
        assert whys == {"Hồ sơ không còn trong số hồ sơ anh/chị được xem."}

    def test_what_was_forwarded_elsewhere_is_not_his(self, dossiers, officer, district, now):
        labour = Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Lao động")
        make_user("labour.376", Role.OFFICER, district, agency=labour)
        batch = begun(START, dossiers[:1], by=officer, now=now)
        actions.forward(dossier=dossiers[0], by=officer, now=now, to=labour)
        batches.do_at_once(batch, now=now)
        assert "Phòng Lao động" in batch.items.get().why


class TestAllOrNone:
    def test_all_are_done_together(self, dossiers, officer, now):
        batch = begun(START, dossiers, by=officer, now=now, together=True)
        batches.do_at_once(batch, now=now)
        assert outcomes(batch) == ["done"] * 3
        assert states(dossiers) == [DossierState.PROCESSING] * 3

    def test_one_that_is_refused_leaves_all_as_they_were(self, dossiers, officer, now):
        actions.start(dossier=dossiers[2], by=officer, now=now)
        batch = begun(START, dossiers, by=officer, now=now, together=True)
        batches.do_at_once(batch, now=now)
        assert outcomes(batch) == ["left", "left", "refused"]
        assert states(dossiers) == [DossierState.RECEIVED, DossierState.RECEIVED, DossierState.PROCESSING]
        assert events("started") == 1

    def test_too_many_for_a_request_wait_for_a_job(self, dossiers, officer, now, do_jobs, monkeypatch):
        monkeypatch.setattr(batches, "MOST_IN_ONE_REQUEST", 2)
        batch = begun(START, dossiers, by=officer, now=now, together=True)
        batches.do_at_once(batch, now=now)
        assert outcomes(batch) == ["waiting"] * 3
        do_jobs()
        assert outcomes(batch) == ["done"] * 3


class TestNothingTwice:
    def test_the_same_press_is_the_same_batch(self, dossiers, officer, now):
        first, second = (begun(START, dossiers, by=officer, now=now) for _ in range(2))
        assert first == second
        assert BatchItem.objects.count() == 3
        assert DBTaskResult.objects.count() == 1

    def test_with_anything_changed_it_is_another_one(self, dossiers, officer, now):
        begun(START, dossiers, by=officer, now=now)
        begun(START, dossiers[:2], by=officer, now=now)
        begun(START, dossiers, by=officer, now=now, together=True)
        assert Batch.objects.count() == 3

    def test_the_key_of_somebody_else_opens_nothing(self, dossiers, officer, leader, now):
        mine = begun(START, dossiers, by=officer, now=now)
        assert begun(START, dossiers, by=leader, now=now) != mine

    def test_jobs_pass_over_what_the_request_did(self, dossiers, officer, now, do_jobs):
        batch = begun(START, dossiers, by=officer, now=now)
        batches.do_next(batch, now=now)
        do_jobs()
        do_jobs()
        assert outcomes(batch) == ["done"] * 3
        assert events("started") == 3

    @pytest.mark.parametrize("together", [False, True])
    def test_a_job_that_runs_twice_does_it_once(self, dossiers, officer, now, do_jobs, together):
        batch = begun(START, dossiers, by=officer, now=now, together=together)
        for _ in range(2):
            batches.go_on.call(batch.pk)
            do_jobs()
        for item in batch.items.all():
            batches.do_item.call(item.pk)
        assert outcomes(batch) == ["done"] * 3
        assert events("started") == 3

    def test_killed_between_two_it_goes_on_with_the_second(self, dossiers, officer, now, do_jobs):
        batch = begun(START, dossiers, by=officer, now=now)
        worker.do_next("the-worker")  # one job for each
        worker.do_next("the-worker")
        job = worker.claimed("the-worker")  # and dies here: claimed, never done
        assert (outcomes(batch).count("done"), job.status) == (1, "RUNNING")
        worker.take_up_orphans()
        do_jobs()
        assert outcomes(batch) == ["done"] * 3
        assert events("started") == 3


class TestWhatNobodyIsAt:
    """A worker that does not run, a job that was given up, an action with a fault in it."""

    @pytest.fixture
    def faulty(self, monkeypatch, dossiers):
        """The second of them meets a fault of the program."""
        do = type(START).do

        def fails(self, dossier, data, *, by, now):
            do(self, dossier, data, by=by, now=now)
            if dossier == dossiers[1]:
                raise ValueError(dossier.applicant_name)

        monkeypatch.setattr(type(START), "do", fails)

    def test_it_is_stalled_half_a_minute_after_the_last_that_was_done(self, dossiers, officer, now):
        batch = begun(START, dossiers, by=officer, now=now)
        batches.do_next(batch, now=now + timedelta(seconds=20))
        moments = [now + timedelta(seconds=seconds) for seconds in (50, 51)]
        assert [batches.is_stalled(batch, now=moment) for moment in moments] == [False, True]

    def test_it_is_taken_up_by_hand(self, dossiers, officer, now):
        batch = begun(START, dossiers, by=officer, now=now)
        DBTaskResult.objects.update(status="FAILED")
        batches.take_up_again(batch, now=now)
        assert outcomes(batch) == ["done"] * 3

    def test_what_is_too_long_for_a_request_gets_jobs_anew(self, dossiers, officer, now, do_jobs, settings):
        settings.BATCH_SECONDS_AT_ONCE = 0
        batch = begun(START, dossiers, by=officer, now=now)
        DBTaskResult.objects.update(status="FAILED")
        batches.take_up_again(batch, now=now)
        do_jobs()
        assert (outcomes(batch), events("started")) == (["done"] * 3, 3)

    def test_a_fault_of_the_program_stops_one_and_is_said(self, faulty, dossiers, officer, now, caplog):
        batch = begun(START, dossiers, by=officer, now=now)
        batches.do_at_once(batch, now=now)
        assert outcomes(batch) == ["done", "refused", "done"]
        assert states(dossiers) == [DossierState.PROCESSING, DossierState.RECEIVED, DossierState.PROCESSING]
        assert "Lỗi của chương trình" in batch.items.get(position=2).why
        assert f"Item 2 of batch {batch.pk}: ValueError" in caplog.text
        assert dossiers[1].applicant_name not in caplog.text

    def test_all_or_none_is_none_then(self, faulty, dossiers, officer, now):
        batch = begun(START, dossiers, by=officer, now=now, together=True)
        batches.do_at_once(batch, now=now)
        assert outcomes(batch) == ["left", "refused", "left"]
        assert states(dossiers) == [DossierState.RECEIVED] * 3


class TestWhoMayDoWhat:
    def test_a_leader_only_assigns(self, leader):
        assert [errand.name for errand in errands_of(leader)] == ["assign"]

    def test_who_only_looks_on_does_nothing(self, control, administrator):
        assert errands_of(control) == errands_of(administrator) == []

    def test_a_fee_still_owed_is_collected_on_the_dossiers_own_page(self, clerk, officer, certification, now):
        dossier = receive(by=clerk, procedure=certification, now=now, fee_status="on_collection", fee_amount=2000)
        actions.resolve(dossier=dossier, by=officer, now=now)
        assert ERRANDS[Verb.HAND_BACK].why_not(clerk, reread(dossier))

    def test_a_receipt_is_printed_where_it_was_received(self, dossiers, clerk, stranger):
        prints = ERRANDS["print_receipts"]
        assert prints.why_not(clerk, dossiers[0]) == ""
        assert prints.why_not(stranger, dossiers[0])


class TestForgotten:
    def test_after_a_while(self, dossiers, officer, now, settings):
        begun(START, dossiers, by=officer, now=at("2017-12-01 08:00"), key="old")
        kept = begun(START, dossiers, by=officer, now=now)
        batches.forget.call()
        assert Batch.objects.get() == kept


def statements_of(errand, dossiers, *, by, now):
    batch = begun(errand, dossiers, by=by, now=now, key=f"of {len(dossiers)}")
    before = len(connection.queries_log)
    batches.do_at_once(batch, now=now)
    return len(connection.queries_log) - before


def test_each_dossier_costs_the_same(dossiers, clerk, officer, support, now):
    connection.force_debug_cursor = True
    try:
        one, three = (
            statements_of(
                START, [receive(by=clerk, procedure=support, now=now) for _ in range(count)], by=officer, now=now
            )
            for count in (1, 3)
        )
    finally:
        connection.force_debug_cursor = False
    each = (three - one) / 2
    assert each <= 40
    assert one - each <= 15
