from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class OnestopConfig(AppConfig):
    name = "onestop"
    default = True


class OnestopAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "onestop.admin_site.OnestopAdminSite"
