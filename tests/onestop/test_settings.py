"""What the settings make of the environment, and how long anybody waits for the database."""

import subprocess
import sys
from contextlib import closing

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from dossiers.models import Dossier
from tests import databases

OVER_HTTPS = {"ALLOWED_HOSTS": "onestop.example", "PUBLIC_URL": "https://onestop.example"}


def loaded(tmp_path, **environment):
    """(exit status, last line said) of loading the settings with nothing but `environment`."""
    run = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "onestop.settings", "ONESTOP_VAR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
    )
    return run.returncode, run.stderr.strip().split("\n")[-1]


@pytest.mark.parametrize(
    "environment",
    [{}, {"DEBUG": "1"}, {"ALLOWED_HOSTS": "localhost", "PUBLIC_URL": "http://localhost:8001"}, OVER_HTTPS],
)
def test_loopback_needs_nothing_and_https_everything(tmp_path, environment):
    assert loaded(tmp_path, **environment) == (0, "")


@pytest.mark.parametrize(
    ("unsafe", "named"),
    [
        ({"DEBUG": "1"}, "DEBUG"),
        ({"PUBLIC_URL": "http://onestop.example"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "localhost,*"}, "ALLOWED_HOSTS"),
    ],
)
def test_what_is_unsafe_beyond_loopback_is_refused(tmp_path, unsafe, named):
    status, said = loaded(tmp_path, **OVER_HTTPS | unsafe)
    assert (status, said.startswith(f"django.core.exceptions.ImproperlyConfigured: {named} is ")) == (1, True)


@pytest.mark.parametrize(
    "url",
    ["", "console:", "folder:", "smtp://127.0.0.1:2525", "smtp+tls://desk:a%40b@mail.example", "smtps://mail.example"],
)
def test_where_mail_goes(tmp_path, url):
    assert loaded(tmp_path, EMAIL_URL=url) == (0, "")


@pytest.mark.parametrize(
    "url", ["mail.example", "smtp:", "smtp://desk:secret@:25", "smtp://mail:port", "imap://mail", "folder:/a"]
)
def test_an_address_of_mail_that_is_not_understood_is_refused_and_not_repeated(tmp_path, url):
    status, said = loaded(tmp_path, EMAIL_URL=url)
    assert (status, said.split(":")[0]) == (1, "django.core.exceptions.ImproperlyConfigured")
    assert url not in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("lock_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "5min"),
        ("client_connection_check_interval", "10s"),
        ("statement_timeout", "0"),  # an import or a report takes what it takes
    ],
)
def test_nobody_waits_for_ever(name, limit):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        assert cursor.fetchone() == (limit,)


def test_who_cannot_have_the_counter_is_told_that_nothing_was_saved(clerk, birth):
    client = Client(raise_request_exception=False)
    client.force_login(clerk)
    form = {"procedure": birth.code, "applicant_name": "Nguyễn Văn Đức", "key": "k" * 32}
    form |= {f"document_{paper.pk}": "on" for paper in birth.versions.get().required_documents.all()}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
    with closing(psycopg2.connect(databases.url())) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE dossiers_dossiercounter IN ACCESS EXCLUSIVE MODE")
        response = client.post("/desk/receive/", form)
    assert (response.status_code, response.templates[0].name) == (503, "503.html")
    assert not Dossier.objects.exists()
