from django.urls import path

from reports.views import report

app_name = "reports"

urlpatterns = [
    path("", report.report, name="report"),
    path("report.xlsx", report.workbook, name="workbook"),
    path("report.pdf", report.pdf, name="pdf"),
]
