"""The site as gunicorn serves it."""

import os
import re
import subprocess
import sys

import pytest
import requests
from django.conf import settings

from tests.server.serving import PATIENCE, served

pytestmark = pytest.mark.server


def test_is_ready_and_shows_itself(served_site):
    health = requests.get(f"{served_site.address}/healthz", timeout=PATIENCE)
    assert (health.status_code, health.text) == (200, "ready\n")
    home = requests.get(f"{served_site.address}/", timeout=PATIENCE)
    assert home.status_code == 200
    assert home.headers["Content-Language"] == "vi"


def test_with_the_settings_of_an_installation_static_files_are_named_by_content_compressed_and_kept(db, var):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "onestop.settings", "ONESTOP_VAR": str(var)}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=settings.BASE_DIR, env=environment, check=True)
    with served(var, settings_module="onestop.settings") as site:
        home = requests.get(f"{site.address}/", timeout=PATIENCE)
        assert home.status_code == 200
        assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', home.text)
        assert len(assets) >= 4
        for asset in assets:
            answer = requests.get(f"{site.address}{asset}", headers={"Accept-Encoding": "br"}, timeout=PATIENCE)
            assert answer.status_code == 200
            assert re.search(r"\.[0-9a-f]{12}\.", asset)
            assert "immutable" in answer.headers["Cache-Control"]
            if asset.endswith((".css", ".js")):
                assert answer.headers["Content-Encoding"] == "br"
