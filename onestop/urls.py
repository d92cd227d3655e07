from django.contrib import admin
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from onestop import views
from units.forms import OwnPasswordForm

handler400 = "onestop.views.bad_request"
handler403 = "onestop.views.permission_denied"
handler404 = "onestop.views.not_found"
handler500 = "onestop.views.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("admin/login/", login_not_required(RedirectView.as_view(pattern_name="login", query_string=True))),
    path("admin/", admin.site.urls),
    path("i18n/", login_not_required(set_language), name="set_language"),
    # /accounts/
    path("accounts/login/", auth.LoginView.as_view(next_page="dossiers:desk"), name="login"),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("accounts/password/", auth.PasswordChangeView.as_view(form_class=OwnPasswordForm), name="password_change"),
    path("accounts/password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    # the apps
    path("", include("units.urls")),
    path("procedures/", include("procedures.urls")),
    path("", include("dossiers.urls")),
    path("", include("satisfaction.urls")),
    path("reports/", include("reports.urls")),
    path("dashboard/", include("dashboards.urls")),
]
