from procedures.actions.alike import add_keywords, draft_alike, set_handling
from procedures.actions.browsing import give_everyday_words, make_life_events
from procedures.actions.checks import record_check, undo_check
from procedures.actions.decisions import apply_decision, redate_decision, take_back_decision
from procedures.actions.drafts import (
    change_head,
    date_line,
    discard_draft,
    draft_decision,
    draft_lines,
    draft_new,
    draft_table,
    drop_line,
    redraft,
)
from procedures.actions.exceptions import set_at_units
from procedures.actions.fees import set_fee, take_back_fee
from procedures.actions.handling import mark_posted_only
from procedures.actions.postings import POSTED_AHEAD, Posted, post, put_back, take_down
from procedures.actions.rounds import add_proof, confirm, may_undo, undo_round

__all__ = [
    "POSTED_AHEAD",
    "Posted",
    "add_keywords",
    "add_proof",
    "apply_decision",
    "change_head",
    "confirm",
    "date_line",
    "discard_draft",
    "draft_alike",
    "draft_decision",
    "draft_lines",
    "draft_new",
    "draft_table",
    "drop_line",
    "give_everyday_words",
    "make_life_events",
    "redraft",
    "mark_posted_only",
    "may_undo",
    "post",
    "put_back",
    "record_check",
    "redate_decision",
    "set_at_units",
    "set_fee",
    "set_handling",
    "take_back_decision",
    "take_back_fee",
    "take_down",
    "undo_check",
    "undo_round",
]
