import re

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dossiers import actions, due, due_days, queries
from dossiers.control_slips import control_slip_of, newest_version
from dossiers.fee_slips import fee_slip_of
from dossiers.forms import form_for
from dossiers.issued import slips_of
from dossiers.letters import apology_slip_of, supplement_slip_of
from dossiers.models import Dossier, DossierFile, Enquiry, FeeEntryKind, Slip, SlipKind, Step
from dossiers.people import Likeness, Person
from dossiers.permissions import may, may_file_signed, may_print_receipt, may_receive, moves_open_to
from dossiers.receipts import has_receipt, receipt_of
from dossiers.sentences import history
from dossiers.states import IN_HAND, DossierState, Verb
from dossiers.steps import Way, expected_next
from dossiers.views.lists import way_back
from units import files

MOST_DOUBLES, MOST_OTHERS = 3, 5
VERSION = re.compile("[0-9]{1,4}", re.ASCII)


def get_dossier(request, code):
    """The dossier, if it is this user's to see; not his and not there look the same."""
    found = Dossier.objects.visible_to(request.user).with_list_data().select_related("rule_set", "form_set", "case")
    return get_object_or_404(found, code=code)


@require_GET
def detail(request, code):
    return render_detail(request, get_dossier(request, code))


@require_POST
def unmask(request, code):
    """The whole identity number, for whoever asks; that he asked is in the history."""
    dossier = get_dossier(request, code)
    actions.record_unmasking(dossier=dossier, by=request.user, now=request.now)
    return render_detail(request, dossier, unmasked=True)


@require_GET
def receipt(request, code):
    dossier = get_dossier(request, code)
    if not may_print_receipt(request.user, dossier):
        raise PermissionDenied
    if not has_receipt(dossier):
        raise Http404
    version = request.GET.get("version") or str(dossier.receipt_version)
    try:
        slip = receipt_of(dossier, now=request.now, version=int(version) if VERSION.fullmatch(version) else 0)
    except Slip.DoesNotExist:
        raise Http404 from None
    ending = "" if slip.version == 1 else f"-{slip.version}"
    return as_pdf(slip, f"{dossier.code}{ending}.pdf")


@require_GET
def supplement(request, code, number):
    """Slip 02: it holds no secret, so whoever sees the dossier may print it."""
    dossier = get_dossier(request, code)
    pause = get_object_or_404(dossier.pauses.filter(state=DossierState.SUPPLEMENT), round=number)
    return as_pdf(supplement_slip_of(pause, now=request.now), f"{code}-02-{number}.pdf")


@require_GET
def apology(request, code, number):
    """Slip 04."""
    found = get_object_or_404(get_dossier(request, code).apologies, round=number)
    return as_pdf(apology_slip_of(found, now=request.now), f"{code}-04-{number}.pdf")


@require_GET
def control(request, code, number):
    """Slip 05, as it travels with the file: the newest version, or an earlier one that was printed in its time.

    Whoever handed the file on still prints it while it is on its way, even to where he does not see it any more.
    """
    given = Step.objects.on_their_way().filter(given_by=request.user, dossier__code=code).select_related("dossier")
    step = given.first()
    dossier = step.dossier if step else get_dossier(request, code)
    try:
        slip = control_slip_of(dossier, number, now=request.now)
    except Slip.DoesNotExist:
        raise Http404 from None
    return as_pdf(slip, f"{code}-05-{number}.pdf")


