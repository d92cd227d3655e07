"""docs/processing.md: the table of lawful moves, as the code has it."""

from django.utils import translation

from dossiers.states import EXPECTED_NEXT, MOVES, NATIONAL_STATUS, OPEN_STATES, PAUSED_STATES, DossierState, Verb
from tests.docs.pages import is_what_the_code_says, table
from units.models import Role

INTRODUCTION = """\
# How a dossier moves

Written by `make docs` from `dossiers/states.py`; a test fails when this page and the code differ. Buttons, addresses
and actions read the same table, and `tests/dossiers/views/test_lawful_moves.py` tries every verb in every state as
everybody.

## States

The code is that of the national portal. Refusal at the door (3) has no state: there is no dossier, only an
enquiry (docs/architecture.md).
"""
MOVES_TITLE = """\
## Moves

A clerk's work is that of the desk that received the dossier (to hand back: of the one that returns it; to forward and
to take over: only what lies there; a fee: of both). An officer's is what his office holds, or what still lies at the
desk of his unit. What only the competent authority can say (●) is its officers' work whoever holds the dossier.
Forwarding, assigning, taking over, extending, apologising and what is done about a fee leave the state as it is.
`extend` and `suspend` are offered only where the dossier's procedure version foresees them. A fee is collected while
it is owed and the result is still here; given back wherever something is kept that is not due, as all is not where
nothing came of the dossier.

Correcting leaves the state as it is, too. Within ten minutes (`OWN_CORRECTION_MINUTES`) it is the work of the clerk who
received the dossier, without a reason; at any time, with one, that of a leader of the receiving desk's unit or of one
above it. What may be corrected in which state: docs/decisions/0017.
"""
MATRIX_TITLE = """\
## In which state

● the law expects it next, ○ it may be done.
"""
ONLY_IF = {
    "": "",
    "owes_fee": "something is owed",
    "has_fee_to_change": "it was not imported; handed back, only what was paid too much",
    "has_fee_to_refund": "something is to be given back",
}
CLOCK = {True: "stands still", False: "runs"}


def in_vietnamese(label):
    with translation.override("vi"):
        return str(label)


def states():
    rows = []
    for state in DossierState:
        clock = CLOCK[state in PAUSED_STATES] if state in OPEN_STATES else "over"
        rows.append([f"`{state}`", in_vietnamese(state.label), str(NATIONAL_STATUS[state]), clock])
    return table(["State", "Vietnamese", "Code", "Clock"], rows)


def moves():
    rows = []
    for verb, move in MOVES.items():
        sources = ", ".join(f"`{state}`" for state in DossierState if state in move.sources)
        roles = ", ".join(f"{role}" for role in Role if role in move.roles)
        target = f"`{move.target}`" if move.target else "the same"
        rows.append(
            [
                f"`{verb}`",
                in_vietnamese(verb.label),
                sources,
                target,
                roles,
                "" if move.of_holder else "●",
                "yes" if move.needs_reason else "",
                ONLY_IF[move.only_if],
            ]
        )
    return table(["Verb", "Vietnamese", "From", "To", "Whose work", "Authority", "With a reason", "Only if"], rows)


def matrix():
    rows = [[f"`{state}`", *(sign(state, verb) for verb in Verb)] for state in DossierState]
    return table(["", *(f"`{verb}`" for verb in Verb)], rows)


def sign(state, verb):
    if state not in MOVES[verb].sources:
        return ""
    return "●" if EXPECTED_NEXT.get(state) == verb else "○"


def test_the_page_is_the_table_of_the_code():
    parts = [INTRODUCTION, states(), MOVES_TITLE, moves(), MATRIX_TITLE, matrix()]
    assert is_what_the_code_says("processing.md", "\n\n".join(part.strip() for part in parts) + "\n")
