"""Apology by exception: each day the list of what falls due without a result, and the letters of one press."""

from datetime import time

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from dossiers.models import Apology, Dossier
from dossiers.models.querysets import end_of, reach_of, start_of
from dossiers.states import WORKED_ON
from units.models import Role, RuleSet


def due_without_result(dossiers, today, calendar):
    """Those of `dossiers` that are worked on and promised for a day until the next working day, or for one gone by.

    Where the dossier's rule set wants an apology earlier than a working day before, those of as many days more.
    """
    within = Q(pk__in=[])
    for pk, lead in RuleSet.objects.values_list("pk", "apology_lead_days"):
        last = end_of(calendar.add_working_days(today, max(lead, 1)))
        within |= Q(rule_set=pk, due_at__lt=last) & (Q(promised_at=None) | Q(promised_at__lt=last))
    promise = Greatest("due_at", "promised_at")  # PostgreSQL passes over what is null
    return dossiers.filter(within, state__in=sorted(WORKED_ON)).annotate(promise=promise).order_by("promise", "pk")


def answered_for_by(user):
    """The dossiers that `user` apologises for as an officer, or sees to as a leader: those that his unit decides."""
    units = [duty.unit.pk for duty in user.duties if duty.role in (Role.OFFICER, Role.LEADER) and not duty.is_beside]
    return Dossier.objects.visible_to(user).filter(competent_agency__in=reach_of(user).agencies_of(*units))


def is_final(now):
    """Whether it is late enough in the day for the list to be settled."""
    return timezone.localtime(now).time() >= time(settings.APOLOGY_LIST_HOUR)


def recorded_together(dossiers, made_at):
    """The apologies of one press, in the order in which they were numbered."""
    apologies = Apology.objects.filter(made_at=made_at, dossier__in=_keys(dossiers)).order_by("pk")
    return apologies.select_related(
        "dossier__version__procedure",
        "dossier__competent_agency__unit",
        "dossier__returning_desk__unit",
        "dossier__form_set",
        "dossier__rule_set",
    )


def presses_of(dossiers, today):
    """(moment, how many letters) of each press of the day, the latest first."""
    made = Apology.objects.filter(made_at__gte=start_of(today), made_at__lt=end_of(today), dossier__in=_keys(dossiers))
    return made.order_by("-made_at").values_list("made_at").annotate(n=Count("pk"))


def reasons_given_before(dossiers, most=10):
    """What was written lately, to be chosen again."""
    lately = Apology.objects.filter(dossier__in=_keys(dossiers)).order_by("-pk").values_list("reason", flat=True)
    return list(dict.fromkeys(lately[: 5 * most]))[:most]


def _keys(dossiers):
    return dossiers.order_by().values("pk")
