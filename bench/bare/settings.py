import os

import dj_database_url

SECRET_KEY = "of a bench"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.bare.site"
INSTALLED_APPS = ["bench.bare"]
MIDDLEWARE = []
DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=600)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
