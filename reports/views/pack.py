from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports.forms import RemarksForm
from reports.narrative import sections_of
from reports.pack import facts_of, pack_of
from reports.views.report import asked_for, file_response, refused


@require_http_methods(["GET", "HEAD", "POST"])
def pack(request):
    """The words of the report, with room for what only people know; one press prints it with its forms."""
    form = asked_for(request)
    if form.unit is None:
        return refused(request, form, "reports/pack.html")
    remarks = RemarksForm(request.POST if request.method == "POST" else None)
    given = {
        "unit": form.unit,
        "period": form.period,
        "is_consolidated": form.is_consolidated,
        "report_set": form.report_set,
        "today": timezone.localdate(request.now),
    }
    if request.method == "POST" and remarks.is_valid():
        content = pack_of(**given, remarks=remarks.cleaned_data["remarks"], by=request.user, now=request.now)
        name = f"bao-cao-{form.unit.code}-{form.period.first}-{form.period.last}.pdf"
        return file_response(content, name, "application/pdf")
    form.show_without_lines()
    facts = facts_of(**given, remarks="", user=request.user)
    context = {"section": "reports", "form": form, "remarks": remarks, "facts": facts, "words": sections_of(facts)[:-1]}
    return render(request, "reports/pack.html", context, status=400 if remarks.errors else 200)
