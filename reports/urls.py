from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("", views.report, name="report"),
    path("report.xlsx", views.workbook, name="workbook"),
    path("report.pdf", views.pdf, name="pdf"),
]
