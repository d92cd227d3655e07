from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dossiers import exports
from dossiers.errands import errands_of
from dossiers.filters import sight_in_words
from dossiers.listing import DossierList
from units.sheets import CSV, workbook_response


@require_GET
def dossiers(request):
    """The dossiers one may see, filtered; page 1,000 costs what page 1 costs."""
    asked = _asked_for(request)
    if not asked.form.is_valid():
        return _refused(request, asked)
    rows, after = asked.page()
    count, is_counted = asked.count()
    context = _context(asked) | {
        "dossiers": rows,
        "parts": asked.parts(),
        "is_part": asked.is_part,
        "told": asked.told,
        "count": count,
        "is_counted": is_counted,
        "next_page": after and asked.address(after=after),
        "first_page": asked.place and asked.address(after="", order=asked.order),
        "heads": {column: _head(asked, column) for column in asked.columns},
        "here": asked.address(order=asked.order),
        "all": asked.address(after="", order=asked.order),
        "sight": sight_in_words(request.user),
        "errands": errands_of(request.user),
        "batch_limit": settings.BATCH_LIMIT,
        "finished": asked.form.shows_finished and ("waiting" if asked.form.awaits_collection else "finished"),
    }
    return render(request, "dossiers/list.html", context)


@require_GET
def export_csv(request):
    """The same list as a .csv of any length, sent while it is read."""
    asked = _asked_for(request)
    if not asked.form.is_valid():
        return _refused(request, asked)
    lines = exports.csv_of(asked.order.sort(asked.found), today=asked.today)
    headers = {
        "Content-Disposition": f'attachment; filename="{_file_name(request)}.csv"',
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(lines, content_type=CSV, headers=headers)


@require_GET
def export_xlsx(request):
    """The same list as a workbook, with a sheet that says what it is; one that is too long is refused."""
    asked = _asked_for(request)
    if not asked.form.is_valid():
        return _refused(request, asked)
    if exports.is_too_long(asked.found):
        context = _context(asked) | {"limit": settings.EXPORT_LIMIT, "all": asked.address(after="", order=asked.order)}
        return render(request, "dossiers/too_long.html", context, status=400)
    notes = exports.Notes(filter=asked.in_words(), by=request.user, now=request.now)
    sheets = exports.sheets_of(asked.order.sort(asked.found), today=asked.today, notes=notes)
    return workbook_response(f"{_file_name(request)}.xlsx", *sheets)


def way_back(request, dossier):
    """The list from which `dossier` was opened, as the address says, and what stands beside it there; or None.

    Only a filter of our own list is taken from the address, so it leads nowhere else.
    """
    asked = DossierList.from_address(request.GET.get("list", ""), user=request.user, now=request.now)
    if asked is None or not asked.form.is_valid():
        return None
    previous, following = asked.neighbours(dossier)
    return {"list": asked.address(), "previous": previous, "next": following}


def _asked_for(request):
    if not request.user.duties:
        raise PermissionDenied
    return DossierList(request.GET, user=request.user, now=request.now)


def _refused(request, asked):
    return render(request, "dossiers/list.html", _context(asked), status=400)


def _context(asked):
    return {"section": "dossiers", "form": asked.form, "today": asked.today, "calendar": asked.calendar}


def _head(asked, column):
    """Where the head of a column leads, and how the list is sorted by it now."""
    direction = "" if column != asked.order.column else "descending" if asked.order.is_descending else "ascending"
    return {"address": asked.address(order=asked.order.turned(column), after=""), "direction": direction}


def _file_name(request):
    return f"ho-so-{timezone.localtime(request.now):%Y%m%d-%H%M}"
