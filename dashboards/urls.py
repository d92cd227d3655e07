from django.urls import path

from dashboards.views import dashboard, digest, times, trend

app_name = "dashboards"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("export.xlsx", dashboard.export, name="export"),
    path("times/", times.times, name="times"),
    path("trend/", trend.trend, name="trend"),
    path("digest/", digest.digest, name="digest"),
    path("digest.pdf", digest.digest_pdf, name="digest_pdf"),
    path("digest/mail/", digest.digest_by_mail, name="digest_by_mail"),
]
