"""`verify` finds each fault that is planted behind the back of triggers and constraints."""

from datetime import date, timedelta

import pgtrigger
import pytest
from django_tasks_db.models import DBTaskResult

from dossiers import actions
from dossiers.models import Dossier, DossierCounter, DossierEvent, Enquiry, EventKind, Export
from jobs.models import Mail
from jobs.outbox import post
from onestop import checks
from procedures.models import Posting, ProcedureVersion
from tests import builders
from tests.builders import at, reread
from tests.onestop.planting import add_file, add_slip, import_code, plant, without

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dossier(clerk, birth, now):
    """The first dossier of the day at the desk, with its history."""
    return builders.receive(by=clerk, procedure=birth, now=now)


def test_a_sound_installation_passes_every_check(verify, dossier):
    import_code("000.06.28.H42-180112-0004", finished_at="2018-01-15 07:40", outcome="denied")
    add_file(dossier, b"scan", stored=b"scan")
    add_slip(dossier, checks.hashlib.sha256(b"%PDF").hexdigest())
    post(key="due", to="officer@kimson.example", subject="due", text="due")
    assert verify() == (
        0,
        [
            "codes: 2 dossiers, 0 faults",
            "numbers: 1 dossiers numbered here, 0 faults",
            "counters: 2 counters, 0 faults",
            "history: 3 events, 0 faults",
            "due dates: 2 dossiers, 0 faults",
            "steps: 0 steps, 0 faults",
            "fees: 0 fee entries, 0 faults",
            "paper book: 0 dossiers entered from it, 0 faults",
            "corrections: 0 corrections, 0 faults",
            "slips: 1 slips, 0 faults",
            "enquiries: 0 enquiries, 0 faults",
            "hand-over lists: 0 lists, 0 faults",
            "files: 1 files, 0 faults",
            "versions: 1 versions, 0 faults",
            "cases: 0 dossiers in a case, 0 faults",
            "postings: 0 postings, 0 faults",
            "feedback: 0 feedback on procedures, 0 faults",
            "published feedback: 0 published, 0 faults",
            "competent agencies: 1 open dossiers, 0 faults",
            "answers: 0 answers, 0 faults",
            "mail: 1 mails, 0 faults",
            "exports: 0 exports, 0 faults",
            "tallies: 9 tallies, 0 faults",
            "submitted reports: 0 reports, 0 faults",
            "reports: 1 months, 0 faults",
        ],
        [],
    )


def test_pauses_answered_and_not_pass_too(verify, dossier, officer, clerk, support):
    given = {"papers": ["Sổ hộ khẩu"], "reason": "Thiếu", "by": officer}
    for _ in range(3):
        asked = builders.receive(by=clerk, procedure=support, now=at("2018-01-08 08:00"))
        actions.ask_for_papers(dossier=asked, now=at("2018-01-09 08:00"), **given)
    actions.resume(dossier=asked, by=clerk, now=at("2018-01-10 08:00"))
    actions.stop(dossier=Dossier.objects.get(pk=asked.pk - 1), by=officer, now=at("2018-01-10 08:00"), reason="x")
    assert verify()[0] == 0


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"due_at": at("2018-01-18 17:00")}, "due_at is not what moved it last says"),
        ({"paused_at": at("2018-01-10 09:00")}, "its clock does not stand as its pauses say"),
    ],
)
def test_a_clock_that_differs_from_its_pauses_is_named(verify, officer, clerk, support, values, fault):
    asked = builders.receive(by=clerk, procedure=support, now=at("2018-01-08 08:00"))
    given = {"papers": ["Sổ hộ khẩu"], "reason": "Thiếu", "by": officer}
    actions.ask_for_papers(dossier=asked, now=at("2018-01-09 08:00"), **given)
    if "due_at" in values:
        actions.resume(dossier=asked, by=clerk, now=at("2018-01-10 08:00"))
    plant(Dossier, asked.pk, **values)
    status, _, faults = verify()
    assert (status, faults) == (1, [f"due dates: {asked.code}: {fault}"])


def test_a_due_date_that_moved_without_a_trace_is_named(verify, officer, clerk, support):
    support.versions.update(extension_limit=3)
    made = builders.receive(by=clerk, procedure=support, now=at("2018-01-08 08:00"))
    actions.extend(dossier=made, by=officer, now=at("2018-01-09 08:00"), reason="x", amount=3)
    assert verify()[0] == 0
    plant(DossierEvent, made.events.get(kind="extended").pk, kind="unmasked")
    assert verify()[2] == [f"due dates: {made.code}: its due date moved without an event"]
    plant(DossierEvent, made.events.get(kind="unmasked").pk, kind="extended")
    plant(Dossier, made.pk, due_at=at("2018-01-19 17:00"))
    assert verify()[2] == [f"due dates: {made.code}: due_at is not what moved it last says"]


