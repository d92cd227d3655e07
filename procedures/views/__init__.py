from procedures.views import (
    alike,
    decision_table,
    decisions,
    exceptions,
    feedback,
    feedback_public,
    manage,
    prints,
    search,
)
from procedures.views.checks import checks, undo_check
from procedures.views.open_data import catalogue_file, open_data
from procedures.views.postings import export, overview_export, postings, put_back, unit_postings
from procedures.views.public import browse, detail, form_file, procedures
from procedures.views.rounds import confirm, photo, prove, undo

__all__ = [
    "alike",
    "browse",
    "catalogue_file",
    "checks",
    "confirm",
    "decision_table",
    "decisions",
    "detail",
    "exceptions",
    "export",
    "feedback",
    "feedback_public",
    "form_file",
    "manage",
    "open_data",
    "overview_export",
    "photo",
    "postings",
    "prints",
    "procedures",
    "prove",
    "put_back",
    "search",
    "undo",
    "undo_check",
    "unit_postings",
]
