"""Several who change the same procedures alike at the same moment: one does, the others are told."""

from datetime import date

from django.core.exceptions import ValidationError

from procedures import actions
from procedures.alike import drafted_alike, handled_alike
from procedures.edits import OtherSector
from procedures.models import DecisionLine, Procedure, ProcedureEvent
from tests import databases
from tests.procedures.test_posting_at_once import TIMES, at_once

own_database, db = databases.own_database, databases.db
MONDAY = date(2018, 1, 15)
ONE_OF_THEM = ["done", *["refused"] * (TIMES - 1)]


def test_of_the_handling(birth, support, control, now):
    stamp = handled_alike([birth, support], "posted_only", MONDAY).stamp
    given = {"handling": "posted_only", "stamp": stamp, "reason": "Công an nhận", "by": control, "now": now}
    assert sorted(at_once(press, actions.set_handling, [birth, support], given)) == ONE_OF_THEM
    assert ProcedureEvent.objects.count() == 2


def test_of_the_lines_of_a_draft(birth, support, control, now):
    head = {"number": "55/QĐ-UBND", "issued_on": date(2018, 1, 10), "effective_from": MONDAY}
    draft = actions.draft_decision(**head, by=control, now=now)
    edit = OtherSector("Mới")
    stamp = drafted_alike([birth, support], edit, draft, MONDAY).stamp
    given = {"decision": draft, "edit": edit, "stamp": stamp, "by": control, "now": now}
    assert sorted(at_once(press, actions.draft_alike, [birth, support], given)) == ONE_OF_THEM
    assert DecisionLine.objects.count() == 2


def press(action, procedures, given):
    try:
        action(procedures=list(Procedure.objects.filter(pk__in=[each.pk for each in procedures])), **given)
    except ValidationError:
        return "refused"
    return "done"
