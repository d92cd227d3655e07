from procedures.views import decision_table, decisions, exceptions, manage, prints, search
from procedures.views.postings import export, postings, put_back, unit_postings
from procedures.views.public import detail, procedures

__all__ = [
    "decision_table",
    "decisions",
    "detail",
    "exceptions",
    "export",
    "manage",
    "postings",
    "prints",
    "procedures",
    "put_back",
    "search",
    "unit_postings",
]