def as_pdf(slip, filename):
    response = HttpResponse(slip.content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


@require_GET
def fee_slip(request, code, pk):
    """Phiếu thu, phiếu chi nội bộ."""
    entries = get_dossier(request, code).fee_entries.exclude(kind=FeeEntryKind.EXEMPTED)
    entry = get_object_or_404(entries.select_related("by", "desk__unit"), pk=pk)
    return as_pdf(fee_slip_of(entry, now=request.now), f"{code}-{entry.slip_number.replace('/', '-')}.pdf")


@require_GET
def scan(request, code, pk):
    dossier = get_dossier(request, code)
    file = get_object_or_404(DossierFile, document__dossier=dossier, pk=pk)
    return attached(file, f"{dossier.code}-{file.pk}")


def attached(file, name):
    """A stored scan as a download under `name`, which says nothing of anybody."""
    ending = files.ENDINGS[file.content_type][0]
    response = FileResponse(files.open_stored(file.path), as_attachment=True, filename=f"{name}{ending}")
    response["Content-Type"] = file.content_type
    response["X-Content-Type-Options"] = "nosniff"
    return response


def render_detail(request, dossier, *, bound=None, unsigned=None, unmasked=False, status=200):
    """The dossier's page; `bound` is the form of a verb that was sent and found wrong, `unsigned` a slip's upload."""
    prefetch_related_objects([dossier], "pauses", "apologies")
    slips = slips_of(dossier)
    moves = _moves(request, dossier, bound)
    awaited = expected_next(dossier)
    expected = next((move for move in moves if move["verb"] == awaited), None)
    has_one = any(each.kind == SlipKind.RECEIPT for each in slips)
    prints_receipt = has_one and may_print_receipt(request.user, dossier)
    steps = list(dossier.steps.select_related("desk__unit", "agency", "planned", "taken_by"))
    was_just_handed_on = _is_handed_on_by(request.user, dossier)
    prints_control_first = was_just_handed_on and dossier.is_open and not expected
    today = timezone.localdate(request.now)
    entries = dossier.fee_entries.select_related("by") if dossier.has_fee_entries else ()
    letters = _letters_to_print(slips, today) if moves else []
    papers = dossier.documents.prefetch_related("files")
    context = {
        "section": "dossiers",
        "dossier": dossier,
        "documents": [paper for paper in papers if paper.struck_by_id is None],
        "struck": [paper for paper in papers if paper.struck_by_id is not None],
        "slips": slips,
        "unsigned": unsigned,
        "files_signed": may_file_signed(request.user, dossier),
        "events": history(dossier),
        "enquiry": Enquiry.objects.visible_to(request.user).filter(dossier=dossier).first(),
        "pause": next((pause for pause in dossier.pauses.all() if pause.ended_at is None), None),
        "apologies": dossier.apologies.all(),
        "due_moves": dossier.due_moves.all(),
        "steps": steps,
        "steps_ahead": Way(dossier).ahead if dossier.is_open else [],
        "supplements": [pause for pause in dossier.pauses.all() if pause.state == DossierState.SUPPLEMENT],
        "fee_entries": entries,
        "shows_fees": bool(entries or dossier.fee_amount or dossier.is_fee_unknown),
        "moves": moves,
        "expected": expected,
        "letters_to_print": letters,
        "fees_to_print": _fees_to_print(slips, entries, request.user, today),
        "today": today,
        "is_overdue": dossier.is_overdue(today),
        "why": due.why_of(dossier),
        "derivation": due.derivation(dossier),
        "skipped_days": due_days.lines_of(dossier),
        "limit_text": due.limit_text(dossier.limit),
        "unmasked": unmasked,
        "may_receive_next": may_receive(request.user) and dossier.receiving_desk in request.user.desks,
        "prints_receipt": prints_receipt,
        "is_first_press": prints_receipt and dossier.is_open and not (expected or prints_control_first),
        "control_version": newest_version(dossier, steps),
        "was_just_handed_on": was_just_handed_on,
        "prints_control_first": prints_control_first,
        "next_in_inbox": _next_in_inbox(request.user, dossier),
        "doubles": _doubles(request.user, dossier) if dossier.is_open else [],
        "way_back": way_back(request, dossier),
    }
    context |= _other_dossiers(request.user, dossier)
    return render(request, "dossiers/detail.html", context, status=status)


def _is_handed_on_by(user, dossier):
    """Whether `user` handed it over, and it is on its way: then its slip goes with it."""
    step = dossier.open_step
    return bool(step and step.is_on_its_way and step.given_by_id == user.pk)


def _letters_to_print(slips, today):
    """Supplements and apologies written today that nobody has printed: before anything else they go where they must."""
    return [
        each
        for each in slips
        if each.kind in (SlipKind.SUPPLEMENT, SlipKind.APOLOGY)
        and not each.slip
        and timezone.localdate(each.made_at) == today
    ]


def _fees_to_print(slips, entries, user, today):
    """What `user` took in or gave back today and has not printed the slip of."""
    printed = {each.number for each in slips}
    mine = [entry for entry in entries if entry.by_id == user.pk and timezone.localdate(entry.at) == today]
    return [entry for entry in mine if entry.slip_number and entry.slip_number not in printed]


def _moves(request, dossier, bound):
    """The verbs of his that the table allows, each with its form; nobody is asked where to where there is nowhere."""
    moves = []
    for verb in moves_open_to(request.user, dossier, now=request.now):
        form = bound[1] if bound and bound[0] == verb else form_for(verb, dossier, now=request.now, user=request.user)
        if verb != Verb.FORWARD or form.is_bound or form.leads_somewhere:
            moves.append({"verb": verb, "form": form})
    return moves


def _doubles(user, dossier):
    person, procedure = Person.of(dossier), dossier.procedure
    given = {"person": person, "procedure": procedure, "now": dossier.received_at, "other_than": dossier.pk}
    return queries.possible_doubles(user=user, **given)[:MOST_DOUBLES]


def _other_dossiers(user, dossier):
    """What else the person asked for, of what `user` may see: the newest, and how many."""
    others = queries.dossiers_of(Person.of(dossier), among=Dossier.objects.visible_to(user).exclude(pk=dossier.pk))
    newest = list(others.dossiers[: MOST_OTHERS + 1])
    has_more = len(newest) > MOST_OTHERS
    by_name = others.dossiers.filter(likeness=Likeness.NAME)
    return {
        "others": newest[:MOST_OTHERS],
        "others_count": others.dossiers.count() if has_more else len(newest),
        "others_are_cut": others.is_cut,
        "others_may_be_anothers": any(other.likeness == Likeness.NAME for other in newest)
        or (has_more and by_name.exists()),
    }


def _next_in_inbox(user, dossier):
    """After finishing one, the officer goes on with what is due first of the rest."""
    if dossier.is_open or not may(user, Verb.RESOLVE, dossier):
        return None
    mine = Dossier.objects.visible_to(user).for_officer(user)
    return mine.filter(state__in=IN_HAND).order_by("due_at", "pk").first()
