"""A slip is scanned where the papers arrive: each scan is taken over, or a sentence says why not."""

import pytest

from dossiers import actions
from dossiers.models import DossierEvent
from dossiers.scans import take_over, take_over_all
from dossiers.states import DossierState
from tests.builders import at, make_unit, make_user, receive, reread
from units.models import Agency, AgencyKind, Role

MORNING, NOON = at("2018-01-15 08:30"), at("2018-01-15 11:00")
DESK, LABOUR = "Bộ phận Tiếp nhận và Trả kết quả xã Kim Định", "Phòng Lao động"


@pytest.fixture
def labour(district):
    return Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name=LABOUR)


@pytest.fixture
def tax(district):
    return Agency.objects.create(unit=district, kind=AgencyKind.BESIDE, name="Chi cục Thuế")


@pytest.fixture
def expert(labour, district, clock):
    return make_user("labour.376", Role.OFFICER, district, agency=labour, full_name="Ngô Thị Mai")


@pytest.fixture
def assessor(tax, district, clock):
    return make_user("tax.376", Role.OFFICER, district, agency=tax, full_name="Đinh Văn Thuế")


@pytest.fixture
def dossier(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now)


@pytest.fixture
def sent(dossier, clerk, labour):
    """On its way from the desk to the district's office."""
    return actions.forward(dossier=dossier, by=clerk, now=MORNING, to=labour)


def refused(scan, by):
    """The sentence with which a scan is refused; nothing is written."""
    before = DossierEvent.objects.count()
    outcome = take_over(scan, by=by, now=NOON)
    assert not outcome.is_taken
    assert DossierEvent.objects.count() == before
    return outcome.sentence


class TestTakenOver:
    def test_what_nobody_works_on_yet_is_taken_up(self, sent, expert):
        outcome = take_over(sent.code, by=expert, now=NOON)
        assert (outcome.is_taken, outcome.code) == (True, sent.code)
        assert outcome.sentence == f"Đã nhận 11:00 15/01/2018, từ: {DESK}."
        found = reread(sent)
        assert (found.state, found.handled_by) == (DossierState.PROCESSING, expert)
        assert (found.open_step.taken_at, found.open_step.taken_by) == (NOON, expert)

    def test_what_is_worked_on_is_taken_over(self, sent, expert, assessor, tax):
        actions.start(dossier=sent, by=expert, now=MORNING)
        actions.forward(dossier=sent, by=expert, now=MORNING, to=tax)
        outcome = take_over(sent.code, by=assessor, now=NOON)
        assert outcome.sentence == f"Đã nhận 11:00 15/01/2018, từ: {LABOUR}."
        assert reread(sent).handled_by == assessor

    def test_a_result_comes_to_the_desk(self, dossier, officer, clerk):
        actions.resolve(dossier=dossier, by=officer, now=MORNING)
        assert take_over(dossier.code, by=clerk, now=NOON).is_taken
        assert reread(dossier).open_step.taken_by == clerk

    def test_an_officer_fetches_what_lies_at_the_desk(self, dossier, officer):
        assert take_over(dossier.code, by=officer, now=NOON).sentence == f"Đã nhận 11:00 15/01/2018, từ: {DESK}."
        assert reread(dossier).state == DossierState.PROCESSING

    @pytest.mark.parametrize(
        "scan",
        [
            "{code}",
            " {code} ",
            "https://motcua.example.vn/track/?code={code}",
            "000.06.28.h42-180115-0001",
            "000.06.28.H42–180115–0001",  # dashes that an input method made
            "180115-1",
        ],
    )
    def test_however_the_code_is_written(self, sent, expert, scan):
        assert take_over(scan.format(code=sent.code), by=expert, now=NOON).is_taken


class TestRefused:
    def test_another_dossiers_slip_says_where_that_lies(self, sent, officer, expert):
        assert refused(sent.code, officer) == (
            f"Hồ sơ không được giao đến đây: đã giao lúc 08:30 15/01/2018 cho {LABOUR}."
        )
        actions.start(dossier=sent, by=expert, now=at("2018-01-15 09:00"))
        assert refused(sent.code, officer) == (f"Hồ sơ không được giao đến đây: từ 09:00 15/01/2018 đang ở {LABOUR}.")

    def test_nothing_is_said_of_what_one_may_not_see(self, sent, stranger, assessor):
        nowhere = refused("000.06.28.H42-180115-0999", stranger)
        for user in (stranger, assessor):
            assert refused(sent.code, user) == nowhere.replace("0999", "0001")

    def test_a_code_misread_is_shown_as_it_was_read(self, sent, expert):
        assert "“000.06.28.H42-18O115”" in refused("000.06.28.H42-18O115", expert)
        assert f"“{'X' * 40}…”" in refused("X" * 5000, expert)

    def test_an_identity_card_is_not_shown_again(self, sent, expert):
        card = "037085001234|164000111|Nguyen Van Duc|05031985|Nam|Xom 5, Kim Dinh|02062021"
        assert refused(card, expert) == "Đây là thẻ căn cước. Hãy quét phiếu của hồ sơ."

    def test_the_second_scan_is_told_who_was_first(self, sent, expert):
        take_over(sent.code, by=expert, now=NOON)
        assert refused(sent.code, expert) == "Hồ sơ đã được nhận rồi, lúc 11:00 15/01/2018, người nhận: Ngô Thị Mai."

    def test_an_ending_that_several_dossiers_have(self, sent, expert, clerk, support, district, labour, now):
        other = make_unit("14641", "Xã Kim Mỹ", parent=district, agency_code="000.08.28.H42")
        theirs = make_user("clerk.14641", Role.CLERK, other)
        actions.forward(dossier=receive(by=theirs, procedure=support, now=now), by=theirs, now=MORNING, to=labour)
        assert "Có nhiều hồ sơ" in refused("180115-0001", expert)

    def test_the_desk_cannot_take_over_what_it_has_not_handed_on(self, dossier, clerk):
        assert refused(dossier.code, clerk) == f"Hồ sơ chưa được giao đi: vẫn ở nơi tiếp nhận là {DESK}."

    def test_nor_what_left_the_house(self, dossier, clerk):
        actions.withdraw(dossier=dossier, by=clerk, now=MORNING, reason="Xin rút")
        assert refused(dossier.code, clerk) == "Không còn gì để nhận: hồ sơ ở trạng thái “Đã rút hồ sơ”."

    def test_what_lies_before_the_leader_has_come_already(self, sent, expert, officer, commune):
        actions.start(dossier=sent, by=expert, now=MORNING)
        actions.forward(dossier=sent, by=expert, now=MORNING, to=commune.committee)
        actions.submit_for_signature(dossier=sent, by=officer, now=MORNING)
        assert "người nhận: Trần Văn Hùng" in refused(sent.code, officer)


class TestSeveralAtOnce:
    def test_each_has_its_own_outcome(self, clerk, support, labour, expert, now):
        ours, theirs = (receive(by=clerk, procedure=support, now=now) for _ in range(2))
        actions.forward(dossier=ours, by=clerk, now=MORNING, to=labour)
        outcomes = take_over_all([theirs.code, "rác", ours.code], by=expert, now=NOON)
        assert [outcome.is_taken for outcome in outcomes] == [False, False, True]
        assert reread(ours).open_step.taken_by == expert
        assert reread(theirs).open_step is None
