from django.urls import path

from reports.views import causes, frozen, pack, report, submissions

app_name = "reports"

urlpatterns = [
    path("", report.report, name="report"),
    path("report.xlsx", report.workbook, name="workbook"),
    path("report.pdf", report.pdf, name="pdf"),
    path("causes/", causes.causes, name="causes"),
    path("causes.xlsx", causes.workbook, name="causes_workbook"),
    path("causes.pdf", causes.pdf, name="causes_pdf"),
    path("pack/", pack.pack, name="pack"),
    path("submissions/", submissions.submissions, name="submissions"),
    path("submissions/new/", submissions.new, name="submit"),
    path("submissions/typed/", submissions.typed, name="typed"),
    path("submissions/accept/", submissions.accept_all, name="accept_all"),
    path("submissions/<int:pk>/", frozen.submission, name="submission"),
    path("submissions/<int:pk>/report.xlsx", frozen.workbook, name="frozen_workbook"),
    path("submissions/<int:pk>/report.pdf", frozen.pdf, name="frozen_pdf"),
    path("submissions/<int:pk>/dossiers/", frozen.dossiers, name="frozen_dossiers"),
    path("submissions/<int:pk>/accept/", submissions.accept, name="accept"),
    path("submissions/<int:pk>/return/", submissions.give_back, name="give_back"),
]
