from django.urls import path

from reports.views import causes, pack, report

app_name = "reports"

urlpatterns = [
    path("", report.report, name="report"),
    path("report.xlsx", report.workbook, name="workbook"),
    path("report.pdf", report.pdf, name="pdf"),
    path("causes/", causes.causes, name="causes"),
    path("causes.xlsx", causes.workbook, name="causes_workbook"),
    path("causes.pdf", causes.pdf, name="causes_pdf"),
    path("pack/", pack.pack, name="pack"),
]
