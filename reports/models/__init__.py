from reports.models.digest import DigestReader
from reports.models.submissions import CAME, WENT, Submission, SubmissionCell, SubmissionPart, SubmissionState
from reports.models.tallies import COUNTS, DeskTally, ProcedureTally, Span, Tallied, Tally, TallyDelta

__all__ = [
    "CAME",
    "COUNTS",
    "WENT",
    "DeskTally",
    "DigestReader",
    "ProcedureTally",
    "Span",
    "Submission",
    "SubmissionCell",
    "SubmissionPart",
    "SubmissionState",
    "Tallied",
    "Tally",
    "TallyDelta",
]
