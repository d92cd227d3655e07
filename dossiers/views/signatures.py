from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_GET

from dossiers.errands import ERRANDS
from dossiers.signatures import folders_of, print_list
from dossiers.states import Verb
from units.calendars import calendar_for
from units.models import Role

OUT_OF_THE_FOLDER = (Verb.RECORD_SIGNATURE, Verb.SEND_BACK)


@require_GET
def signatures(request):
    """What was submitted for signature: signed, it leaves the folder; unsigned, it goes back with a reason."""
    today = timezone.localdate(request.now)
    context = {
        "section": "desk",
        "today": today,
        "calendar": SimpleLazyObject(lambda: calendar_for(request.user, on=today)),
        "folders": _folders(request),
        "errands": [ERRANDS[verb] for verb in OUT_OF_THE_FOLDER],
    }
    return render(request, "desk/signatures.html", context)


@require_GET
def list_pdf(request):
    """The cover list of one folder, to be ticked off and signed on paper."""
    folder = next((folder for folder in _folders(request) if str(folder.agency.pk) == request.GET.get("agency")), None)
    if folder is None:
        raise Http404
    content = print_list(folder, user=request.user, now=request.now)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="trinh-ky-{timezone.localdate(request.now):%Y%m%d}.pdf"'
    return response


def _folders(request):
    if not request.user.has_role(Role.OFFICER):
        raise PermissionDenied
    return folders_of(request.user, request.now)