def test_an_empty_installation_passes_too(verify, dossier):
    with pgtrigger.ignore():
        dossier.events.all().delete()
        dossier.documents.all().delete()
        Dossier.objects.all().delete()
    assert verify()[0] == 0


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"code": "a b"}, "codes: a b: is not well formed"),
        ({"code": "X-180115-0009"}, "codes: X-180115-0009: does not end in the day and number it was given"),
        ({"due_at": at("2018-01-16 17:00")}, "due dates: {code}: due_at is not what was first promised"),
        (
            {"promised_at": at("2018-01-16 17:00")},
            "due dates: {code}: promised_at is not what its last apology says",
        ),
        ({"state": "processing"}, "history: {code}: state processing, last event received"),
        ({"received_at": at("2018-01-15 07:59")}, "history: {code}: received_at differs from the event"),
        (
            {"state": "resolved", "outcome": "resolved", "finished_at": at("2018-01-15 09:00")},
            "history: {code}: state resolved, last event received, finished_at differs from the event, "
            'outcome "resolved", event ""',
        ),
    ],
)
def test_a_changed_dossier_is_named(verify, dossier, values, fault):
    plant(Dossier, dossier.pk, **values)
    status, _, faults = verify()
    assert status == 1
    assert fault.format(code=dossier.code) in faults


def test_a_code_that_stands_twice(verify, dossier):
    import_code("B-1")
    without("dossiers_dossier", "dossiers_dossier_code_key")
    plant(Dossier, Dossier.objects.get(code="B-1").pk, code=dossier.code)
    assert f"codes: {dossier.code}: stands 2 times" in verify()[2]


def test_a_gap_between_numbers(verify, dossier, clerk, birth, now):
    third = [builders.receive(by=clerk, procedure=birth, now=now) for _ in range(2)][-1]
    plant(Dossier, third.pk, number=4, code=third.code.replace("-0003", "-0004"))
    DossierCounter.objects.update(last=4)
    assert verify()[2] == [f"numbers: {reread(third).code}: nobody has the number 3 of that day"]


def test_a_gap_on_a_day_with_an_imported_code(verify, clerk, birth, now):
    import_code("000.06.28.H42-180115-0007")
    after = builders.receive(by=clerk, procedure=birth, now=now)
    plant(Dossier, after.pk, number=9, code=after.code.replace("-0008", "-0009"))
    DossierCounter.objects.filter(last=8).update(last=9)
    assert verify()[2] == [f"numbers: {reread(after).code}: nobody has the number 8 of that day"]


def test_imported_codes_may_leave_gaps(verify, clerk, birth, now):
    import_code("000.06.28.H42-180115-0007")
    builders.receive(by=clerk, procedure=birth, now=now)
    assert verify()[0] == 0


@pytest.mark.parametrize("code", [None, "000.06.28.H42-180115-0007"])
def test_a_counter_behind_the_numbers_given(verify, dossier, code):
    if code:
        import_code(code)
    DossierCounter.objects.all().delete()
    assert verify()[2] == [f"counters: {code or dossier.code}: the counter of that day stands at 0"]


def test_a_dossier_without_history(verify, dossier):
    with pgtrigger.ignore():
        dossier.events.all().delete()
    assert f"history: {dossier.code}: 0 events of reception" in verify()[2]


def test_an_event_that_the_dossier_does_not_know_of(verify, dossier):
    later = dossier.received_at + timedelta(hours=1)
    DossierEvent.objects.create(dossier=dossier, kind=EventKind.HANDED_BACK, at=later, state="received")
    assert verify()[2] == [f"history: {dossier.code}: returned_at differs from the event"]


def test_what_is_written_last_counts_whatever_its_time(verify, dossier, officer, clerk, now):
    """All in one moment, and a look at the identity number that was let in between."""
    actions.resolve(dossier=dossier, by=officer, now=now)
    actions.hand_back(dossier=dossier, collection=actions.Collection(), by=clerk, now=now)
    DossierEvent.objects.create(dossier=dossier, kind=EventKind.UNMASKED, at=now, state="resolved")
    assert verify()[0] == 0


def test_an_enquiry_that_became_what_it_cannot_have_become(verify, dossier, clerk, stranger, birth, now):
    later = builders.enquire(by=stranger, procedure=birth, now=now + timedelta(days=1))
    plant(Enquiry, later.pk, dossier=dossier)
    became = f"enquiries: enquiry {later.pk}: became {dossier.code}, "
    assert sorted(verify()[2]) == [
        became + "received at another desk",
        became + "received before it",
        became + "whose history does not say so",
    ]


