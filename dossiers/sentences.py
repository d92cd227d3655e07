"""The history as people read it: events are written as codes and shown as sentences."""

from datetime import date, datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from dossiers.differences import differences
from dossiers.models import EventKind, ExemptionGround, SlipKind
from dossiers.states import DossierState
from procedures.models import ExcludedTime


def history(dossier):
    """The events, newest first, each with its sentence."""
    events = list(dossier.events.select_related("by"))
    corrections = _corrections(dossier) if any(event.kind == EventKind.CORRECTED for event in events) else {}
    return [
        {
            "event": event,
            "sentence": sentence(event),
            "differs": differences(corrections[event.data["round"]]) if event.kind == EventKind.CORRECTED else [],
        }
        for event in reversed(events)
    ]


def _corrections(dossier):
    return {correction.round: correction for correction in dossier.corrections.all()}


def sentence(event):
    data = event.data
    match event.kind:
        case EventKind.RECEIVED if data.get("imported"):
            return _("Received; brought in by an import.")
        case EventKind.RECEIVED if data.get("paper_number"):
            return _from_the_paper_book(data)
        case EventKind.RECEIVED:
            return _received(data)
        case EventKind.STARTED:
            return _("Taken up for processing.")
        case EventKind.ASSIGNED:
            return _("Assigned to %(to)s.") % data
        case EventKind.FORWARDED:
            return _("Handed over to: %(to)s.") % data
        case EventKind.TAKEN_OVER:
            return _("The papers have come.")
        case EventKind.SENT_BACK:
            return _("Sent back.")
        case EventKind.SUBMITTED:
            return _("Submitted for signature.")
        case EventKind.SIGNED:
            return _("Signed by %(signer)s on %(day)s.") % {
                "signer": f"{data['capacity']} {data['signer']}".strip(),
                "day": date_format(date.fromisoformat(data["signed_on"]), "d/m/Y"),
            }
        case EventKind.PAUSED if event.state == DossierState.SUPPLEMENT:
            return _asked_for_papers(data)
        case EventKind.PAUSED if event.state == DossierState.SUSPENDED:
            return _("The clock stands still; not counted: %(cause)s.") % {"cause": ExcludedTime(data["cause"]).label}
        case EventKind.PAUSED:
            return _("It waits for a payment; the clock stands still.")
        case EventKind.RECALCULATED:
            return _recalculated(data)
        case EventKind.EXTENDED:
            return _extended(data)
        case EventKind.APOLOGISED:
            return _apologised(data)
        case EventKind.DELAY_EXPLAINED:
            return _("Cause of the delay: %(letter)s) %(cause)s.") % data
        case EventKind.RESUMED:
            return _resumed(data)
        case EventKind.STOPPED:
            return _("Stopped for good, without a result.")
        case EventKind.RESOLVED if data.get("result_number"):
            return _("Result ready, number %(number)s.") % {"number": data["result_number"]}
        case EventKind.RESOLVED:
            return _("Result ready.")
        case EventKind.DENIED:
            return _("Denied: not eligible.")
        case EventKind.WITHDRAWN:
            return _("Withdrawn at the applicant's request.")
        case EventKind.HANDED_BACK:
            return _handed_back(data)
        case EventKind.FEE_CHANGED:
            return _fee_changed(data)
        case EventKind.FEE_COLLECTED | EventKind.FEE_EXEMPTED | EventKind.FEE_REFUNDED:
            return _fee_moved(event.kind, data)
        case EventKind.SUCCEEDED:
            return _succeeded(data)
        case EventKind.CORRECTED:
            return _("Corrected.")
        case EventKind.SIGNED_FILED:
            slip = {"slip": SlipKind(data["kind"]).label, "version": data["version"]}
            return _("The signed copy was filed: %(slip)s, number %(version)s.") % slip
        case EventKind.UNMASKED:
            return _("Looked at the whole identity number.")
    return event.get_kind_display()


def _received(data):
    if reason := data.get("missing_reason"):
        parts = [_("Received at the desk although papers are missing: %(reason)s") % {"reason": reason}]
    else:
        parts = [_("Received at the desk.")]
    if number := data.get("enquiry"):
        day = date_format(datetime.fromisoformat(data["enquired_at"]), "d/m/Y")
        parts.append(_("It began as enquiry %(number)s of %(day)s.") % {"number": number, "day": day})
    return " ".join(parts)


