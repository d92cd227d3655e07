"""What a dossier says to its applicant: how it stands and what comes next, in plain words and without any person."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dossiers.models import Delivery, EventKind
from dossiers.states import PAUSED_STATES, DossierState

# Of the history, the public sees these kinds of events and nothing that was written with them.
SENTENCES = {
    EventKind.RECEIVED: gettext_lazy("Received at the desk."),
    EventKind.STARTED: gettext_lazy("Taken up for processing."),
    EventKind.FORWARDED: gettext_lazy("Handed on to the next office."),
    EventKind.SUBMITTED: gettext_lazy("Submitted for signature."),
    EventKind.SIGNED: gettext_lazy("Signed."),
    EventKind.PAUSED: gettext_lazy("The clock stands still: something is waited for."),
    EventKind.SUCCEEDED: gettext_lazy("Another office or officer goes on with it."),
    EventKind.RECALCULATED: gettext_lazy("The days on which offices work changed; the due date moved."),
    EventKind.EXTENDED: gettext_lazy("The office extended the time, as the law allows once."),
    EventKind.APOLOGISED: gettext_lazy("The office apologised and promised a new date."),
    EventKind.CORRECTED: gettext_lazy("What was recorded at reception was corrected."),
    EventKind.RESUMED: gettext_lazy("What was asked for has come; the clock goes on."),
    EventKind.STOPPED: gettext_lazy("Stopped for good, without a result."),
    EventKind.RESOLVED: gettext_lazy("Result ready."),
    EventKind.DENIED: gettext_lazy("Denied: not eligible."),
    EventKind.WITHDRAWN: gettext_lazy("Withdrawn at the applicant's request."),
    EventKind.HANDED_BACK: gettext_lazy("Result handed back."),
}
WAITED_FOR = {
    DossierState.SUPPLEMENT: gettext_lazy(
        "The office asked for missing papers; until they come the clock stands still."
    ),
    DossierState.PAYMENT: gettext_lazy("The office waits for a payment; until then the clock stands still."),
}


@dataclass(frozen=True)
class Standing:
    tone: str  # waiting, late, ready, denied or over
    title: str
    sentences: tuple[str, ...]
    is_to_be_collected: bool = False  # at the desk


def standing(dossier, *, today):
    """How `dossier` stands on the day `today`."""
    if dossier.is_overdue(today) and dossier.state not in PAUSED_STATES:
        return _overdue(dossier, today)
    match dossier.state:
        case DossierState.RESOLVED:
            return _ready(dossier)
        case DossierState.HANDED_BACK:
            return _handed_back(dossier)
        case DossierState.WITHDRAWN:
            return _withdrawn(dossier)
        case DossierState.STOPPED:
            return _stopped(dossier)
        case DossierState.SUPPLEMENT | DossierState.PAYMENT | DossierState.SUSPENDED:
            return _paused(dossier, today)
    return _in_progress(dossier, today)


def public_history(dossier):
    """(when, sentence) of each step, oldest first."""
    return [(event.at, _told(event)) for event in dossier.events.all() if event.kind in SENTENCES]


def _told(event):
    sentence = SENTENCES[event.kind]
    return WAITED_FOR.get(event.state, sentence) if event.kind == EventKind.PAUSED else sentence


def short_name(name):
    """`Nguyễn Văn Đức` as `Nguyễn V. Đ.`: enough for the applicant to know his dossier by."""
    first, *others = name.split()
    return " ".join([first, *(f"{word[0]}." for word in others)]) if others else f"{first[0]}."


def _in_progress(dossier, today):
    office = {"office": dossier.holding_agency or dossier.competent_agency}
    if dossier.state == DossierState.SIGNING:
        title, doing = _("Waiting for the signature"), _("The leader of %(office)s is to sign it.") % office
    elif dossier.state == DossierState.RECEIVED:
        title, doing = pgettext("state", "Received"), _("Next, %(office)s takes it up.") % office
    else:
        title, doing = _("Being processed"), _("%(office)s is working on it.") % office
    if dossier.due_on == today:
        due = _("The result is due today, by %(time)s.") % {"time": _time(dossier.due_at)}
    else:
        due = _("The result is due by %(moment)s.") % {"moment": _moment(dossier.due_at)}
    anew = [_promised_anew(dossier)] if dossier.is_promised_anew else []
    return Standing("waiting", title, (doing, due, *anew, _where_it_comes(dossier)))


def _promised_anew(dossier):
    return _("The office apologised: the result is promised anew by %(moment)s.") % {
        "moment": _moment(dossier.promised_at)
    }


def _overdue(dossier, today):
    late = _("The result was due by %(moment)s, and %(office)s has not finished it.")
    sentences = [late % {"moment": _moment(dossier.due_at), "office": dossier.competent_agency}]
    if dossier.is_promised_anew and timezone.localdate(dossier.promised_at) >= today:
        sentences.append(_promised_anew(dossier))
    else:
        # QĐ 09/2015/QĐ-TTg art. 6, NĐ 61/2018/NĐ-CP art. 19: a written apology with the reason and a new date
        owes = _("The office owes you a written apology with the reason and a new date. Ask for it at the desk.")
        sentences.append(owes)
    sentences.append(_("You need not hand in anything anew."))
    return Standing("late", _("Late"), tuple(sentences))


def _ready(dossier):
    if dossier.is_denied:
        tone, title = "denied", _("The request was denied")
        sentences = [_("The written answer says why, and what you can do about it.")]
    else:
        tone, title, sentences = "ready", _("The result is ready"), []
    is_to_be_collected = dossier.delivery == Delivery.DESK
    sentences.insert(0, _("It waits for you at the desk.") if is_to_be_collected else _where_it_comes(dossier))
    if dossier.is_late:
        sentences.append(_("It was due by %(moment)s and came late.") % {"moment": _moment(dossier.due_at)})
    return Standing(tone, title, tuple(sentences), is_to_be_collected)


def _handed_back(dossier):
    day = {"day": _day(dossier.returned_at)}
    if dossier.is_denied:
        sentence = _("The written answer, which says why, was handed back on %(day)s.") % day
        return Standing("over", _("The request was denied"), (sentence,))
    if dossier.delivery == Delivery.POST:
        return Standing("over", _("Handed back"), (_("On %(day)s, by the public post.") % day,))
    sentence = _("On %(day)s, at %(desk)s.") % (day | {"desk": dossier.returning_desk})
    return Standing("over", _("Handed back"), (sentence,))


def _paused(dossier, today):
    pause = dossier.pauses.get(ended_at=None)
    since = {"day": _day(pause.begun_at), "desk": dossier.desk_on(today)}
    if dossier.state == DossierState.SUSPENDED:
        return _suspended(pause)
    if dossier.state == DossierState.PAYMENT:
        title, what = _("You have something to pay first"), _("The office told you on %(day)s what is to be paid.")
    else:
        title, what = _("Papers are missing"), _("The office asked for them on %(day)s. Bring them to %(desk)s.")
    asked = [f"– {paper}" for paper in pause.papers]
    goes_on = _("Until then the clock stands still; afterwards you are told the new due date.")
    return Standing("waiting", title, (what % since, *asked, goes_on))


def _suspended(pause):
    why = _("Since %(day)s this takes its time, which the law does not count: %(cause)s.")
    goes_on = _("You need not do anything. Afterwards you are told the new due date.")
    facts = {"day": _day(pause.begun_at), "cause": pause.get_cause_display()}
    return Standing("waiting", _("The clock stands still"), (why % facts, goes_on))


def _stopped(dossier):
    sentence = _("It was stopped without a result on %(day)s.") % {"day": _day(dossier.finished_at)}
    anew = _("Ask at the desk why. If you still need the result, hand in a new dossier.")
    return Standing("over", _("Stopped"), (sentence, anew))


def _withdrawn(dossier):
    sentence = _("It was withdrawn at the applicant's request on %(day)s.") % {"day": _day(dossier.finished_at)}
    anew = _("Nobody works on it any more. If you still need the result, hand in a new dossier.")
    return Standing("over", _("Withdrawn"), (sentence, anew))


def _where_it_comes(dossier):
    if dossier.delivery == Delivery.POST:
        return _("The public post brings you the result.")
    return _("Then collect the result at %(desk)s.") % {"desk": dossier.returning_desk}


def _moment(moment):
    return _("%(time)s on %(day)s") % {"time": _time(moment), "day": _day(moment)}


def _time(moment):
    return date_format(timezone.localtime(moment), "H:i")


def _day(moment):
    return date_format(timezone.localtime(moment), "l, d/m/Y")