def test_two_versions_in_force_at_once(verify, birth):
    first = birth.versions.get()
    without("procedures_procedureversion", "one_version_a_day")
    second = ProcedureVersion.objects.create(
        procedure=birth, name="Mới", sector=first.sector, valid_from=date(2018, 1, 1)
    )
    assert verify()[2] == [f"versions: 1.001193: two versions in force at once, {first.pk} and {second.pk}"]


def test_a_dossier_in_a_case_of_another_procedure(verify, birth, support, clerk, now):
    case = support.versions.get().cases.create(position=1, name="Trẻ mồ côi")
    builders.receive(by=clerk, procedure=support, now=now, case=case)
    assert verify()[2] == []
    astray = builders.receive(by=clerk, procedure=birth, now=now, case=case)
    assert verify()[2] == [f"cases: {astray.code}: its case is of another version"]


def test_postings_where_or_when_nothing_can_hang(verify, birth, commune, district):
    version = birth.versions.get()
    posted = {"version": version, "posted_on": date(2017, 1, 1)}
    Posting.objects.create(desk=commune.desk, **posted)
    Posting.objects.create(desk=district.desk, place="portal", **posted)
    assert verify()[2] == []
    Posting.objects.create(desk=district.desk, **posted)
    assert verify()[2] == ["postings: 1.001193 at Huyện Kim Sơn (376): hangs at a desk of another level"]
    Posting.objects.filter(desk=district.desk).delete()
    commune.valid_from = date(2017, 1, 2)
    commune.save()
    version.valid_from = date(2017, 3, 3)
    version.save()
    assert sorted(verify()[2]) == [
        "postings: 1.001193 at Xã Kim Định (14635): posted long before its version is in force",
        "postings: 1.001193 at Xã Kim Định (14635): posted when there was no such unit",
    ]


def test_a_dossier_that_no_committee_decides(verify, dossier):
    dossier.competent_agency.kind = "office"
    dossier.competent_agency.save()
    assert f"competent agencies: {dossier.code}: no agency is competent" in verify()[2]


def test_a_mail_that_nobody_will_send(verify):
    post(key="due", to="officer@kimson.example", subject="due", text="due")
    DBTaskResult.objects.all().delete()
    mail = Mail.objects.get()
    assert verify()[2] == [f"mail: mail {mail.pk} (due): not sent, and no job will"]
    mail.sent_at = mail.written_at
    mail.save()
    assert verify()[0] == 0


def test_exports_that_nobody_will_make_and_files_astray(verify, clerk, now, settings, tmp_path):
    settings.EXPORTS_ROOT = tmp_path
    more = {"by": clerk, "asked_at": now, "kind": "csv", "language": "vi"}
    waiting = Export.objects.create(**more)
    gone = Export.objects.create(state="ready", ended_at=now, **more)
    removed = Export.objects.create(state="removed", ended_at=now, **more)
    (tmp_path / f"{removed.pk}.csv").touch()
    assert verify()[2] == [
        f"exports: export {waiting.pk}: waits, and no job will make it",
        f"exports: export {gone.pk}: its file is not there",
        f"exports: export {removed.pk}: its file is there, and should not be",
    ]


def test_reports_that_do_not_add_up(verify, monkeypatch):
    """The counting itself broken: nothing in the rows can do that."""
    counted = checks.count

    def miscounted(**arguments):
        figures = counted(**arguments)
        for line in figures.values():
            line["pending_total"] += 1
        return figures

    monkeypatch.setattr(checks, "count", miscounted)
    assert verify()[2] == ["reports: Xã Kim Định (14635): the figures of 01/2018 do not add up"]


def test_dossiers_that_vanish_between_months(verify, monkeypatch):
    import_code("B-1", received_at="2017-12-29 08:00", due_at="2018-01-10")
    counted = checks.count

    def forgetful(**arguments):
        figures = counted(**arguments)
        return figures if arguments["first"].year == 2018 else {}

    monkeypatch.setattr(checks, "count", forgetful)
    assert verify()[2] == ["reports: Xã Kim Định (14635): 1 carried over into 01/2018, 0 were pending"]


def test_a_long_list_of_faults_ends_with_how_many_more(verify, monkeypatch):
    check = checks.Check("codes", "dossiers", lambda: 1, lambda: iter(["x"] * 203))
    monkeypatch.setattr("onestop.management.commands.verify.CHECKS", [check])
    status, printed, faults = verify()
    assert (status, printed, len(faults), faults[-1]) == (
        1,
        ["codes: 1 dossiers, 203 faults"],
        201,
        "codes: and 3 more",
    )
