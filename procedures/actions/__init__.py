from procedures.actions.browsing import give_everyday_words, make_life_events
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

__all__ = [
    "POSTED_AHEAD",
    "Posted",
    "apply_decision",
    "change_head",
    "date_line",
    "discard_draft",
    "draft_decision",
    "draft_lines",
    "draft_new",
    "draft_table",
    "drop_line",
    "give_everyday_words",
    "make_life_events",
    "redraft",
    "mark_posted_only",
    "post",
    "put_back",
    "redate_decision",
    "set_at_units",
    "set_fee",
    "take_back_decision",
    "take_back_fee",
    "take_down",
]
