import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from dossiers import actions
from dossiers.models import Dossier, DossierCounter, DossierEvent, DossierFile
from dossiers.numbering import NumbersExhausted
from dossiers.states import DossierState, Outcome
from tests.builders import at, make_user, receive, reread
from units.models import Role


@pytest.fixture
def dossier(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now)


def kinds(dossier):
    return list(dossier.events.values_list("kind", flat=True))


def test_receiving_gives_code_due_date_and_history(dossier, clerk, now):
    dossier = reread(dossier)
    assert dossier.code == "000.06.28.H42-180115-0001"
    assert dossier.state == DossierState.RECEIVED
    assert dossier.due_at == at("2018-01-22 17:00")
    assert dossier.first_due_at == dossier.due_at
    assert dossier.promised_at is None
    assert (dossier.rule_set.key, dossier.form_set.key) == ("QD-09-2015", "QC-2015")
    assert len(dossier.secret) == 8
    assert (dossier.book, dossier.number_in_book) == ("Bảo trợ xã hội 2018", 1)
    assert kinds(dossier) == ["received"]
    assert dossier.events.get().by == clerk


def test_codes_follow_one_another_by_agency_and_day(clerk, stranger, support, birth, now):
    codes = [
        receive(by=clerk, procedure=support, now=now).code,
        receive(by=clerk, procedure=birth, now=now).code,
        receive(by=stranger, procedure=birth, now=now).code,
        receive(by=clerk, procedure=birth, now=at("2018-01-16 08:00")).code,
    ]
    assert codes == [
        "000.06.28.H42-180115-0001",
        "000.06.28.H42-180115-0002",
        "000.07.28.H42-180115-0001",
        "000.06.28.H42-180116-0001",
    ]


def test_the_day_of_the_code_is_the_day_in_vietnam(clerk, birth):
    assert receive(by=clerk, procedure=birth, now=at("2018-01-15 23:59:59")).code.split("-")[1] == "180115"
    assert receive(by=clerk, procedure=birth, now=at("2018-01-16 00:00:00")).code.split("-")[1] == "180116"


def test_a_failed_intake_gives_its_number_back(clerk, support, now):
    with pytest.raises(DatabaseError), transaction.atomic():
        receive(by=clerk, procedure=support, now=now, fee_amount=-1)
    assert receive(by=clerk, procedure=support, now=now).code.endswith("-0001")


def test_the_ten_thousandth_dossier_of_a_day_is_refused(clerk, support, now, commune):
    DossierCounter.objects.create(agency=commune.committee, day=now.date(), last=9998)
    assert receive(by=clerk, procedure=support, now=now).code.endswith("-9999")
    with pytest.raises(NumbersExhausted), transaction.atomic():
        receive(by=clerk, procedure=support, now=now)
    assert Dossier.objects.count() == 1


def test_the_same_key_and_content_gives_the_first_dossier_again(clerk, support, now):
    intake = actions.Intake(version=support.version_on(now.date()), applicant_name="Nguyễn Văn A")
    sent = dict(desk=clerk.desks[0], intake=intake, key="k", by=clerk)
    first, is_new = actions.receive(**sent, now=now)
    again, is_new_again = actions.receive(**sent, now=at("2018-01-15 08:01"))
    assert (is_new, is_new_again) == (True, False)
    assert again == first
    assert Dossier.objects.count() == 1


def test_the_same_key_with_other_content_is_refused(clerk, support, now):
    version = support.version_on(now.date())
    sent = dict(desk=clerk.desks[0], key="k", by=clerk, now=now)
    first, _ = actions.receive(intake=actions.Intake(version=version, applicant_name="Nguyễn Văn A"), **sent)
    with pytest.raises(actions.KeyReused) as refusal:
        actions.receive(intake=actions.Intake(version=version, applicant_name="Trần Thị B"), **sent)
    assert refusal.value.dossier == first
    assert Dossier.objects.count() == 1


def test_the_fast_lane_writes_every_event_in_one_press(clerk, certification, now):
    intake = actions.Intake(
        version=certification.version_on(now.date()), applicant_name="Nguyễn Văn A", copies=3, fee_amount=6000
    )
    dossier, _ = actions.receive_and_hand_back(
        desk=clerk.desks[0], intake=intake, key="k", by=clerk, now=now, result_number="125"
    )
    dossier = reread(dossier)
    assert dossier.state == DossierState.HANDED_BACK
    assert dossier.outcome == Outcome.RESOLVED
    assert dossier.received_at == dossier.finished_at == dossier.returned_at == now
    assert dossier.result_number == "125"
    assert kinds(dossier) == ["received", "resolved", "handed_back"]
    assert list(dossier.events.values_list("state", flat=True)) == ["received", "resolved", "handed_back"]


