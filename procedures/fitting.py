"""The size of each posting sheet, found once: a booklet of 152 sheets spends two thirds of its time on trying sizes.

A second's worth is found at a time and kept, so that whoever waits for a large booklet sees how far it is, and another
print of the same sheets does not wait.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from prints.render import ROOT
from procedures.models import SheetSize
from procedures.prints.sheet import Office, PostingSheet, sizes_of

SECONDS = 1.0
AT_ONCE = 16  # sheets that typst is asked for together


def fitted(office: Office, sheets: Sequence[PostingSheet]) -> list[PostingSheet]:
    """`sheets` with their sizes, as far as they are known or found in a second; the others have none yet."""
    digests = [digest_of(office, sheet) for sheet in sheets]
    known = dict(SheetSize.objects.filter(pk__in=digests).values_list("pk", "points"))
    unknown = [(digest, sheet) for digest, sheet in zip(digests, sheets, strict=True) if digest not in known]
    end = time.monotonic() + SECONDS
    for start in range(0, len(unknown), AT_ONCE):
        known |= _find(office, dict(unknown[start : start + AT_ONCE]))
        if time.monotonic() > end:
            break
    return [replace(sheet, points=known.get(digest)) for digest, sheet in zip(digests, sheets, strict=True)]


def _find(office, sheets):
    found = dict(zip(sheets, sizes_of(office, list(sheets.values())), strict=True))
    rows = [SheetSize(digest=digest, points=points) for digest, points in found.items()]
    SheetSize.objects.bulk_create(rows, ignore_conflicts=True)
    return found


def digest_of(office: Office, sheet: PostingSheet) -> str:
    return hashlib.sha256(repr((_set_out_by(), office, sheet)).encode()).hexdigest()


@cache
def _set_out_by():
    """What says how sheets look: with another release they may have other sizes."""
    return [(ROOT / path).read_bytes() for path in ("procedures/prints/_sheet.typ", "prints/_parts.typ")]
