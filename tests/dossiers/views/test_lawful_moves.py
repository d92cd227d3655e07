"""Every verb in every state as everybody: what the table of lawful moves allows is done, all else changes nothing."""

from datetime import date

import pytest
from django.db import transaction

from dossiers import actions
from dossiers.models import DossierEvent
from dossiers.states import MOVES, PAUSED_STATES, DossierState, Verb
from tests.builders import at, make_user, receive, reread
from units.models import Agency, AgencyKind, Role

GIVEN = {
    Verb.ASK_FOR_PAPERS: {"papers": "Sổ hộ khẩu", "reason": "Thiếu", "leader_reason": "Đồng ý"},
    Verb.AWAIT_PAYMENT: {"reason": "Nộp thuế"},
    Verb.SUSPEND: {"reason": "Trưng cầu giám định", "cause": "appraisal"},
    Verb.EXTEND: {"reason": "Phức tạp", "amount": "2"},
    Verb.APOLOGISE: {"reason": "Chờ", "promised_on": "2018-01-31"},
    Verb.DENY: {"reason": "Không đủ điều kiện"},
    Verb.WITHDRAW: {"reason": "Xin rút"},
    Verb.STOP: {"reason": "Không bổ sung"},
    Verb.CORRECT: {"applicant_name": "Nguyễn Văn Dực", "reason": "Nghe nhầm"},
    Verb.HAND_BACK: {"collected_by": "applicant", "paper_shown": "receipt", "fee_collected": "on"},
    Verb.SEND_BACK: {"reason": "Chưa đúng"},
    Verb.RECORD_SIGNATURE: {"signer": "Vũ Văn Minh", "capacity": "TM."},
    Verb.COLLECT_FEE: {"amount": "1000"},
    Verb.EXEMPT_FEE: {"amount": "1000", "ground": "poor"},
    Verb.CHANGE_FEE: {"amount": "7000", "reason": "Tính nhầm"},
    Verb.REFUND_FEE: {"amount": "1000", "reason": "Xin rút"},
}
# Where it lies in the office, the desk neither hands it on nor takes it over; an officer takes over nothing at a desk.
IN_THE_OFFICE = {DossierState.PROCESSING, DossierState.SIGNING, *PAUSED_STATES}
NOT_THEIRS = {
    Role.CLERK: {(verb, state) for verb in (Verb.FORWARD, Verb.TAKE_OVER) for state in IN_THE_OFFICE}
    | {(Verb.CORRECT, state) for state in DossierState},  # it was received half an hour ago: his ten minutes are over
    Role.OFFICER: {(Verb.TAKE_OVER, state) for state in set(DossierState) - IN_THE_OFFICE},
}
WAY = {
    DossierState.RECEIVED: [],
    DossierState.PROCESSING: [Verb.START],
    DossierState.SIGNING: [Verb.START, Verb.SUBMIT_FOR_SIGNATURE],
    DossierState.SUPPLEMENT: [Verb.ASK_FOR_PAPERS],
    DossierState.PAYMENT: [Verb.AWAIT_PAYMENT],
    DossierState.SUSPENDED: [Verb.SUSPEND],
    DossierState.RESOLVED: [Verb.RESOLVE],
    DossierState.HANDED_BACK: [Verb.RESOLVE, Verb.HAND_BACK],
    DossierState.WITHDRAWN: [Verb.WITHDRAW],
    DossierState.STOPPED: [Verb.STOP],
}


@pytest.fixture
def people(clerk, officer, leader, commune):
    """Everybody of the unit, by role; who oversees it sees its dossiers too, and has no move of his own."""
    others = set(Role) - {Role.CLERK, Role.OFFICER, Role.LEADER}
    looking_on = {role: make_user(f"{role}.14635", role, commune) for role in others}
    return looking_on | {Role.CLERK: clerk, Role.OFFICER: officer, Role.LEADER: leader}


@pytest.fixture(params=["no fee", "a fee paid in part"])
def fee(request):
    return {} if request.param == "no fee" else {"fee_amount": 10000, "fee_status": "on_collection"}


@pytest.fixture
def office(district):
    """To which a dossier can be forwarded."""
    return Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Lao động")


@pytest.fixture
def given(people, office):
    """What each verb asks for."""
    chosen = {Verb.FORWARD: {"to": office.pk}, Verb.ASSIGN: {"to": people[Role.OFFICER].pk}}
    return GIVEN | chosen | {Verb.RESUME: {"papers": ["Sổ hộ khẩu"]}}


