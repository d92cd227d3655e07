"""What docs/architecture.md says of the code, held."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
# Each app may import from those to its left only.
APPS = ["units", "prints", "jobs", "procedures", "dossiers", "satisfaction", "reports", "dashboards", "onestop"]
# Inside an app, the same for its modules; what is not named here is pure, or speaks only of its own app's models.
LAYERS = ["models", "queries", "permissions", "actions", "forms", "views", "urls"]


def sources(app):
    return [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def imports(path):
    """The dotted names that a module imports, from wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_only_from_those_to_its_left(app):
    to_the_right = APPS[APPS.index(app) + 1 :]
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(app)
        for name in imports(path)
        if name.split(".")[0] in to_the_right
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_inside_an_app_imports_point_one_way_too(app):
    wrong = []
    for path in sources(app):
        layer = path.relative_to(ROOT / app).parts[0].removesuffix(".py")
        if layer not in LAYERS:
            continue
        above = LAYERS[LAYERS.index(layer) + 1 :]
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == app and len(parts) > 1 and parts[1] in above:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_every_app_stands_in_the_order_of_imports():
    ours = {config.name for config in apps.get_app_configs() if (ROOT / config.name).is_dir()}
    assert ours == set(APPS)


def test_the_architecture_page_shows_this_order():
    assert " <- ".join(APPS) in (ROOT / "docs" / "architecture.md").read_text()


def test_imports_stand_at_the_top():
    inside = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for app in APPS
        for path in sources(app)
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_deadlines_are_pure():
    """They and the working time that they count over; nothing else of ours."""
    for module in ("deadlines", "worktime"):
        names = set(imports(ROOT / "units" / f"{module}.py"))
        ours = {name for name in names if name.startswith("units.")}
        assert {name.rsplit(".", 1)[0] for name in ours} <= ({"units.worktime"} if module == "deadlines" else set())
        others = {name.split(".")[0] for name in names - ours}
        assert others <= {"collections", "dataclasses", "datetime", "enum", "itertools", "zoneinfo"}


def test_nobody_asks_the_machine_for_the_time_of_business():
    """The clock is read once and passed down; `timezone.now` is for the clock itself, the demo's setting and jobs."""
    readers = {
        str(path.relative_to(ROOT))
        for app in APPS
        for path in sources(app)
        if re.search(r"\b(timezone\.now|datetime\.now|date\.today|utcnow)\(|Now\(\)", path.read_text())
    }
    assert readers <= {
        "units/clock.py",
        "units/middleware.py",
        "units/models/demo_clock.py",
        "onestop/management/commands/demo.py",
        "jobs/management/commands/jobs.py",  # the queue goes by the real clock, whatever the demo's says
        "jobs/models.py",
        "jobs/outbox.py",
        "jobs/tasks.py",
        "jobs/worker.py",
        "dossiers/import_rows.py",  # refuses what lies in the real future
    }


def test_every_template_is_used():
    code = "\n".join(path.read_text() for app in APPS for path in sources(app))
    templates = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    code += "\n".join(templates.values())
    by_django = re.compile(r"^(\d{3}|403_csrf)\.html$|^registration/|^admin/")
    unused = [
        name
        for path in templates
        if not by_django.match(name := str(path.relative_to(ROOT / "templates"))) and f'"{name}"' not in code
    ]
    assert unused == []


def test_templates_carry_no_inline_style_or_script():
    inline = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\ssrc=)""")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "templates").rglob("*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if inline.search(line)
    ]
    assert found == []


def test_migrations_have_names_that_tell_the_story():
    names = [path.stem for app in APPS for path in (ROOT / app / "migrations").glob("0*.py")]
    assert [name for name in names if "_auto_" in name or "_and_more" in name] == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_psycopg_3_is_not_installed_since_django_would_silently_prefer_it():
    with pytest.raises(ImportError):
        __import__("psycopg")


def test_no_line_of_code_is_left_unfinished():
    words = ["TO" + "DO", "FIX" + "ME", "X" * 3 + ":"]
    listed = subprocess.run(
        ["git", "grep", "-nIE", "|".join(words), "--", "*.py", "*.html", "*.js"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert listed.stdout == ""
