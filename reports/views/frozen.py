"""A submitted report: as it was sent, on the page and in files; what has changed since; the dossiers behind it."""

from functools import partial

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dossiers.figures import Figure
from dossiers.models import Dossier
from dossiers.sentences import sentence
from procedures.models import Sector
from reports import links
from reports.changed import cells_changed, changes_of, deeds
from reports.freezing import report_of
from reports.frozen_cells import keys_behind
from reports.models import Submission
from reports.permissions import may_judge, may_return
from reports.prints.report import printed
from reports.statutory import UNIT_OF_COUNT
from reports.tables import table_of
from reports.terms import term_with
from reports.views.report import file_response
from reports.workbooks.report import write_report
from units.sheets import XLSX

DEEDS_SHOWN, PAGE_SIZE = 100, 25


@require_safe
def submission(request, pk):
    made = _found(request, pk)
    report = report_of(made)
    changes = changes_of(made)
    rounds = Submission.objects.of(made.unit, made.period, is_consolidated=made.is_consolidated).with_people()
    context = {
        "section": "reports",
        "made": made,
        "report": report,
        "term": term_with(report.period, report.report_set.cut_off_day),
        "table": table_of(report, partial(links.frozen, made)),
        "unit_of_count": UNIT_OF_COUNT,
        "changes": changes,
        "cells": list(_named(cells_changed(changes, report.layout), report)),
        "deeds": list(_told(deeds(changes, made, user=request.user, most=DEEDS_SHOWN))),
        "rounds": rounds.order_by("-number"),
        "parts": made.parts.with_people().order_by("unit__code"),
        "in_sight": set(_of_its_line(made).visible_to(request.user).values_list("pk", flat=True)),
        "may_accept": made.state == "submitted" and may_judge(request.user, made.unit),
        "may_return": made.is_live and may_return(request.user, made),
        "whole": made.whole,
    }
    return render(request, "reports/submission.html", context)


@require_safe
def dossiers(request, pk):
    """The dossiers that a number of the frozen report counts, whatever became of them since."""
    made = _found(request, pk)
    figure = request.GET.get("figure", "")
    sector = request.GET.get("sector", "")
    asked = {name: request.GET.get(name, "") for name in ("sector", "below", "level")}
    keys = keys_behind(made, figure, **asked)
    page = Paginator(keys, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = Dossier.objects.visible_to(request.user).filter(pk__in=list(page.object_list)).with_list_data()
    context = {
        "section": "reports",
        "made": made,
        "figure": dict(Figure.choices).get(figure, ""),
        "sector": Sector.objects.filter(pk=sector).first() if sector.isdigit() else None,
        "count": len(keys),
        "page": page,
        "dossiers": (shown := list(shown.order_by("pk"))),
        "hidden": len(page.object_list) - len(shown),
        "changed": {change.dossier for change in changes_of(made)},
    }
    return render(request, "reports/frozen_dossiers.html", context)


@require_safe
def workbook(request, pk):
    return _file(request, pk, "xlsx", XLSX, write_report)


@require_safe
def pdf(request, pk):
    return _file(request, pk, "pdf", "application/pdf", printed)


def _file(request, pk, ending, content_type, make):
    made = _found(request, pk)
    name = f"bieu-06-{made.unit.code}-{made.first}-{made.last}-lan-{made.number}.{ending}"
    return file_response(make(report_of(made), by=made.submitted_by, now=made.submitted_at), name, content_type)


def _found(request, pk):
    return get_object_or_404(Submission.objects.visible_to(request.user).with_people(), pk=pk)


def _of_its_line(made):
    """What it was summed up from, and what it was summed up in."""
    return Submission.objects.filter(Q(wholes=made) | Q(parts=made))


def _named(cells, report):
    """(line, heading, how many there were, how many there are now) of each."""
    names = {line.key: line.name for line in report.lines}
    names |= dict(
        Sector.objects.filter(pk__in={cell.sector for cell in cells} - names.keys()).values_list("pk", "name")
    )
    headings = {column.figure: column.heading for column in report.layout.columns}
    for cell in cells:
        was = sum(getattr(line.figures, cell.figure) for line in report.lines if line.key == cell.sector)
        yield names[cell.sector], headings[cell.figure], was, was - cell.left + cell.came


def _told(found):
    """Each dossier with where it counted, where it counts now, and the sentence of the event that did it."""
    places = [place for deed in found for place in (deed.change.was, deed.change.now) if place]
    names = dict(Sector.objects.filter(pk__in={place.sector for place in places}).values_list("pk", "name"))
    for deed in found:
        was, now = deed.change.was, deed.change.now
        is_elsewhere = was is None or now is None or was.sector != now.sector
        yield {
            "dossier": deed.dossier,
            "was": _in_words(was, names if is_elsewhere else {}),
            "now": _in_words(now, names if is_elsewhere else {}),
            "event": deed.event,
            "sentence": sentence(deed.event) if deed.event else "",
        }


def _in_words(place, names):
    return place and {
        "came": Figure(place.came).label,
        "went": Figure(place.went).label,
        "sector": names.get(place.sector, ""),
    }
