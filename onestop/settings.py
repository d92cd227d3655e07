"""The one settings file: everything that differs between installations is read here, once, from the environment."""

import contextlib
import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env_flag(name, default):
    value = os.environ.get(name, "")
    if value == "":
        return default
    if value in ("0", "1"):
        return value == "1"
    raise ImproperlyConfigured(f"{name} is {value!r}; use 1 or 0.")


def env_number(name, default):
    value = os.environ.get(name, "")
    if value == "":
        return default
    if value.isascii() and value.isdigit():
        return int(value)
    raise ImproperlyConfigured(f"{name} is {value!r}; use a whole number.")


def env_list(name, default):
    value = os.environ.get(name, "")
    return [item.strip() for item in value.split(",") if item.strip()] or default


def mail_address(text):
    """Where mail goes, as parts of an address; not quoted in a fault, since it may hold a password."""
    with contextlib.suppress(ValueError):  # a port that is no number
        parts = urlsplit(text)
        is_server = parts.scheme in MAIL_PORTS and parts.hostname and parts.port != 0
        if is_server or text in ("folder:", "console:"):
            return parts
    raise ImproperlyConfigured("EMAIL_URL is not understood; use smtp+tls://name:password@host, console: or folder:.")


def kept_secret(path):
    """The secret in `path`, made when it is first asked for; two processes starting at once agree on one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


# What belongs to this installation and to no other: the database, uploads, the secret key, collected static files.
VAR = Path(os.environ.get("ONESTOP_VAR") or BASE_DIR / "var").absolute()

SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret(VAR / "secret-key")
DEBUG = env_flag("DEBUG", False)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")  # what the receipt's QR leads to

# Plain http is for trying the system out on loopback; the moment another host is named, it is served over https only.
ON_LOOPBACK = set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]", "testserver"}
if not ON_LOOPBACK:
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS is '*'; name the hosts that this installation is reached by.")
    if DEBUG:
        raise ImproperlyConfigured("DEBUG is 1; that is for loopback only, it shows personal data with every fault.")
    if not PUBLIC_URL.startswith("https://"):
        raise ImproperlyConfigured(f"PUBLIC_URL is {PUBLIC_URL!r}; beyond loopback it must begin with https://.")
SECURE_SSL_REDIRECT = not ON_LOOPBACK
SECURE_HSTS_SECONDS = 0 if ON_LOOPBACK else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not ON_LOOPBACK
BEHIND_PROXY = env_flag("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not ON_LOOPBACK
SESSION_COOKIE_AGE = 12 * 3600  # seconds: one working day
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "onestop",
    "dashboards",
    "reports",
    "satisfaction",
    "dossiers",
    "procedures",
    "jobs",
    "prints",
    "units",
    "onestop.apps.OnestopAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_tasks_db",
    "pgtrigger",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # the communes' line is poor; it pads, tokens are masked: no BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "onestop.middleware.LanguageMiddleware",
    "onestop.middleware.NoNulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "units.replica.WroteMiddleware",
    "onestop.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "units.middleware.ClockMiddleware",
    "onestop.middleware.OnlySentMiddleware",
    "units.middleware.PasswordChangeMiddleware",
    "axes.middleware.AxesMiddleware",
]
CSRF_FAILURE_VIEW = "onestop.views.csrf_failure"

ROOT_URLCONF = "onestop.urls"
WSGI_APPLICATION = "onestop.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "units.context_processors.workplace",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

# PostgreSQL is the only database. Without DATABASE_URL an embedded one is started by whoever first connects.
if os.environ.get("DATABASE_URL"):
    DATABASES = {
        "default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=600, conn_health_checks=True)
    }
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://; no other database is supported.")
else:
    DATABASES = {
        "default": {
            "ENGINE": "onestop.embedded_postgres",
            "NAME": "onestop",
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    }
# Nobody waits for ever behind another's lock, or goes on with a query after he has left. A DATABASE_URL with `options`
# of its own goes by those.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
    "options",
    "-c lock_timeout=10s -c idle_in_transaction_session_timeout=5min -c client_connection_check_interval=10s",
)
# A server that follows that one by streaming, for pages that read much: docs/operations.md.
if os.environ.get("DATABASE_REPLICA_URL"):
    if not os.environ.get("DATABASE_URL"):
        raise ImproperlyConfigured("DATABASE_REPLICA_URL is set, DATABASE_URL is not: a replica follows a server.")
    DATABASES["replica"] = dj_database_url.parse(
        os.environ["DATABASE_REPLICA_URL"], conn_max_age=600, conn_health_checks=True
    )
    if DATABASES["replica"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_REPLICA_URL must begin with postgresql://.")
    DATABASES["replica"]["OPTIONS"] = {"connect_timeout": 2, **DATABASES["default"]["OPTIONS"]} | DATABASES[
        "replica"
    ].get("OPTIONS", {})
DATABASE_ROUTERS = ["units.replica.Router"]
REPLICA_SECONDS = env_number("REPLICA_SECONDS", 30)  # how far behind it is still read
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dossiers:desk"
LOGOUT_REDIRECT_URL = "home"

# A commune sits behind one address: lock the account together with the address, never the address alone.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_CLIENT_IP_CALLABLE = "units.addresses.address_of"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["onestop.formats"]

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "uploads"
FILE_UPLOAD_PERMISSIONS = 0o600
UNCONFIRMED_ROOT = VAR / "unconfirmed"  # lists uploaded to the admin that wait to be confirmed

# Mail to staff: smtp+tls:// begins in clear and goes on with STARTTLS, smtps:// is TLS from the first byte; `console:`
# prints, `folder:` keeps a file for each.
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
MAIL_ADDRESS = mail_address(os.environ.get("EMAIL_URL") or "folder:")
EMAIL_BACKEND = {
    "folder": "jobs.mailboxes.FolderBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
}.get(MAIL_ADDRESS.scheme, "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST, EMAIL_PORT = MAIL_ADDRESS.hostname, MAIL_ADDRESS.port or MAIL_PORTS.get(MAIL_ADDRESS.scheme)
EMAIL_HOST_USER = unquote(MAIL_ADDRESS.username or "")
EMAIL_HOST_PASSWORD = unquote(MAIL_ADDRESS.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_ADDRESS.scheme == "smtp+tls", MAIL_ADDRESS.scheme == "smtps"
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 30  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM") or f"mot-cua@{urlsplit(PUBLIC_URL).hostname}"

# What is done beside the requests, by `manage.py run_jobs`; docs/operations.md.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TIMETABLE = {
    "dashboards.digest_mail.tell_leaders": timedelta(hours=1),
    "dossiers.batches.forget": timedelta(days=1),
    "dossiers.export_jobs.forget": timedelta(days=1),
    "dossiers.reminding.remind": timedelta(minutes=5),
    "jobs.tasks.forget_done": timedelta(days=1),
    "reports.folding.fold_tallies": timedelta(minutes=1),
}
COUNTED_BY = "reports.cells.count_of"  # how many a cell of a report counts, for the list that it opens
JOBS_KEPT_DAYS = env_number("JOBS_KEPT_DAYS", 14)  # since they were done
JOBS_WAIT_MINUTES = env_number("JOBS_WAIT_MINUTES", 15)  # ready but not begun, before `manage.py jobs` complains

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# The desk's own limits.
UPLOAD_MAX_BYTES = 20 * 1024 * 1024  # each file
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # a form without its files
DATA_UPLOAD_MAX_NUMBER_FILES = 60
DUE_SOON_DAYS = env_number("DUE_SOON_DAYS", 2)  # working days before the due date
APOLOGY_LIST_HOUR = env_number("APOLOGY_LIST_HOUR", 15)  # from then on it is settled what the next day lacks
DIGEST_HOUR = env_number("DIGEST_HOUR", 6)  # on Mondays, from which the week's page is mailed
UNTAKEN_DAYS = env_number("UNTAKEN_DAYS", 2)  # working days since reception, before leaders are told
UNCOLLECTED_DAYS = env_number("UNCOLLECTED_DAYS", 10)  # days since the result was ready, before leaders are told
PAPER_BOOK_DAYS = env_number("PAPER_BOOK_DAYS", 30)  # since reception, before a leader has to say why it comes so late
# After a period ended, within how many days its report is due at the unit above; 0: no day is set (the clauses that
# name one are recalled, not confirmed).
REPORT_DAYS_OF_COMMUNES = env_number("REPORT_DAYS_OF_COMMUNES", 0)
REPORT_DAYS_OF_DISTRICTS = env_number("REPORT_DAYS_OF_DISTRICTS", 0)
# Called with a desk's unit and the day of a line of the paper book: what is to be known before it is saved, or None.
PAPER_BOOK_WARNINGS = ["reports.late_entries.warning"]
OWN_CORRECTION_MINUTES = env_number("OWN_CORRECTION_MINUTES", 10)  # a clerk corrects his own reception without a leader
REGISTER_PDF_ROWS = env_number("REGISTER_PDF_ROWS", 600)  # what is printed within two seconds
REGISTER_XLSX_ROWS = env_number("REGISTER_XLSX_ROWS", 50_000)  # what is written within ten
DOUBLE_WITHIN_DAYS = env_number("DOUBLE_WITHIN_DAYS", 30)  # same person, same procedure: a possible double
EXPORT_LIMIT = env_number("EXPORT_LIMIT", 15_000)  # rows of a file made at once, in about 2 s; a job makes longer ones
EXPORTS_ROOT = VAR / "exports"  # the files that jobs made, each for its asker
EXPORTS_KEPT_DAYS = env_number("EXPORTS_KEPT_DAYS", 7)  # since they were made
BATCH_LIMIT = env_number("BATCH_LIMIT", 200)  # dossiers that are done together
BATCH_SECONDS_AT_ONCE = env_number("BATCH_SECONDS_AT_ONCE", 1)  # of them in the request, before jobs go on
BATCHES_KEPT_DAYS = env_number("BATCHES_KEPT_DAYS", 30)  # since they were begun
KIOSK_MINUTES = env_number("KIOSK_MINUTES", 30)  # since a result was handed back, to rate it at the kiosk
FEWEST_ANSWERS_SHOWN = env_number("FEWEST_ANSWERS_SHOWN", 5)  # fewer citizens' answers than these stay hidden (SIPAS)
FEWEST_TIMED = env_number("FEWEST_TIMED", 10)  # dossiers closed, before anything is said of how long they took
BATCH_CLOSING_MANY = env_number("BATCH_CLOSING_MANY", 20)  # dossiers closed together, before they are called a batch
BATCH_CLOSING_SECONDS = env_number("BATCH_CLOSING_SECONDS", 60)  # at most between two of a sitting
BATCH_CLOSING_PERCENT = env_number("BATCH_CLOSING_PERCENT", 40)  # of a month's closings on one day
FEWEST_RANKED = env_number("FEWEST_RANKED", 30)  # resolved dossiers, before a share of them is held against others
SATISFACTION_TARGET = env_number("SATISFACTION_TARGET", 80)  # per cent, by 2020

# Wrong codes and secrets in an hour when a dossier is followed (docs/decisions/0009).
TRACKING_TRIES_OF_PAIR = env_number("TRACKING_TRIES_OF_PAIR", 5)  # at one code from one address: closed to it
TRACKING_TRIES_AT_CODE = env_number("TRACKING_TRIES_AT_CODE", 100)  # at one code from everywhere: closed to all
TRACKING_TRIES_OF_ADDRESS = env_number("TRACKING_TRIES_OF_ADDRESS", 300)  # from one address: wrong ones get 429

# Feedback on procedures: the law's own term is not certain here, so this is what the offices promise.
FEEDBACK_ANSWER_DAYS = env_number("FEEDBACK_ANSWER_DAYS", 15)  # working days
FEEDBACK_OF_ADDRESS = env_number("FEEDBACK_OF_ADDRESS", 20)  # in an hour from one address, behind which many may sit
FEEDBACK_OF_ALL = env_number("FEEDBACK_OF_ALL", 300)  # in an hour from everywhere

OPEN_DATA_LICENCE = os.environ.get("OPEN_DATA_LICENCE", "")  # under which the catalogue may be used again, in words

DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD", "")  # of the demo's accounts; empty: one is made and kept in VAR

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "onestop.log.WithoutPersonalData",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
