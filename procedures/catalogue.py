"""The catalogue as a table: its columns, and how papers and results stand in them. No database here.

Papers and results are items joined with ` | `. A paper may end with `[originals=N,copies=M]`, else its name says how
often it is asked for; `«…»` before one opens a case that lasts until the next, and `«»` closes it.
"""

import re
import unicodedata
from collections.abc import Iterable

from procedures.content import Paper
from units.text import normalise

COLUMNS = (
    "code",
    "name",
    "level",
    "sector",
    "time_limit",
    "time_unit",
    "fee_vnd",
    "channels",
    "documents",
    "result",
    "legal_basis",
    "decision_number",
    "decision_date",
    "effective_from",
    "change",
    "provenance",
)
BETWEEN = " | "
COUNTS = re.compile(r"\s*\[originals=([0-9]{1,9}),copies=([0-9]{1,9})\]$")
CASE = re.compile(r"«([^»]*)»\s*")
IF_ANY = re.compile(r"\([^)]*nếu có[^)]*\)", re.IGNORECASE)
A_COPY = re.compile(r"(^\s*|\()bản sao\b", re.IGNORECASE)
SHOWN_ONLY = re.compile(r"(^\s*|\()xuất trình\b", re.IGNORECASE)
LOCAL_CODE = re.compile(r"L\.([0-9]{6,9})")


def is_local(code):
    return LOCAL_CODE.fullmatch(code) is not None


def local_code_after(codes: Iterable[str]) -> str:
    """The first local code that comes after all of `codes`."""
    taken = (int(found[1]) for code in codes if (found := LOCAL_CODE.fullmatch(code)))
    return f"L.{max(taken, default=0) + 1:06}"


def says_if_any(name: str) -> bool:
    """Whether a paper is asked for only where the applicant has it: "(nếu có)"."""
    return IF_ANY.search(name) is not None


def says_shown_only(name: str) -> bool:
    """Whether a paper is shown at the desk and taken home again: "(xuất trình)"."""
    return SHOWN_ONLY.search(name) is not None


def usual_counts(name: str) -> tuple[int, int]:
    """The originals and copies that a paper of this name stands for: "Bản sao …" a copy, "… (xuất trình)" neither."""
    if A_COPY.search(name):
        return 0, 1
    return (0, 0) if says_shown_only(name) else (1, 0)


def papers_from(text: str) -> list[Paper]:
    """The papers in a cell; raises ValueError for a paper without a name."""
    papers, case = [], ""
    for item in items_from(text):
        if opening := CASE.match(item):
            case, item = opening[1].strip(), item[opening.end() :]
        counts = COUNTS.search(item)
        name = item[: counts.start()] if counts else item
        if counts and not name:
            raise ValueError(item)
        if name:  # «…» alone only opens a case
            originals, copies = map(int, counts.groups()) if counts else usual_counts(name)
            is_optional = says_if_any(name)
            papers.append(Paper(name, case, originals, copies, is_optional))
    return papers


def papers_as_text(papers: Iterable[Paper]) -> str:
    """The cell from which `papers_from` makes the same papers again."""
    items, case = [], ""
    for paper in papers:
        opening = f"«{paper.case}» " if paper.case != case else ""
        items.append(f"{opening}{paper.name}{_counts_as_text(paper)}")
        case = paper.case
    return BETWEEN.join(items)


def _counts_as_text(paper):
    is_usual = (paper.originals, paper.copies) == usual_counts(paper.name)
    return "" if is_usual else f" [originals={paper.originals},copies={paper.copies}]"


def items_from(text: str) -> list[str]:
    return [item.strip() for item in text.split(BETWEEN) if item.strip()]


def is_plain(item: str) -> bool:
    """Whether a paper or a result of this name can be told from the marks of the table."""
    item = item.strip()
    is_one = item != "" and item == item.strip("|") and BETWEEN not in item
    return is_one and not CASE.match(item) and not COUNTS.search(item)


def same_name(name: str) -> str:
    """What two spellings of one name share: neither white space nor capitals count."""
    return normalise(name).casefold()


def tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
