"""The catalogue for everybody's programs."""

import tempfile

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from procedures.browsing import levels_on
from procedures.catalogue import COLUMNS
from procedures.exports import catalogue_csv, catalogue_rows
from procedures.open_data import edition, json_lines, members
from units.models import Level
from units.sheets import CSV, XLSX
from units.tables import write_xlsx

CHUNK = 64 * 1024  # bytes


@require_safe
@login_not_required
def open_data(request):
    today = timezone.localdate(request.now)
    levels = levels_on(today)
    context = {
        "today": today,
        "edition": edition(today),
        "levels": levels,
        "total": sum(level.count for level in levels),
        "columns": COLUMNS,
        "members": members(),
        "licence": settings.OPEN_DATA_LICENCE,
        "section": "procedures",
    }
    return render(request, "procedures/open_data.html", context)


@require_safe
@login_not_required
def catalogue_file(request, ending):
    """The procedures in force today, of one `?level=` or of all; 304 for who names the edition that he has.

    Only the tag decides: a moment cannot tell two writes of one second apart.
    """
    level, today = request.GET.get("level", ""), timezone.localdate(request.now)
    if level and level not in Level.values:
        says = f"No such level: {level[:20]!r}. Use one of {', '.join(Level.values)}, or none for all.\n"
        return HttpResponse(says, content_type="text/plain; charset=utf-8", status=400)
    current = edition(today)
    tag = quote_etag(f"{current.tag}-{level or 'all'}-{ending}")
    response = get_conditional_response(request, etag=tag) or _file(
        ending, today, level, has_body=request.method == "GET"
    )
    response.headers["ETag"], response.headers["Cache-Control"] = tag, "public, no-cache"
    if current.changed_at:
        response.headers["Last-Modified"] = http_date(current.changed_at.timestamp())
    return response


def _workbook(rows):
    """The bytes of a workbook, made on disk when the first are asked for."""
    with tempfile.TemporaryFile() as file:
        write_xlsx(file, COLUMNS, rows)
        file.seek(0)
        yield from iter(lambda: file.read(CHUNK), b"")


# By ending: the content type, and the pieces of a file for a day and a level, read from the database as they are sent.
FORMATS = {
    "csv": (CSV, lambda on, level: catalogue_csv(catalogue_rows(on, level))),
    "xlsx": (XLSX, lambda on, level: _workbook(catalogue_rows(on, level))),
    "json": ("application/json", json_lines),
}


def _file(ending, today, level, *, has_body):
    content_type, pieces = FORMATS[ending]
    name = f"catalogue-{level}.{ending}" if level else f"catalogue.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    pieces = pieces(today, level) if has_body else ()
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)
