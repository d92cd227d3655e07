"""Several who work on one decision, or with what it brings, at the same moment: one wins, the others are told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.test import Client

from dossiers.forms.papers import tick_name
from dossiers.models import Dossier
from procedures import actions
from procedures.models import Posting, PostingRound, ProcedureVersion, PublicationDecision
from procedures.stored import content_of
from tests import databases
from tests.dossiers.test_locked_in_one_order import wait_until_somebody_waits
from tests.procedures.boards import MONDAY, amend
from units.models import ServiceDesk

own_database, db = databases.own_database, databases.db
TIMES = 4


@pytest.fixture
def draft(control, now, support):
    head = {"number": "55/QĐ-UBND", "issued_on": date(2018, 1, 10), "effective_from": MONDAY}
    drafted = actions.draft_decision(**head, by=control, now=now)
    actions.draft_lines(decision=drafted, kind="amend", procedures=[support], by=control, now=now)
    return drafted


@pytest.fixture
def given(control, now):
    return {"by": control, "now": now}


def told(do, *arguments, **given):
    """What somebody is told who does that: nothing went wrong, or why it was refused."""
    try:
        do(*arguments, **given)
    except ValidationError as refusal:
        return refusal.messages[0]
    finally:
        connections.close_all()
    return "done"


def at_once(do, **given):
    barrier = Barrier(TIMES)

    def press(_):
        barrier.wait(timeout=10)
        return told(do, **given)

    with ThreadPoolExecutor(TIMES) as pool:
        return sorted(pool.map(press, range(TIMES)))


def test_a_number_is_taken_once(given):
    said = at_once(actions.draft_decision, number="55/QĐ-UBND", issued_on=date(2018, 1, 10), **given)
    assert said.count("done") == 1
    assert PublicationDecision.objects.count() == 1


def test_a_code_is_taken_once(draft, support, given):
    content = content_of(support.versions.get())
    said = at_once(actions.draft_new, decision=draft, level="commune", code="1.5", content=content, **given)
    assert said.count("done") == 1
    assert draft.lines.count() == 2


def test_it_is_applied_once(draft, given):
    said = at_once(actions.apply_decision, decision=draft, **given)
    assert said.count("done") == 1
    assert ProcedureVersion.objects.count() == 2


def test_of_two_decisions_on_one_procedure_the_second_is_told(draft, support, given):
    other = actions.draft_decision(number="56/QĐ-UBND", issued_on=date(2018, 1, 10), effective_from=MONDAY, **given)
    actions.draft_lines(decision=other, kind="abolish", procedures=[support], **given)
    barrier = Barrier(2)

    def apply(decision):
        barrier.wait(timeout=10)
        return told(actions.apply_decision, decision=decision, **given)

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(apply, (draft, other)))
    assert said.count("done") == 1
    assert PublicationDecision.objects.filter(state="applied").count() == 1


def while_it_is_taken_back(decision, given, do, *arguments):
    """What `do` comes to that needs a version of the decision and ends just after that was taken back."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            actions.take_back_decision(decision=decision, reason="Nhập nhầm", **given)
            other = pool.submit(do, *arguments)
            wait_until_somebody_waits()
        return other.result(timeout=10)


def test_who_posts_what_is_taken_back_is_told(commune, clerk, support, given, now):
    decision = amend(support, **given)
    begun, desk = list(decision.versions.select_related("procedure")), ServiceDesk.objects.get(unit=commune)
    there = {"desk": desk, "place": "board", "by": clerk, "now": now}

    def post():
        return told(actions.post, versions=begun, posted_on=MONDAY, **there)

    def confirm():
        return told(actions.confirm, decision=decision, put_up=begun, taken_down=[], done_on=MONDAY, **there)

    assert while_it_is_taken_back(decision, given, post) != "done"
    actions.apply_decision(decision=decision, **given)
    begun = list(decision.versions.select_related("procedure"))
    assert while_it_is_taken_back(decision, given, confirm) != "done"
    assert not Posting.objects.exists()
    assert not PostingRound.objects.exists()


def test_who_receives_under_what_is_taken_back_is_told_and_presses_again(commune, clerk, support, given):
    decision = amend(support, **given)
    browser, form = Client(), {"procedure": support.code, "applicant_name": "Nguyễn Văn Đức", "key": "a-press"}
    browser.force_login(clerk)
    papers = support.version_on(MONDAY).required_documents.all()
    ticked = form | {tick_name(paper): "1" for paper in papers}

    def receive():
        try:
            return browser.post("/desk/receive/", ticked)
        finally:
            connections.close_all()

    answer = while_it_is_taken_back(decision, given, receive)
    assert answer.status_code == 409
    assert "Nguyễn Văn Đức" in answer.content.decode()
    assert not Dossier.objects.exists()
    papers = support.version_on(MONDAY).required_documents.all()
    browser.post("/desk/receive/", form | {tick_name(paper): "1" for paper in papers})
    assert Dossier.objects.get().version == support.versions.get()
