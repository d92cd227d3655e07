from procedures.views import decisions
from procedures.views.postings import export, postings, put_back, unit_postings
from procedures.views.public import detail, procedures

__all__ = ["decisions", "detail", "export", "postings", "procedures", "put_back", "unit_postings"]
