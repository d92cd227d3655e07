"""Gia hạn: once, as long as the procedure's law allows, and never without a trace."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from dossiers import actions, due
from dossiers.due_days import lines_of
from dossiers.imports import COLUMNS, add_dossiers
from dossiers.models import Dossier, DueMove, EventKind
from dossiers.sentences import sentence
from tests.builders import at, make_procedure, receive, reread
from units.models import RuleSet
from units.tables import Row


@pytest.fixture
def support(support):
    """Of five working days, which the law lets the office extend by three."""
    support.versions.update(extension_limit=3)
    return support


@pytest.fixture
def dossier(clerk, support):
    """Received on Monday: due on Monday 22 January."""
    return receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))


def extend(dossier, by, on="2018-01-19 10:00", amount=3, **more):
    return actions.extend(dossier=dossier, by=by, now=at(on), amount=amount, **{"reason": "Phức tạp"} | more)


class TestTheDate:
    def test_it_is_reckoned_anew_with_the_longer_limit(self, dossier, officer):
        extend(dossier, officer)
        extended = reread(dossier)
        assert extended.due_at == extended.last_promise == at("2018-01-25 17:00")
        assert extended.first_due_at == at("2018-01-22 17:00")
        assert [step.counted for step in due.derivation(extended).steps].count(True) == 8

    def test_by_less_than_the_law_allows(self, dossier, officer):
        extend(dossier, officer, amount=1)
        assert reread(dossier).due_at == at("2018-01-23 17:00")

    def test_the_reason_and_the_days_tell_it(self, dossier, officer):
        extend(dossier, officer)
        extended = reread(dossier)
        assert due.why_of(extended) == "Nhận 15/01, hẹn 25/01: 05 ngày làm việc; gia hạn 03 ngày làm việc"
        assert lines_of(extended)[-1] == "Thứ Sáu 19/01: gia hạn một lần thêm 03 ngày làm việc"

    def test_pauses_before_and_after_are_left_out_as_well(self, dossier, officer, clerk):
        actions.await_payment(dossier=dossier, by=officer, now=at("2018-01-16 10:00"), reason="Nộp thuế")
        actions.resume(dossier=dossier, by=officer, now=at("2018-01-17 10:00"))
        extend(dossier, officer)
        assert reread(dossier).due_at == at("2018-01-26 17:00")
        actions.await_payment(dossier=dossier, by=officer, now=at("2018-01-24 10:00"), reason="Nộp thuế")
        actions.resume(dossier=dossier, by=officer, now=at("2018-01-25 10:00"))
        assert reread(dossier).due_at == at("2018-01-29 17:00")

    def test_where_the_limit_begins_anew_the_longer_one_does(self, clerk, officer, support):
        made = receive(by=clerk, procedure=support, now=at("2019-01-14 10:00"))
        assert made.rule_set == RuleSet.objects.get(key="ND-61-2018")
        extend(made, officer, "2019-01-15 10:00")
        actions.ask_for_papers(dossier=made, by=officer, now=at("2019-01-16 10:00"), reason="Thiếu", papers=["A"])
        actions.resume(dossier=made, by=clerk, now=at("2019-01-18 08:00"))
        assert reread(made).due_at == at("2019-01-30 17:00")

    def test_a_date_that_was_not_reckoned_is_counted_on_from(self, support, commune, officer):
        columns = {"code": "A-1", "receiving_unit": "14635", "competent_unit": "14635", "channel": "post"}
        columns |= {"procedure_code": "1.001776", "applicant_name": "Vũ Thị Mến"}
        columns |= {"received_at": "2018-01-10 08:00", "due_at": "2018-01-19"}
        add_dossiers([Row(2, {**dict.fromkeys(COLUMNS, ""), **columns})], now=at("2018-01-15 08:00"))
        imported = Dossier.objects.get(code="A-1")
        extend(imported, officer)
        assert reread(imported).due_at == at("2018-01-24 17:00")


class TestRefusals:
    def test_once_only(self, dossier, officer):
        extend(dossier, officer, amount=1)
        with pytest.raises(actions.NotForeseen):
            extend(dossier, officer, amount=1)
        assert reread(dossier).due_at == at("2018-01-23 17:00")

    @pytest.mark.parametrize("amount", [0, 4])
    def test_not_longer_than_the_law_allows(self, dossier, officer, amount):
        with pytest.raises(actions.NotForeseen):
            extend(dossier, officer, amount=amount)

    def test_not_where_the_law_knows_no_extension(self, clerk, officer, birth, now):
        with pytest.raises(actions.NotForeseen):
            extend(receive(by=clerk, procedure=birth, now=now), officer, "2018-01-15 09:00", 1)

    def test_after_the_due_date_with_a_leaders_reason_only(self, dossier, officer):
        with pytest.raises(actions.LeaderMustDecide):
            extend(dossier, officer, "2018-01-23 08:00")
        assert not dossier.due_moves.exists()
        extend(dossier, officer, "2018-01-23 08:00", leader_reason="Đã báo cáo")
        assert dossier.due_moves.get().leader_reason == "Đã báo cáo"
        assert not reread(dossier).is_overdue(date(2018, 1, 25))

    def test_on_the_due_date_it_is_in_time(self, dossier, officer):
        extend(dossier, officer, "2018-01-22 19:00")
        assert reread(dossier).due_at == at("2018-01-25 17:00")

    def test_not_while_the_clock_stands_still(self, dossier, officer):
        actions.await_payment(dossier=dossier, by=officer, now=at("2018-01-16 10:00"), reason="Nộp thuế")
        with pytest.raises(actions.MoveNotAllowed):
            extend(dossier, officer)


class TestTrace:
    def test_the_history_says_from_when_to_when(self, dossier, officer):
        extend(dossier, officer)
        event = dossier.events.get(kind=EventKind.EXTENDED)
        assert (event.by, event.reason, event.state) == (officer, "Phức tạp", "received")
        assert "25/01/2018" in sentence(event)
        assert "22/01/2018" in sentence(event)

    def test_what_moved_it_is_never_changed(self, dossier, officer):
        extend(dossier, officer)
        for change in (lambda: DueMove.objects.update(amount=2), DueMove.objects.all().delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()

    def test_without_a_trace_the_database_moves_nothing(self, dossier, officer):
        extend(dossier, officer)
        for due_at in (at("2018-01-26 17:00"), at("2018-01-22 17:00")):
            with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
                Dossier.objects.update(due_at=due_at)

    def test_nor_does_it_keep_two(self, dossier, officer):
        extend(dossier, officer)
        move = dossier.due_moves.get()
        move.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            move.save(force_insert=True)


class TestOnThePage:
    def test_the_officer_extends(self, client, dossier, officer):
        client.force_login(officer)
        page = client.get(f"/dossiers/{dossier.code}/").content.decode()
        assert f'action="/dossiers/{dossier.code}/extend/"' in page
        client.post(f"/dossiers/{dossier.code}/extend/", {"amount": "2", "reason": "Phức tạp"})
        assert reread(dossier).due_at == at("2018-01-24 17:00")
        page = client.get(f"/dossiers/{dossier.code}/").content.decode()
        assert f'action="/dossiers/{dossier.code}/extend/"' not in page
        assert "22/01/2018 →" in page

    @pytest.mark.parametrize("given", [{}, {"amount": "4", "reason": "x"}, {"amount": "2", "reason": ""}])
    def test_what_is_wrong_is_told_and_nothing_changes(self, client, dossier, officer, given):
        client.force_login(officer)
        assert client.post(f"/dossiers/{dossier.code}/extend/", given).status_code == 400
        assert reread(dossier).due_at == at("2018-01-22 17:00")

    def test_a_second_press_is_told(self, client, dossier, officer):
        client.force_login(officer)
        for _ in range(2):
            answer = client.post(f"/dossiers/{dossier.code}/extend/", {"amount": "2", "reason": "x"}, follow=True)
        assert [message.level_tag for message in answer.context["messages"]][-1] == "error"
        assert dossier.due_moves.count() == 1

    def test_a_procedure_without_extension_offers_none(self, client, clerk, officer):
        other = make_procedure("1.000007", "Việc khác", time_limit=5)
        made = receive(by=clerk, procedure=other, now=at("2018-01-15 10:00"))
        client.force_login(officer)
        assert "/extend/" not in client.get(f"/dossiers/{made.code}/").content.decode()
        answer = client.post(f"/dossiers/{made.code}/extend/", {"amount": "2", "reason": "x"})
        assert (answer.status_code, reread(made).due_at) == (302, made.due_at)