@pytest.fixture
def dossier_in(people, support, fee):
    """A dossier brought into a state on its lawful way, of a procedure that foresees everything."""
    support.versions.update(extension_limit=3, excluded_times=["appraisal"])

    def bring(state):
        dossier = receive(by=people[Role.CLERK], procedure=support, now=at("2018-01-15 07:30"), **fee)
        if fee:
            actions.collect_fee(dossier=dossier, by=people[Role.CLERK], now=at("2018-01-15 07:35"), amount=4000)
        for verb in WAY[state]:
            role = min(MOVES[verb].roles)
            more = {"collection": actions.Collection(fee_collected=True)} if verb == Verb.HAND_BACK else {}
            more |= {"reason": "x"} if MOVES[verb].needs_reason else {}
            more |= {"papers": ["Sổ hộ khẩu"]} if verb == Verb.ASK_FOR_PAPERS else {}
            more |= {"cause": "appraisal"} if verb == Verb.SUSPEND else {}
            getattr(actions, verb)(dossier=dossier, by=people[role], now=at("2018-01-15 07:40"), **more)
        dossier = reread(dossier)
        assert dossier.state == state
        return dossier

    return bring


def is_theirs(role, verb, state):
    return role in MOVES[verb].roles and (verb, state) not in NOT_THEIRS.get(role, ())


def is_lawful(verb, dossier):
    """From that state, and only if. Papers that an officer fetched are not on their way; a result at the desk is."""
    move = MOVES[verb]
    if dossier.state not in move.sources or (move.only_if and not getattr(dossier, move.only_if)):
        return False
    return verb != Verb.TAKE_OVER or dossier.state == DossierState.RESOLVED


def test_each_state_has_a_way_to_it():
    assert set(WAY) == set(DossierState)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", DossierState)
def test_only_what_the_table_allows_is_done(client, people, dossier_in, given, state, role):
    dossier = dossier_in(state)
    client.force_login(people[role])
    for verb, move in MOVES.items():
        with transaction.atomic():
            events = DossierEvent.objects.count()
            answer = press(client, dossier, verb, given.get(verb, {}))
            found, written = reread(dossier).state, DossierEvent.objects.count() - events
            transaction.set_rollback(True)
        if not is_theirs(role, verb, state):
            expected = (403, state, 0)
        elif not is_lawful(verb, dossier):
            expected = (302, state, 0)
        else:
            expected = (302, move.target or state, 1)
        assert (answer.status_code, found, written) == expected, verb


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", DossierState)
def test_the_page_offers_exactly_that(client, people, dossier_in, office, state, role):
    dossier = dossier_in(state)
    client.force_login(people[role])
    page = client.get(f"/dossiers/{dossier.code}/")
    offered = {move["verb"] for move in page.context["moves"]}
    assert offered == {verb for verb in Verb if is_theirs(role, verb, state) and is_lawful(verb, dossier)}
    for verb in Verb:
        assert (f'="/dossiers/{dossier.code}/{verb}/"' in page.content.decode()) == (verb in offered)


@pytest.mark.parametrize("state", DossierState)
def test_the_actions_themselves_refuse_what_the_table_does_not_allow(people, dossier_in, office, state):
    """Whoever calls them, and whatever page or job it comes from."""
    dossier, officer, now = dossier_in(state), people[Role.OFFICER], at("2018-01-15 08:00")
    asked = {
        Verb.ASSIGN: {"to": officer},
        Verb.FORWARD: {"to": office},
        Verb.RECORD_SIGNATURE: {"signer": "Vũ Văn Minh"},
        Verb.SUSPEND: {"cause": "appraisal"},
        Verb.EXTEND: {"amount": 2},
        Verb.APOLOGISE: {"promised_on": date(2018, 1, 31)},
        Verb.HAND_BACK: {"collection": actions.Collection(fee_collected=True)},
        Verb.EXEMPT_FEE: {"ground": "poor"},
        Verb.CHANGE_FEE: {"amount": 7000},
    }
    for verb in (verb for verb, move in MOVES.items() if not is_lawful(verb, dossier)):
        given = asked.get(verb, {}) | ({"reason": "x"} if MOVES[verb].needs_reason else {})
        with pytest.raises(actions.MoveNotAllowed):
            getattr(actions, verb)(dossier=dossier, by=officer, now=now, **given)
        assert reread(dossier).state == state
    assert not DossierEvent.objects.filter(at=now).exists()


def press(client, dossier, verb, given):
    """What a correction changes is shown first, and saved by the next press."""
    answer = client.post(f"/dossiers/{dossier.code}/{verb}/", given)
    if verb == Verb.CORRECT and answer.status_code == 200:
        given = given | {"shown": answer.context["change"].digest}
        answer = client.post(f"/dossiers/{dossier.code}/{verb}/", given)
    return answer
