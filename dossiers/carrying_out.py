"""A verb carried out as its form was filled in, or why it cannot be: for one dossier's page and for many at once."""

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers import actions
from dossiers.forms import form_for
from dossiers.models import Dossier
from dossiers.permissions import is_foreseen, may
from dossiers.states import MOVES, Verb


class Refused(Exception):
    """Nothing was changed. What is wrong is said by the sentence, or by the form, where it can be mended there."""

    def __init__(self, sentence="", form=None):
        super().__init__(sentence or " ".join(faults_of(form)))
        self.form = form


def faults_of(form):
    return [fault for faults in form.errors.values() for fault in faults]


@transaction.atomic
def carry_out(verb, dossier, data, *, by, now):
    """What pressing the button of a verb does, for whoever may press it. Raises Refused.

    Whether he may was asked of the dossier as it was then: it is asked again of the one that is locked.
    """
    dossier = Dossier.objects.with_list_data().select_for_update(of=("self",)).get(pk=dossier.pk)
    if not may(by, verb, dossier, now=now):
        raise Refused(_("Nothing was changed: somebody else has the dossier by now. See the history."))
    if not is_foreseen(verb, dossier):
        raise Refused(_not_foreseen(verb))
    form = form_for(verb, dossier, data, now=now, user=by)
    if form and not form.is_valid():
        raise Refused(form=form)
    given = {"dossier": dossier, "by": by, "now": now}
    try:
        match verb:
            case Verb.HAND_BACK:
                actions.hand_back(**given, collection=form.collection())
            case _ if form:
                getattr(actions, verb)(**given, **form.cleaned_data)
            case _:
                getattr(actions, verb)(**given)
    except actions.NotForeseen as refusal:
        raise Refused(_not_foreseen(verb)) from refusal
    except actions.MoveNotAllowed as refusal:
        raise Refused(_now_in_another_state(refusal.dossier, verb)) from refusal
    except actions.LeaderMustDecide as refusal:
        form.add_error(None, _("Meanwhile it needs a leader's reason, since somebody was quicker or the day went by."))
        raise Refused(form=form) from refusal
    except actions.AmountTooHigh as refusal:
        form.say_too_high(refusal.most)
        raise Refused(form=form) from refusal
    except actions.ReceiptRecorded as refusal:
        form.say_receipt_is_recorded()
        raise Refused(form=form) from refusal
    except actions.FeeStillOwed as refusal:
        raise Refused(_("Nothing was changed: meanwhile a fee is owed. Collect it with the result.")) from refusal
    except actions.StillToCome as refusal:
        raise Refused(_("Nothing was changed: its reception or its result is dated later than now.")) from refusal
    except actions.NoSuchStep as refusal:
        form.add_error("to", _("No step of this dossier lies there any more. Choose one of the list."))
        raise Refused(form=form) from refusal


def _not_foreseen(verb):
    return _("Nothing was changed: the procedure does not foresee “%(verb)s” here, or not once more.") % {
        "verb": verb.label
    }


def _now_in_another_state(dossier, verb):
    if dossier.state in MOVES[verb].sources:
        return _("Nothing was changed: somebody was quicker with “%(verb)s”; see the history.") % {"verb": verb.label}
    return _(
        "Nothing was changed: “%(verb)s” is not possible any more, because the dossier is “%(state)s” by now. "
        "Somebody else may have been quicker; see the history."
    ) % {"verb": verb.label, "state": dossier.get_state_display()}
