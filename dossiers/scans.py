"""Papers taken over by scanning their slips: what each line stands for, and what became of it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dossiers import cards, queries
from dossiers.carrying_out import Refused, carry_out
from dossiers.models import Dossier
from dossiers.models.querysets import works_for
from dossiers.permissions import may
from dossiers.states import DossierState, Verb
from dossiers.steps import is_lawful
from units.typed import code_typed

MOST_SHOWN = 40  # characters of what could not be read


@dataclass(frozen=True)
class Outcome:
    """What became of one scan, in a sentence; `code` of the dossier, where there is one to be opened."""

    is_taken: bool
    sentence: str
    code: str = ""


def take_over_all(scans, *, by, now) -> list[Outcome]:
    """Each by itself: what is wrong with one keeps no other from being taken over."""
    return [take_over(scan, by=by, now=now) for scan in scans]


def take_over(scan, *, by, now) -> Outcome:
    """The dossier that `scan` names, taken over or, where nobody works on it yet, taken up."""
    found = queries.with_code(scan, among=Dossier.objects.visible_to(by).with_list_data())[:2]
    if len(found) != 1:
        return Outcome(False, _why_unknown(scan, len(found)))
    (dossier,) = found
    given_by = dossier.open_step.before if dossier.open_step else None
    verb = verb_to_take(dossier)
    if may(by, verb, dossier) and is_lawful(dossier, verb):
        try:
            carry_out(verb, dossier, None, by=by, now=now)
        except Refused:
            dossier = Dossier.objects.with_list_data().get(pk=dossier.pk)  # somebody was quicker
        else:
            place = given_by.place if given_by else dossier.receiving_desk
            taken = _("Taken over %(time)s from: %(place)s.") % {"time": _time(now), "place": place}
            return Outcome(True, taken, dossier.code)
    return Outcome(False, _why_not(dossier, by), dossier.code)


def verb_to_take(dossier) -> Verb:
    """What taking its papers over means in the state it is in."""
    return Verb.START if dossier.state == DossierState.RECEIVED else Verb.TAKE_OVER


def _why_unknown(scan, count):
    """Nothing is said of dossiers that somebody may not see."""
    if cards.read_card(scan):
        return _("This is an identity card. Scan the slip of the dossier.")
    shown = scan if len(scan) <= MOST_SHOWN else f"{scan[:MOST_SHOWN]}…"
    if count:
        return _("More than one dossier that you may see ends in “%(text)s”. Type the whole code.") % {"text": shown}
    if code := cards.DOSSIER_CODE.search(code_typed(scan)) or queries.ENDING.fullmatch(scan):
        return _("There is no dossier %(code)s that you may see. Compare it with the slip.") % {"code": code[0]}
    return _("“%(text)s” cannot be read as a dossier code. Scan it again, or type the code from the slip.") % {
        "text": shown
    }


def _why_not(dossier, by):
    step = dossier.open_step
    if step is None and not dossier.is_open:
        return _("Nothing to take over: the dossier is “%(state)s”.") % {"state": dossier.get_state_display()}
    if step is None:
        return _("It was not handed over to you: it lies where it was received, at: %(place)s.") % {
            "place": dossier.receiving_desk
        }
    said = {"place": step.place, "person": step.taken_by or "–", "time": _time(step.taken_at or step.begun_at)}
    if is_place_of(by, step):
        if step.is_on_its_way:
            return _("It cannot be taken over while it is “%(state)s”.") % {"state": dossier.get_state_display()}
        return _("Taken over already, %(time)s by %(person)s.") % said
    if step.is_on_its_way:
        return _("It is not on its way to you: it was handed over %(time)s to: %(place)s.") % said
    return _("It is not on its way to you: it lies since %(time)s at: %(place)s.") % said


def is_place_of(user, step):
    """Whether `user` takes over what comes there."""
    return step.desk in user.desks if step.desk_id else step.agency_id in works_for(user)


def _time(moment):
    return date_format(timezone.localtime(moment), "H:i d/m/Y")
