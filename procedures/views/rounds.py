"""One decision at one unit: what is to be put up and taken down, confirmed in one press with what proves it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procedures import actions
from procedures.forms import ProofForm, RoundForm
from procedures.models import DecisionState, PostingPhoto, PublicationDecision
from procedures.permissions import may_post
from procedures.punctuality import punctuality_of
from procedures.rounds import rounds_of, to_do_of
from procedures.views.postings import get_unit
from units import files


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, pk, code):
    """What a unit has to do for a decision; confirmed, or only looked at."""
    decision, unit, today = get_place(request, pk, code)
    to_do = to_do_of(decision, unit, today)
    may = may_post(request.user, unit, to_do.place)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = RoundForm(request.POST or None, request.FILES or None, to_do=to_do, today=today)
    if form.is_valid() and carried_out(request, form):
        return redirect("procedures:confirm_postings", pk=pk, code=code)
    return page_of(request, form, today)


@require_POST
def prove(request, pk, code, made):
    """Photos or a link that came later than the confirmation."""
    decision, unit, today = get_place(request, pk, code)
    made = get_object_or_404(rounds_of(decision, unit).filter(undone_at=None), pk=made)
    if not may_post(request.user, unit, made.place):
        raise PermissionDenied
    form = ProofForm(request.POST, request.FILES, made=made)
    if form.is_valid() and proved(request, made, form):
        return redirect("procedures:confirm_postings", pk=pk, code=code)
    return page_of(request, RoundForm(to_do=to_do_of(decision, unit, today), today=today), today, proof=(made, form))


def page_of(request, form, today, *, proof=None):
    """What is to be done and what was confirmed; `proof` is a round with the faulty form that was to prove it."""
    to_do = form.to_do
    decision, unit = to_do.decision, to_do.unit
    may = may_post(request.user, unit, to_do.place)
    rounds = with_ways_back(request, rounds_of(decision, unit))
    context = {
        "decision": decision,
        "unit": unit,
        "to_do": to_do,
        "form": form if may and (form.is_bound or not to_do.is_done) else None,
        "rounds": [(made, is_to_undo, proof_form(made, may, proof)) for made, is_to_undo in rounds],
        "punctuality": punctuality_of([unit], today, decision)[unit.pk],
        "section": "procedures",
    }
    status = 400 if form.is_bound or proof else 200
    return render(request, "procedures/rounds/confirm.html", context, status=status)


def proof_form(made, may, proof):
    """By which something is added to a round; None where nothing can be."""
    if not may or made.undone_at:
        return None
    return proof[1] if proof and proof[0] == made else ProofForm(made=made)


def proved(request, made, form):
    """Whether it is kept now; if not, the form says why."""
    try:
        link = form.cleaned_data.get("link", "")
        actions.add_proof(made=made, link=link, photos=form.photos, by=request.user, now=request.now)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, _("Kept with the confirmation."))
    return True


@require_POST
def undo(request, pk, code, made):
    """Undo one's own slip of today."""
    decision, unit, _today = get_place(request, pk, code)
    made = get_object_or_404(rounds_of(decision, unit), pk=made)
    if made.by != request.user:
        raise PermissionDenied
    try:
        actions.undo_round(made=made, by=request.user, now=request.now)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Undone: everything hangs as it did before."))
    return redirect("procedures:confirm_postings", pk=pk, code=code)


@require_safe
def photo(request, pk):
    """A picture of a board, as an attachment."""
    found = get_object_or_404(PostingPhoto.objects.visible_to(request.user), pk=pk)
    name = f"anh-niem-yet-{found.pk}{files.ENDINGS[found.content_type][0]}"
    response = FileResponse(files.open_stored(found.path), as_attachment=True, filename=name)
    response["Content-Type"] = found.content_type
    response["X-Content-Type-Options"] = "nosniff"
    return response


def get_place(request, pk, code):
    """The decision that was made, a unit in one's sight, and today."""
    today = timezone.localdate(request.now)
    decided = PublicationDecision.objects.visible_to(request.user).exclude(state=DecisionState.DRAFT)
    decision, unit = get_object_or_404(decided, pk=pk), get_unit(request.user, code, today)
    if unit is None:
        raise Http404
    return decision, unit, today


def carried_out(request, form):
    """Whether it is confirmed now; if not, the form says why, and nothing was changed."""
    given, to_do = form.cleaned_data, form.to_do
    try:
        actions.confirm(
            decision=to_do.decision,
            desk=to_do.unit.desk,
            place=to_do.place,
            photos=form.photos,
            by=request.user,
            now=request.now,
            **given,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, _("Confirmed: the postings of this decision are up to date here."))
    return True


def with_ways_back(request, rounds):
    """Each round or check, and whether who asks may still undo it."""
    return [(made, actions.may_undo(made, request.user, request.now)) for made in rounds]
