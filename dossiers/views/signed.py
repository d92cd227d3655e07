"""The place of each slip, and of each hand-over list, for its signed, sealed scan."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dossiers import actions
from dossiers.forms import SignedForm
from dossiers.models import SignedScan
from dossiers.permissions import (
    may_file_signed,
    may_file_signed_of_desk,
    may_file_signed_of_list,
    may_see_slip,
)
from dossiers.views.dossier import attached, get_dossier, render_detail
from dossiers.views.enquiries import get_enquiry, render_enquiry
from dossiers.views.handovers import get_list, render_list


@require_POST
def upload(request, code, pk):
    """The pages of one printed slip; they take the place of those filed before, which stay."""
    dossier = get_dossier(request, code)
    slip = get_object_or_404(dossier.slips.defer("content"), pk=pk)
    if not (may_file_signed(request.user, dossier) and may_see_slip(request.user, dossier, slip.kind)):
        raise PermissionDenied
    if faults := _file(request, slip):
        return render_detail(request, dossier, unsigned=(slip.pk, faults), status=400)
    return redirect("dossiers:detail", code=code)


@require_POST
def upload_of_enquiry(request, pk):
    """The same for slip 02 or 03 of the counter."""
    enquiry = get_enquiry(request, pk)
    if not may_file_signed_of_desk(request.user, enquiry.desk):
        raise PermissionDenied
    slip = get_object_or_404(enquiry.slips.defer("content"))
    if faults := _file(request, slip):
        return render_enquiry(request, enquiry, faults=faults, status=400)
    return redirect("dossiers:enquiry", pk=pk)


@require_POST
def upload_of_list(request, pk):
    """The same for a hand-over list, which who gave and who took have signed."""
    made = get_list(request, pk)
    if not may_file_signed_of_list(request.user, made):
        raise PermissionDenied
    if faults := _file(request, made):
        return render_list(request, made, faults=faults, status=400)
    return redirect("dossiers:handover_list", pk=pk)


@require_GET
def download(request, code, pk):
    """One page, as an attachment."""
    dossier = get_dossier(request, code)
    scan = get_object_or_404(SignedScan.objects.select_related("slip"), slip__dossier=dossier, pk=pk)
    if not may_see_slip(request.user, dossier, scan.slip.kind):
        raise PermissionDenied
    return attached(scan, f"{code}-{scan.slip.kind}-{scan.slip.version}-{scan.pk}")


@require_GET
def download_of_enquiry(request, pk, scan):
    """They hold no secret: whoever sees the enquiry sees them."""
    page = get_object_or_404(SignedScan, slip__enquiry=get_enquiry(request, pk), pk=scan)
    return attached(page, f"luot-huong-dan-{pk}-{scan}")


@require_GET
def download_of_list(request, pk, scan):
    made = get_list(request, pk)
    return attached(get_object_or_404(made.signed_scans, pk=scan), f"{made.file_name}-{scan}")


def _file(request, slip):
    """File what was sent and say so; the faults of it, if there are any."""
    form = SignedForm(request.POST, request.FILES)
    if not form.is_valid():
        return form.non_field_errors()
    if actions.file_signed(slip=slip, scans=form.scans, by=request.user, now=request.now) is None:
        messages.info(request, _("These pages were filed already."))
    else:
        messages.success(request, _("The signed copy is filed."))
    return None
