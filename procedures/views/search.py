"""The catalogue as those who keep it look through it: by words anywhere in what a procedure asks for."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from procedures.forms import ChosenAlikeForm, WholeTextFilter
from procedures.permissions import keepers_only
from procedures.views.decisions import SECTION

PAGE_SIZE = 50


@require_safe
@keepers_only
def manage(request):
    form = WholeTextFilter(request.GET, today=timezone.localdate(request.now))
    page = Paginator(form.found(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "kinds": ChosenAlikeForm.base_fields["what"].choices}
    return render(request, "procedures/manage/list.html", context | SECTION)
