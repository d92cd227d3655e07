"""What nobody can do to the rows, done for `verify` to find."""

from pathlib import Path

import pgtrigger
from django.db import connection

from dossiers.imports import COLUMNS, add_dossiers
from dossiers.models import DossierFile, Slip
from onestop import checks
from tests.builders import at
from units.models import RuleSet
from units.tables import Row


def plant(model, pk, **values):
    """Change a row as nobody may."""
    with pgtrigger.ignore():
        model.objects.filter(pk=pk).update(**values)


def without(table, constraint):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")


def import_code(code, **cells):
    values = {
        "code": code,
        "receiving_unit": "14635",
        "competent_unit": "14635",
        "procedure_code": "1.001193",
        "channel": "in_person",
        "applicant_name": "Vũ Thị Mến",
        "received_at": "2018-01-15 07:10",
        "due_at": "2018-01-15",
    }
    row = Row(2, {**dict.fromkeys(COLUMNS, ""), **values, **cells})
    add_dossiers([row], now=at("2018-01-15 08:00"))


def add_file(dossier, content, *, stored):
    document = dossier.documents.first()
    Path(checks.files.settings.MEDIA_ROOT, "scan.pdf").write_bytes(stored)
    DossierFile.objects.create(
        document=document,
        path="scan.pdf",
        original_name="a.pdf",
        content_type="application/pdf",
        size=len(content),
        sha256=checks.hashlib.sha256(content).hexdigest(),
        added_at=dossier.received_at,
        added_by=dossier.received_by,
    )


def add_slip(dossier, sha256):
    Slip.objects.create(
        dossier=dossier,
        kind="receipt",
        rule_set=RuleSet.objects.first(),
        issued_at=dossier.received_at,
        content=b"%PDF",
        sha256=sha256,
    )
