from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_GET

from dossiers import queries
from dossiers.filters import sight_in_words
from dossiers.models import Dossier
from dossiers.people import Person
from dossiers.views.dossier import get_dossier
from units.calendars import calendar_for

PAGE = 25


@require_GET
def person(request, code):
    """All dossiers of the applicant of one, of what may be seen; the address names the dossier, never the person."""
    dossier = get_dossier(request, code)
    found = queries.dossiers_of(Person.of(dossier), among=Dossier.objects.visible_to(request.user))
    today = timezone.localdate(request.now)
    page = Paginator(found.dossiers, PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "dossiers",
        "dossier": dossier,
        "page": page,
        "dossiers": page.object_list,
        "is_cut": found.is_cut,
        "most": queries.MOST_NAMED,
        "today": today,
        "calendar": SimpleLazyObject(lambda: calendar_for(request.user, on=today)),
        "sight": sight_in_words(request.user),
    }
    return render(request, "dossiers/person.html", context)
