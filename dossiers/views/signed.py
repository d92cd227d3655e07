"""The place of each slip for its signed, sealed scan."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dossiers import actions
from dossiers.forms import SignedForm
from dossiers.models import SignedScan
from dossiers.permissions import may_file_signed, may_see_slip
from dossiers.views.dossier import attached, get_dossier, render_detail


@require_POST
def upload(request, code, pk):
    """The pages of one printed slip; they take the place of those filed before, which stay."""
    dossier = get_dossier(request, code)
    slip = get_object_or_404(dossier.slips.defer("content"), pk=pk)
    if not (may_file_signed(request.user, dossier) and may_see_slip(request.user, dossier, slip.kind)):
        raise PermissionDenied
    form = SignedForm(request.POST, request.FILES)
    if not form.is_valid():
        return render_detail(request, dossier, unsigned=(slip.pk, form.non_field_errors()), status=400)
    if actions.file_signed(slip=slip, scans=form.scans, by=request.user, now=request.now) is None:
        messages.info(request, _("These pages were filed already."))
    else:
        messages.success(request, _("The signed copy is filed."))
    return redirect("dossiers:detail", code=code)


@require_GET
def download(request, code, pk):
    """One page, as an attachment."""
    dossier = get_dossier(request, code)
    scan = get_object_or_404(SignedScan.objects.select_related("slip"), slip__dossier=dossier, pk=pk)
    if not may_see_slip(request.user, dossier, scan.slip.kind):
        raise PermissionDenied
    return attached(scan, f"{code}-{scan.slip.kind}-{scan.slip.version}-{scan.pk}")
