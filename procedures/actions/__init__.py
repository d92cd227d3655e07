from procedures.actions.handling import mark_posted_only
from procedures.actions.postings import POSTED_AHEAD, Posted, post, put_back, take_down

__all__ = [
    "POSTED_AHEAD",
    "Posted",
    "mark_posted_only",
    "post",
    "put_back",
    "take_down",
]
