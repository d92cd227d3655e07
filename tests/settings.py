"""The settings of the project, made quick for tests: a cheap hasher, static files without a manifest."""

from onestop.settings import *
from onestop.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
DATABASES = {"default": DATABASES["default"]}  # a replica is of another database: tests/server/test_replica.py