def _from_the_paper_book(data):
    entered = date_format(datetime.fromisoformat(data["entered_at"]), "H:i d/m/Y")
    written = {"number": data["paper_number"], "moment": entered}
    parts = [_("Received on paper, number %(number)s; entered from the paper book at %(moment)s.") % written]
    if reason := data["leader_reason"]:
        parts.append(_("Leader's reason: %(reason)s.") % {"reason": reason})
    return " ".join(parts)


def _asked_for_papers(data):
    parts = [_("Papers were asked for; the clock stands still: %(papers)s.") % {"papers": "; ".join(data["papers"])}]
    if reason := data["leader_reason"]:
        parts.append(_("Asked for again with a leader's reason: %(reason)s.") % {"reason": reason})
    return " ".join(parts)


def _apologised(data):
    day = date_format(datetime.fromisoformat(data["promised_at"]), "d/m/Y")
    parts = [_("Apology; the result is promised anew for %(day)s.") % {"day": day}]
    if reason := data["leader_reason"]:
        parts.append(_("Leader's reason: %(reason)s.") % {"reason": reason})
    return " ".join(parts)


def _extended(data):
    said = _("The time was extended; the result is due on %(due_after)s instead of %(due_before)s.")
    parts = [said % _due_days(data)]
    if reason := data["leader_reason"]:
        parts.append(_("Leader's reason: %(reason)s.") % {"reason": reason})
    return " ".join(parts)


def _recalculated(data):
    said = _("The calendar changed (%(source)s); the result is due on %(due_after)s instead of %(due_before)s.")
    return said % ({"source": data["source"]} | _due_days(data))


def _resumed(data):
    days = _due_days(data)
    if days["due_before"] == days["due_after"]:
        return _("The clock goes on; the result stays due on %(due_after)s.") % days
    return _("The clock goes on; the result is due on %(due_after)s instead of %(due_before)s.") % days


def _due_days(data):
    return {name: date_format(datetime.fromisoformat(data[name]), "d/m/Y") for name in ("due_before", "due_after")}


def _fee_moved(kind, data):
    said = {"amount": _dong(data["amount"]), "slip": data["slip"]}
    if kind == EventKind.FEE_EXEMPTED:
        said["ground"] = ExemptionGround(data["ground"]).label
        return _("Exempted from %(amount)s đồng: %(ground)s.") % said
    if kind == EventKind.FEE_REFUNDED:
        return _("%(amount)s đồng given back, slip %(slip)s.") % said
    if data["receipt"]:
        return _("%(amount)s đồng collected, slip %(slip)s, receipt %(receipt)s.") % (
            said | {"receipt": data["receipt"]}
        )
    return _("%(amount)s đồng collected, slip %(slip)s.") % said


def _fee_changed(data):
    said = {"before": _dong(data["due_before"] or 0), "after": _dong(data["due_after"])}
    return _("The fee due is %(after)s đồng instead of %(before)s.") % said


def _dong(amount):
    return number_format(amount, force_grouping=True)


def _succeeded(data):
    if data.get("source"):
        return _("Handed over from %(from)s to %(to)s (%(source)s).") % data
    if data["to"]:
        return _("%(to)s goes on with it in place of %(from)s.") % data
    return _("%(from)s does not go on with it: it waits for an officer to take it up.") % data


def _handed_back(data):
    who = _collectors().get(data.get("collected_by"), "")
    if name := data.get("collector_name"):
        who = f"{who} ({name})"
    parts = [_("Result handed back to: %(who)s.") % {"who": who}] if who else [_("Result handed back.")]
    if paper := _papers().get(data.get("paper_shown")):
        parts.append(_("Shown: %(paper)s.") % {"paper": paper})
    if data.get("authorisation_filed"):
        parts.append(_("Authorisation filed."))
    if data.get("lost_receipt"):
        parts.append(_("Receipt lost: identity checked, commitment signed."))
    if data.get("fee_collected"):
        parts.append(_("Fee collected."))
    return " ".join(parts)


def _collectors():
    return {"applicant": _("the applicant"), "authorised": _("an authorised person"), "post": _("public post")}


def _papers():
    return {"receipt": _("receipt"), "identity": _("identity paper")}
