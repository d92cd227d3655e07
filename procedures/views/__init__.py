from procedures.views import decision_table, decisions, exceptions, manage, prints, search
from procedures.views.open_data import catalogue_file, open_data
from procedures.views.postings import export, postings, put_back, unit_postings
from procedures.views.public import browse, detail, form_file, procedures

__all__ = [
    "browse",
    "catalogue_file",
    "decision_table",
    "decisions",
    "detail",
    "exceptions",
    "export",
    "form_file",
    "manage",
    "open_data",
    "postings",
    "prints",
    "procedures",
    "put_back",
    "search",
    "unit_postings",
]