def test_a_dossier_goes_from_reception_to_hand_back(dossier, clerk, officer):
    actions.start(dossier=dossier, by=officer, now=at("2018-01-15 09:00"))
    actions.resolve(dossier=dossier, by=officer, now=at("2018-01-17 10:00"), result_number="12/QĐ-UBND")
    actions.hand_back(
        dossier=dossier,
        collection=actions.Collection(paper_shown="receipt"),
        by=clerk,
        now=at("2018-01-18 08:00"),
    )
    dossier = reread(dossier)
    assert dossier.state == DossierState.HANDED_BACK
    assert dossier.handled_by == officer
    assert dossier.finished_at == at("2018-01-17 10:00")
    assert dossier.returned_at == at("2018-01-18 08:00")
    assert kinds(dossier) == ["received", "started", "resolved", "handed_back"]
    assert dossier.events.last().data["paper_shown"] == "receipt"


def test_denial_is_a_negative_result_to_hand_back(dossier, officer, now):
    actions.deny(dossier=dossier, by=officer, now=now, reason="Không thuộc đối tượng")
    dossier = reread(dossier)
    assert (dossier.state, dossier.outcome) == (DossierState.RESOLVED, Outcome.DENIED)
    assert dossier.events.last().reason == "Không thuộc đối tượng"


def test_a_withdrawn_dossier_is_finished_and_keeps_its_code(dossier, clerk, now):
    actions.withdraw(dossier=dossier, by=clerk, now=now, reason="Không còn nhu cầu")
    withdrawn = reread(dossier)
    assert (withdrawn.state, withdrawn.outcome) == (DossierState.WITHDRAWN, Outcome.WITHDRAWN)
    assert withdrawn.finished_at == now
    assert withdrawn.code == dossier.code


def test_a_move_that_the_table_does_not_have_changes_nothing(dossier, clerk, officer, now):
    actions.withdraw(dossier=dossier, by=clerk, now=now, reason="Không còn nhu cầu")
    with pytest.raises(actions.MoveNotAllowed):
        actions.resolve(dossier=dossier, by=officer, now=now)
    assert reread(dossier).state == DossierState.WITHDRAWN
    assert kinds(dossier) == ["received", "withdrawn"]


def test_of_two_officers_pressing_at_once_the_second_is_told(dossier, officer, commune, now):
    colleague = make_user("officer2.14635", Role.OFFICER, commune)
    seen_by_both = reread(dossier)
    actions.start(dossier=dossier, by=officer, now=now)
    with pytest.raises(actions.MoveNotAllowed):
        actions.start(dossier=seen_by_both, by=colleague, now=now)
    assert reread(dossier).handled_by == officer


def test_scans_of_an_intake_that_fails_are_removed_again(clerk, support, now, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    scan = SimpleUploadedFile("to-khai.pdf", b"%PDF-1.4 scan")
    papers = (actions.Paper(name="Tờ khai", originals=1, scans=(scan,)),)
    with pytest.raises(DatabaseError), transaction.atomic():
        receive(by=clerk, procedure=support, now=now, papers=papers, fee_amount=-1)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    receive(by=clerk, procedure=support, now=now, papers=papers)
    assert (tmp_path / DossierFile.objects.get().path).read_bytes() == b"%PDF-1.4 scan"


class TestHistoryBindsEveryone:
    def refused(self, query):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            query()

    def test_a_dossier_is_never_deleted(self, dossier):
        self.refused(lambda: Dossier.objects.filter(pk=dossier.pk)._raw_delete("default"))

    def test_its_code_and_reception_never_change(self, dossier, now):
        for change in ({"code": "x"}, {"number": 7}, {"received_at": at("2018-01-14 08:00")}, {"key": "other"}):
            self.refused(lambda change=change: Dossier.objects.filter(pk=dossier.pk).update(**change))

    def test_events_are_never_changed_or_deleted(self, dossier):
        self.refused(lambda: DossierEvent.objects.update(reason="nothing happened"))
        self.refused(lambda: DossierEvent.objects.all()._raw_delete("default"))
