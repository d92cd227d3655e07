"""Paper cards, typed in by somebody who is not of the desk that they are about."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from satisfaction.actions import batches as actions
from satisfaction.forms.cards import LAST_PAGE, ROWS, BatchForm, CardGrid, SealForm
from satisfaction.models import CardBatch
from satisfaction.permissions import typists_only

PAGE_SIZE = 25


@require_safe
@typists_only
def batches(request):
    """The envelopes that are open, then those sealed, the latest first."""
    found = with_counts(CardBatch.objects.visible_to(request.user))
    found = found.order_by("-sealed_at", "-opened_at", "-pk")  # PostgreSQL has what is empty first
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "satisfaction/batches.html", {"page": page, "section": "satisfaction"})


@require_http_methods(["GET", "HEAD", "POST"])
@typists_only
def new_batch(request):
    data = request.POST if request.method == "POST" else None
    form = BatchForm(data, user=request.user, today=timezone.localdate(request.now))
    if form.is_valid():
        try:
            batch = actions.open_batch(**form.cleaned_data, by=request.user, now=request.now)
        except actions.EnvelopeKnown:
            form.add_error("label", _("This desk has an envelope with these words already. Open it in the list."))
        else:
            return redirect("satisfaction:batch", pk=batch.pk)
    context = {"form": form, "section": "satisfaction"}
    return render(request, "satisfaction/new_batch.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@typists_only
def batch(request, pk):
    """The cards of an open envelope, ten numbers at a time; of a sealed one how many answers it became."""
    batch = get_batch(request, pk)
    if batch.is_sealed:
        return sealed_meanwhile(request, pk) if request.method == "POST" else sealed(request, batch)
    data = request.POST if request.method == "POST" else None
    grid = CardGrid(data, batch=batch, page=page_of(request), now=request.now)
    if data is None:
        return grid_page(request, grid)
    if not grid.is_valid():
        return grid_page(request, grid, status=400)
    try:
        actions.type_cards(batch=batch, cards=grid.cards, seen=data.get("seen", ""))
    except actions.CardsChanged:
        return grid_page(request, grid, status=409)
    except actions.BatchSealed:
        return sealed_meanwhile(request, pk)
    return after_typing(request, grid)


def after_typing(request, grid):
    """On to the next numbers, or to the seal."""
    typed = grid.batch.cards.count()
    said = ngettext("Saved. %(n)d card is typed in now.", "Saved. %(n)d cards are typed in now.", typed)
    messages.success(request, said % {"n": typed})
    if "finish" in request.POST or grid.page == LAST_PAGE:
        return redirect("satisfaction:seal", pk=grid.batch.pk)
    return redirect(f"{reverse('satisfaction:batch', args=[grid.batch.pk])}?page={grid.page + 1}")


def grid_page(request, grid, *, status=200):
    """With 409: somebody else has saved cards under these numbers, which are shown beside what was typed here."""
    context = {"batch": grid.batch, "grid": grid, "is_changed": status == 409, "section": "satisfaction"}
    return render(request, "satisfaction/cards.html", context, status=status)


def sealed(request, batch):
    return render(request, "satisfaction/sealed.html", {"batch": batch, "section": "satisfaction"})


def sealed_meanwhile(request, pk):
    messages.error(request, _("This envelope is sealed, so nothing of this was saved."))
    return redirect("satisfaction:batch", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@typists_only
def seal(request, pk):
    batch = get_batch(request, pk)
    if batch.is_sealed:
        return redirect("satisfaction:batch", pk=pk)
    data = request.POST if request.method == "POST" else None
    form = SealForm(data, is_wanted=batch.typed != batch.card_count)
    if not form.is_valid():
        return seal_page(request, batch, form)
    try:
        actions.seal(batch=batch, difference=form.cleaned_data.get("difference", ""), by=request.user, now=request.now)
    except actions.CardsAtFault as error:
        return seal_page(request, batch, form, error.faults)
    except actions.NumberDiffers:  # a card was typed or removed since the page was shown
        return seal_page(request, get_batch(request, pk), SealForm(data, is_wanted=True))
    except actions.BatchSealed:
        return sealed_meanwhile(request, pk)
    messages.success(request, _("The envelope is sealed. Its cards are answers now and count."))
    return redirect("satisfaction:batch", pk=pk)


def seal_page(request, batch, form, faults=()):
    """`faults` are those of cards, by their numbers."""
    lines = [(number, (number - 1) // ROWS + 1, faults[number].what) for number in sorted(faults)]
    context = {"batch": batch, "form": form, "faults": lines, "section": "satisfaction"}
    return render(request, "satisfaction/seal.html", context, status=400 if form.is_bound else 200)


def get_batch(request, pk):
    return get_object_or_404(with_counts(CardBatch.objects.visible_to(request.user)), pk=pk)


def with_counts(batches):
    """Each with how many cards are `typed` in, and how many answers it became (`answered`)."""
    counts = {"typed": Count("cards", distinct=True), "answered": Count("answers", distinct=True)}
    return batches.select_related("desk__unit", "opened_by", "sealed_by").annotate(**counts)


def page_of(request):
    """The page of the grid in the address; the first where it makes no sense."""
    page = request.GET.get("page", "")
    return int(page) if page.isascii() and page.isdigit() and len(page) < 5 and 1 <= int(page) <= LAST_PAGE else 1
