from procedures.views.postings import export, postings, unit_postings
from procedures.views.public import detail, procedures

__all__ = ["detail", "export", "postings", "procedures", "unit_postings"]
