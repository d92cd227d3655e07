import inspect

import pytest

from dossiers import actions
from dossiers.states import (
    EXPECTED_NEXT,
    FINISHED_STATES,
    MOVES,
    NATIONAL_STATUS,
    OPEN_STATES,
    PAUSED_STATES,
    DossierState,
    Verb,
)
from units.models import Role


def test_every_verb_has_its_move_and_its_action():
    assert set(MOVES) == set(Verb)
    for verb, move in MOVES.items():
        asked_for = inspect.signature(getattr(actions, verb)).parameters
        assert {"dossier", "by", "now"} <= set(asked_for)
        assert all(parameter.kind == inspect.Parameter.KEYWORD_ONLY for parameter in asked_for.values())
        assert ("reason" in asked_for) == move.needs_reason


def test_states_are_open_or_finished():
    assert set(DossierState) == OPEN_STATES | FINISHED_STATES
    assert set() == OPEN_STATES & FINISHED_STATES


def test_every_state_can_be_reached_from_reception():
    reached = {DossierState.RECEIVED}
    for _ in DossierState:
        reached |= {move.target for move in MOVES.values() if move.target and move.sources & reached}
    assert reached == set(DossierState)


def test_nothing_leaves_what_is_handed_back_withdrawn_or_stopped():
    for state in (DossierState.HANDED_BACK, DossierState.WITHDRAWN, DossierState.STOPPED):
        assert [verb for verb, move in MOVES.items() if state in move.sources and move.target] == []


def test_all_that_is_left_of_what_is_over_is_to_put_its_fee_right_and_to_correct_it():
    for state in FINISHED_STATES - {DossierState.RESOLVED}:
        left = {verb for verb, move in MOVES.items() if state in move.sources}
        lowered = {Verb.CHANGE_FEE} if state == DossierState.HANDED_BACK else set()
        assert left == {Verb.REFUND_FEE, Verb.CORRECT} | lowered


def test_what_comes_next_is_lawful():
    for state, verb in EXPECTED_NEXT.items():
        assert state in MOVES[verb].sources


def test_clerks_hand_back_and_officers_resolve():
    assert MOVES[Verb.HAND_BACK].roles == {Role.CLERK}
    assert MOVES[Verb.RESOLVE].roles == {Role.OFFICER}


def test_papers_come_to_the_desk_or_to_the_officer():
    assert MOVES[Verb.RESUME].roles == {Role.CLERK, Role.OFFICER}


def test_no_result_while_the_clock_stands_still():
    assert not MOVES[Verb.RESOLVE].sources & PAUSED_STATES
    assert PAUSED_STATES < OPEN_STATES


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("received", 2),
        ("processing", 4),
        ("signing", 4),
        ("supplement", 5),
        ("payment", 6),
        ("suspended", 4),
        ("withdrawn", 7),
        ("stopped", 8),
        ("resolved", 9),
        ("handed_back", 10),
    ],
)
def test_states_have_their_national_code(state, code):
    assert NATIONAL_STATUS[DossierState(state)] == code
    assert 3 not in NATIONAL_STATUS.values()  # refusal at the door, where there is no dossier
