from procedures.views.postings import export, postings, put_back, unit_postings
from procedures.views.public import detail, procedures

__all__ = ["detail", "export", "postings", "procedures", "put_back", "unit_postings"]
