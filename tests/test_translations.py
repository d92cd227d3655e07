"""The interface is Vietnamese: its catalogue complete, compiled and up to date, and no page slips into English."""

import re
import shlex
import shutil
from html import unescape
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import Context, Engine
from django.utils import translation

from dossiers.templatetags.dossiers import WHY
from tests.builders import PASSWORD, at, receive
from units.deadlines import Reason

ROOT = Path(settings.BASE_DIR)
FOLDER = Path("locale") / "vi" / "LC_MESSAGES"
# Words that Vietnamese has not, whatever they mean in a name or an address.
ENGLISH = re.compile(r"\b(the|and|of|is|are|not|this|with|your|you|from|for|please|must)\b", re.IGNORECASE)
NOT_SHOWN = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*\blang=\"en\"[^>]*>.*?<|<[^>]+>", re.DOTALL)


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(ROOT / FOLDER / "django.po")


def placeholders(text):
    return sorted(re.findall(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?\w+[^>]*>", text))


def translations(entry):
    """What `entry` says in Vietnamese: once, or for each of its plural forms, of which there is one."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def by_message(entries):
    return {(entry.msgctxt, entry.msgid): translations(entry) for entry in entries}


def test_every_string_is_in_vietnamese(catalogue):
    assert [entry.msgid for entry in catalogue if not all(translations(entry)) and not entry.obsolete] == []


def test_no_string_is_guessed_or_left_over(catalogue):
    assert not catalogue.metadata_is_fuzzy
    assert [entry.msgid for entry in catalogue if "fuzzy" in entry.flags or entry.obsolete] == []


def test_vietnamese_has_one_plural_form(catalogue):
    assert catalogue.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert [entry.msgid for entry in catalogue if entry.msgid_plural and list(entry.msgstr_plural) != [0]] == []


def test_placeholders_and_tags_are_those_of_the_english(catalogue):
    wrong = [
        (entry.msgid, text)
        for entry in catalogue
        for text in translations(entry)
        if placeholders(text) not in (placeholders(entry.msgid), placeholders(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_names_of_models_and_fields_are_in_lower_case(catalogue):
    """Django puts them into sentences, and makes their first letter a capital where it needs one."""
    models = {str(path.relative_to(ROOT)) for path in ROOT.glob("*/models*/**/*.py")}
    wrong = [
        entry.msgid
        for entry in catalogue
        if entry.msgid[0].islower()
        and {path for path, _line in entry.occurrences} & models
        and not entry.msgstr[0].islower()
    ]
    assert wrong == []


def test_the_words_of_the_trade_are_kept(catalogue):
    """ "Hồ sơ", never "hồ sơ vụ việc"; "quá hạn", never "trễ hạn"."""
    wrong = re.compile("vụ việc|trễ hạn", re.IGNORECASE)
    assert [text for entry in catalogue for text in translations(entry) if wrong.search(text)] == []


def test_what_is_compiled_is_what_is_written(catalogue):
    compiled = polib.mofile(ROOT / FOLDER / "django.mo")
    assert by_message(compiled) == by_message(catalogue)


@pytest.mark.skipif(not shutil.which("xgettext"), reason="collecting strings needs gettext, which is not installed")
def test_every_string_of_the_sources_is_collected(catalogue, settings, tmp_path, monkeypatch):
    """make messages, in a copy of the sources, finds what the catalogue has: no string more, none less."""
    apart = shutil.ignore_patterns(".*", "var*", "tests", "static", "fonts", "node_modules", "*.mo")
    copy = shutil.copytree(ROOT, tmp_path / "copy", ignore=lambda *found: apart(*found) | without_strings(*found))
    settings.LOCALE_PATHS = [copy / "locale"]
    monkeypatch.chdir(copy)
    options = re.search(r"manage\.py makemessages (.+?) >", (ROOT / "Makefile").read_text())[1]
    call_command("makemessages", *shlex.split(options), verbosity=0)
    collected = polib.pofile(copy / FOLDER / "django.po")
    assert messages(entry for entry in collected if not entry.obsolete) == messages(catalogue)


def without_strings(folder, names):
    """What holds no strings: data and binaries."""
    return {
        name for name in names if (path := Path(folder, name)).is_file() and path.suffix not in (".py", ".html", ".po")
    }


def messages(entries):
    return sorted((entry.msgctxt or "", entry.msgid, entry.msgid_plural) for entry in entries)


def test_weekdays_are_written_as_offices_write_them():
    with translation.override("vi"):
        template = Engine.get_default().from_string('{{ now|date:"l, d/m/Y" }}')
        assert template.render(Context({"now": at("2018-01-15 08:00")})) == "Thứ Hai, 15/01/2018"


def test_every_reason_for_a_day_has_its_words():
    assert set(WHY) == set(Reason)


def shown(response):
    """The text of a page: what people read, with its placeholders and labels, but without addresses and names."""
    html = response.content.decode()
    spoken = re.findall(r'\b(?:aria-label|placeholder|title|data-label|alt)="([^"]*)"', html)
    return unescape(" ".join([NOT_SHOWN.sub(" ", html), *spoken]))


def assert_vietnamese(response):
    assert '<html lang="vi"' in response.content.decode()
    assert response.headers["Content-Language"] == "vi"
    assert [match.group() for match in ENGLISH.finditer(shown(response))] == []


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/procedures/", "/procedures/1.001193/", "/not/there/"])
def test_a_citizen_reads_vietnamese_whatever_the_browser_asks_for(path, clock, birth, client):
    assert_vietnamese(client.get(path, headers={"accept-language": "en-GB,en"}))


def test_english_is_chosen_with_the_button(clock, client):
    client.post("/i18n/", {"language": "en", "next": "/"})
    assert '<html lang="en">' in client.get("/").content.decode()


def test_a_wrong_password_is_told_in_vietnamese(clock, clerk, client):
    response = client.post("/accounts/login/", {"username": clerk.username, "password": "sai"})
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in shown(response)
    assert_vietnamese(response)


def test_a_bad_new_password_is_told_in_vietnamese(clerk, client):
    client.force_login(clerk)
    for new in ("", "sai", "password12", "clerk.14635"):
        data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        assert_vietnamese(client.post("/accounts/password/", data))


def test_the_desk_is_in_vietnamese(clerk, birth, support, now, client):
    dossier = receive(by=clerk, procedure=support, now=now)
    client.force_login(clerk)
    for path in ("/desk/", "/desk/receive/", "/dossiers/", f"/dossiers/{dossier.code}/"):
        assert_vietnamese(client.get(path))


def test_the_intake_and_its_faults_are_in_vietnamese(clerk, birth, client):
    client.force_login(clerk)
    assert_vietnamese(client.get("/desk/receive/?procedure=1.001193"))
    faults = {
        "desk": clerk.desks[0].pk,
        "procedure": "1.001193",
        "applicant_id": "12",
        "applicant_phone": "1",
        "applicant_email": "x",
        "applicant_birth_date": "31/02/2018",
        "sets": "0",
        "copies": "nhiều",
        "channel": "fax",
    }
    assert_vietnamese(client.post("/desk/receive/", faults))


def test_the_pages_for_staff_are_in_vietnamese(administrator, client):
    client.force_login(administrator)
    for path in ("/staff/", "/staff/new/", f"/staff/{administrator.username}/", "/admin/"):
        assert_vietnamese(client.get(path))
    assert_vietnamese(client.post("/staff/new/", {"username": "Lan Anh", "valid_from": "x"}))
