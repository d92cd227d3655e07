from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dossiers import actions
from dossiers.models import Reminder
from units.calendars import calendar_for
from units.models import Role

MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request):
    """What the ladder reminds somebody of, each dossier once, the most urgent first; what he saw to he ticks off."""
    if not request.user.has_role(Role.OFFICER, Role.LEADER):
        raise PermissionDenied
    mine = Reminder.objects.visible_to(request.user).current()
    if request.method == "POST":
        return _settle(request, mine)
    today = timezone.localdate(request.now)
    shown = list(mine.one_each().with_dossiers()[:MOST])
    context = {"section": "desk" if request.user.has_role(Role.OFFICER) else "dashboard", "reminders": shown}
    context |= {"count": mine.one_each().count() if len(shown) == MOST else len(shown)}
    context |= {"today": today, "calendar": calendar_for(request.user, on=today)}
    return render(request, "desk/reminders.html", context)


def _settle(request, mine):
    keys = [key for key in request.POST.getlist("reminder") if key.isascii() and key.isdigit() and len(key) < 19]
    settled = actions.settle(reminders=mine.of_the_same_dossiers(keys), by=request.user, now=request.now)
    if settled:
        said = ngettext("%(n)d reminder is settled.", "%(n)d reminders are settled.", settled)
        messages.success(request, said % {"n": settled})
    else:
        messages.info(request, _("Nothing was changed: tick what you have seen to. Others may have been quicker."))
    return redirect("dossiers:reminders")
