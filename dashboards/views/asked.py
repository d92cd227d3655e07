"""How every page for leaders begins: who may look, at which unit, over which days."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone

from dashboards.forms import DashboardForm
from dashboards.scope import NothingToShow, Scope, overseen_by, scope_of


class Refused(Exception):
    """There is nothing to show, as the form of the page says."""

    def __init__(self, form):
        super().__init__()
        self.form = form


def for_overseers(view):
    """For who oversees a unit; of who asks for what is not there, the form says why.

    An administrator of the system oversees none; who only has work of his own has no business here.
    """

    @wraps(view)
    def checked(request, *args):
        if not request.user.oversees:
            if request.user.is_superuser and not request.user.duties:
                return render(request, "dashboards/nothing.html", {"section": "dashboard"})
            raise PermissionDenied
        try:
            return view(request, *args)
        except Refused as refused:
            form = refused.form
            return render(request, form.template, base_of(form), status=form.status)

    return checked


def asked_for(request, form_class: type[DashboardForm]) -> tuple[DashboardForm, Scope]:
    """The form, and the Scope that it stands for. Raises Refused."""
    form = form_class(request.GET, today=timezone.localdate(request.now))
    overseen = overseen_by(request.user)
    scope = _scope(request, form, overseen) if form.is_valid() else None
    day = form.today if form.is_of_today else form.period.last
    form.offer([unit for unit in overseen if unit.is_in_force_on(day)])
    if scope is None:
        raise Refused(form)
    return form, scope


def base_of(form) -> dict:
    """What a page shows also where there is nothing to show."""
    return {"section": "dashboard", "form": form, "scope": None, "today": form.today}


def _scope(request, form, overseen):
    asked = {"code": form.cleaned_data["unit"], "is_of_today": form.is_of_today}
    try:
        scope = scope_of(request.user, overseen, period=form.period, today=form.today, **asked)
    except NothingToShow as fault:
        form.add_error(None, str(fault))
        form.status, form.may_be_redrawn = fault.status, fault.may_be_redrawn and not form.is_of_today
        return None
    form.show(scope.unit)
    return scope
