"""Guidance and refusals at the counter, before any dossier exists."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dossiers import actions
from dossiers.enquiry_slips import enquiry_slip_of
from dossiers.forms import IntakeForm
from dossiers.forms.enquiries import EnquiryFilter, GuidanceForm, RefusalForm
from dossiers.issued import Signed
from dossiers.models import Enquiry, EnquiryKind
from dossiers.models.querysets import reach_of
from dossiers.permissions import may_file_signed_of_desk, may_receive
from dossiers.views.dossier import as_pdf
from dossiers.views.intake import desk_of, version_at

PAGE = 25
FORMS = {EnquiryKind.GUIDANCE: GuidanceForm, EnquiryKind.REFUSAL: RefusalForm}


@require_http_methods(["GET", "HEAD", "POST"])
def enquiries(request):
    """Those of one's desks, newest first. A name is looked for by POST, so that it stands in no address."""
    if not reach_of(request.user).desks:
        raise PermissionDenied
    if request.method == "POST" and not request.POST.get("name", "").strip():
        return redirect(_address(request.POST))
    form = EnquiryFilter(request.POST or request.GET)
    found = form.apply(Enquiry.objects.visible_to(request.user)).with_list_data()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "desk",
        "form": form,
        "page": page,
        "is_by_name": request.method == "POST",
        "shows_desk": len(reach_of(request.user).desks) > 1,
    }
    return render(request, "enquiries/list.html", context)


@require_GET
def detail(request, pk):
    return render_enquiry(request, get_enquiry(request, pk))


def render_enquiry(request, enquiry, *, faults=(), status=200):
    """The page of an enquiry; `faults` are those of an upload."""
    may_take_up = enquiry.is_open and enquiry.desk in request.user.desks
    printed = enquiry.slips.defer("content").first()
    context = {
        "section": "desk",
        "enquiry": enquiry,
        "take_up": _intake_of(enquiry) if may_take_up else "",
        "printed": printed,
        "signed": Signed.of(printed.signed_scans.select_related("added_by") if printed else ()),
        "may_file": may_file_signed_of_desk(request.user, enquiry.desk),
        "faults": faults,
    }
    return render(request, "enquiries/detail.html", context, status=status)


@require_GET
def slip(request, pk):
    """Slip 02 or 03: it holds no secret, so whoever sees the enquiry may print it."""
    return as_pdf(enquiry_slip_of(get_enquiry(request, pk), now=request.now), f"luot-huong-dan-{pk}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, kind):
    """What is said instead of receiving: opened with what the intake page sent, or empty; a reason sent keeps it."""
    if not may_receive(request.user):
        raise PermissionDenied
    desk = desk_of(request)
    if desk is None:
        raise Http404
    version = version_at(desk, request.POST.get("procedure", "").strip(), request.now)
    is_filled = "reason" in request.POST  # the intake page asks for none
    typed = {"data": request.POST} if is_filled else {"initial": request.POST.dict()}
    form = FORMS[kind](**typed, version=version, now=request.now)
    if is_filled and form.is_valid():
        if kind == EnquiryKind.GUIDANCE and _is_news(request, form):
            form.add_error(
                None, _("Not kept yet: this person was guided before, see below. If it has to be, press again.")
            )
            return _form_page(request, form, desk, kind, status=409)
        return _keep(request, form, desk, kind)
    return _form_page(request, form, desk, kind, status=400 if is_filled else 200)


def _keep(request, form, desk, kind):
    said = {name: form.cleaned_data[name] for name in ("key", "reason", "number")}
    given = {"desk": desk, "asked": form.asked(), "by": request.user, "now": request.now} | said
    try:
        if kind == EnquiryKind.GUIDANCE:
            enquiry, is_new = actions.advise(missing=form.cleaned_data["missing"], **given)
        else:
            enquiry, is_new = actions.refuse(cause=form.cleaned_data["cause"], **given)
    except actions.EnquiryKept as conflict:
        return _conflict(request, form, desk, kind, conflict.enquiry)
    sentence = _("Kept: %(number)s. Print the slip.") if is_new else _("It was kept already, as %(number)s.")
    messages.success(request, sentence % {"number": enquiry.number})
    return redirect("dossiers:enquiry", pk=enquiry.pk)


def _is_news(request, form):
    """Whether there was guidance before that the page did not show yet, as nobody had typed who it is.

    Of a press sent twice it is the first one; that is no news.
    """
    shown = set(request.POST.getlist("told"))
    told = form.told_before(request.user)
    is_sent_twice = any(enquiry.key == form.cleaned_data["key"] for enquiry in told)
    return not is_sent_twice and any(str(enquiry.pk) not in shown for enquiry in told)


def _conflict(request, form, desk, kind, first):
    """The form's key has kept other content: what is typed stays, under a key of its own."""
    sentence = _(
        "This form was kept before with other content, as %(first)s. What stands below is not kept: if it is another "
        "enquiry, press the button once more; else leave this page."
    )
    form.add_error(None, sentence % {"first": first})
    form.data = form.data.copy()
    form.data["key"] = uuid.uuid4().hex
    return _form_page(request, form, desk, kind, status=409)


def _form_page(request, form, desk, kind, *, status):
    told = form.told_before(request.user) if kind == EnquiryKind.GUIDANCE else []
    context = {
        "section": "desk",
        "form": form,
        "desk": desk,
        "kind": kind,
        "kept": _kept(request, form),
        "told": told,
        "newly": form.not_told_before(told) if told else [],
    }
    return render(request, "enquiries/new.html", context, status=status)


def _kept(request, form):
    """What else the intake page sent: it goes along, for the way back there."""
    names = {"enquiry", *IntakeForm.base_fields} - form.fields.keys()
    for row in form.papers:
        names |= {row.tick_name, *map(row.count_name, row.counts)}
    return [(name, value) for name, value in request.POST.items() if name in names]


def get_enquiry(request, pk):
    """The enquiry, if it is this user's to see; not his and not there look the same."""
    return get_object_or_404(Enquiry.objects.visible_to(request.user).with_list_data(), pk=pk)


def _intake_of(enquiry):
    """Where the person's papers are received, filled in with what is known of them."""
    query = QueryDict(mutable=True)
    if enquiry.version:
        query["procedure"] = enquiry.version.procedure.code
    query["enquiry"] = enquiry.pk
    return f"{reverse('dossiers:receive')}?{query.urlencode()}"


def _address(data):
    """The list that was asked for without a name."""
    query = QueryDict(mutable=True)
    query.update({name: data[name] for name in ("kind", "became") if data.get(name)})
    return f"{reverse('dossiers:enquiries')}?{query.urlencode()}" if query else reverse("dossiers:enquiries")
