from django.urls import path

from dashboards.views import dashboard, times

app_name = "dashboards"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("export.xlsx", dashboard.export, name="export"),
    path("times/", times.times, name="times"),
]
