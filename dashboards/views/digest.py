"""The week on one page: to be printed, and to be had by mail each Monday."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dashboards import links
from dashboards.digest import digest_of
from dashboards.digest_mail import file_name
from dashboards.digest_words import need_lines, now_lines, week_lines
from dashboards.forms import DigestForm
from dashboards.prints.digest import render_digest
from dashboards.views.asked import asked_for, base_of, for_overseers
from reports.models import DigestReader


@require_safe
@for_overseers
def digest(request):
    """What the sheet will say, and whether its reader wishes it by mail."""
    form, scope = asked_for(request, DigestForm)
    made = digest_of(scope, now=request.now)
    context = base_of(form) | {
        "scope": scope,
        "digest": made,
        "lines": week_lines(made),
        "now_lines": now_lines(made),
        "needs": need_lines(made),
        "hour": settings.DIGEST_HOUR,
        "is_reader": DigestReader.objects.filter(user=request.user).exists(),
        "dashboard": links.dashboard(scope.period, scope.unit.code),
    }
    return render(request, "dashboards/digest.html", context)


@require_safe
@for_overseers
def digest_pdf(request):
    form, scope = asked_for(request, DigestForm)
    name = file_name(scope.unit.code, scope.period)
    content = render_digest(digest_of(scope, now=request.now))
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@require_POST
@for_overseers
def digest_by_mail(request):
    """Wish it, or no more. Wished twice is wished once."""
    if request.POST.get("wish") == "yes":
        DigestReader.objects.get_or_create(user=request.user, defaults={"since": request.now})
    else:
        DigestReader.objects.filter(user=request.user).delete()
    return redirect("dashboards:digest")
