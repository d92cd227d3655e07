"""A dossier goes through the hands of three houses and comes back signed, its slip scanned wherever it arrives."""

import io

import pypdfium2
import pytest
import zxingcpp

from dossiers.states import DossierState
from tests.builders import at, make_user, receive, reread
from units.models import Agency, AgencyKind, Role


@pytest.fixture
def labour(district):
    return Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Lao động")


@pytest.fixture
def tax(district):
    """Of another system: it sees the dossier as long as it holds it."""
    return Agency.objects.create(unit=district, kind=AgencyKind.BESIDE, name="Chi cục Thuế")


@pytest.fixture
def people(clerk, officer, labour, tax, district):
    expert = make_user("labour.376", Role.OFFICER, district, agency=labour, full_name="Ngô Thị Mai")
    assessor = make_user("tax.376", Role.OFFICER, district, agency=tax, full_name="Đinh Văn Thuế")
    return {"clerk": clerk, "officer": officer, "expert": expert, "assessor": assessor}


@pytest.fixture
def pages(open_browser, people):
    """A browser for each, at his own place."""
    return {name: open_browser(user) for name, user in people.items()}


@pytest.fixture
def it_is(clock):
    """it_is("2018-01-17 10:00"): from here on, at all places."""

    def it_is(moment):
        clock.starts_at = at(moment)
        clock.save()

    return it_is


def test_three_hops_and_back(pages, clerk, support, labour, tax, commune, it_is):
    dossier = receive(by=clerk, procedure=support, now=at("2018-01-15 07:30"))  # due on Monday the 22nd

    slip = forward(pages["clerk"], dossier, labour)
    it_is("2018-01-15 14:00")
    scan(pages["expert"], slip)
    it_is("2018-01-16 09:00")
    slip = forward(pages["expert"], dossier, tax, due_on="2018-01-17")
    it_is("2018-01-16 10:00")
    scan(pages["assessor"], slip)

    it_is("2018-01-18 09:00")  # a day too late
    slip = forward(pages["assessor"], dossier, labour)
    it_is("2018-01-18 10:00")
    scan(pages["expert"], slip)
    it_is("2018-01-19 08:00")
    slip = forward(pages["expert"], dossier, commune.committee)
    it_is("2018-01-19 14:00")
    scan(pages["officer"], slip)

    it_is("2018-01-22 09:00")
    sign(pages["officer"], dossier)
    it_is("2018-01-22 10:00")
    scan(pages["clerk"], slip)
    pages["clerk"].goto(f"/dossiers/{dossier.code}/")
    assert_slip_tells_all(printed(pages["clerk"], dossier, 6))

    dossier = reread(dossier)
    assert dossier.state == DossierState.RESOLVED
    steps = dossier.steps.select_related("desk__unit", "agency", "taken_by")
    assert [step.place for step in steps] == [commune.desk, labour, tax, labour, commune.committee, commune.desk]
    assert [step.place for step in steps if step.is_late(at("2018-01-22 10:00").date())] == [tax]
    assert all(step.taken_by for step in steps)


def test_a_slip_that_went_astray_is_told_at_the_box(pages, clerk, support, labour, it_is):
    dossier = receive(by=clerk, procedure=support, now=at("2018-01-15 07:30"))
    slip = forward(pages["clerk"], dossier, labour)
    assert "Phòng Lao động" in scan(pages["officer"], slip, taken=False)  # who may see it reads where it is
    told = scan(pages["assessor"], slip, taken=False)
    assert "Không có hồ sơ" in told
    assert "Phòng Lao động" not in told
    assert reread(dossier).open_step.is_on_its_way


def forward(page, dossier, to, *, due_on=""):
    """By the form on the dossier's page; gives what a scanner reads on the slip that goes with it."""
    page.goto(f"/dossiers/{dossier.code}/")
    page.locator("details:has(#forward) > summary").click()
    page.locator("#forward [name=to]").select_option(str(to.pk))
    page.locator("#forward [name=due_on]").fill(due_on)
    page.locator("#forward button").click()
    page.locator("main .alert-success").wait_for()
    if not page.url.endswith("/desk/custody/"):  # it is not out of sight
        assert "control-" in page.locator("[data-key='Ctrl+Enter']").get_attribute("href")
    return read(printed(page, dossier, dossier.steps.count()))


def printed(page, dossier, version):
    """The slip that the page offers, as PDF."""
    link = page.locator(f"a[href='/dossiers/{dossier.code}/control-{version}.pdf']").first
    answer = page.request.get(link.get_attribute("href"))
    assert answer.status == 200
    return answer.body()


def read(pdf):
    """The bars and the QR code hold the same."""
    picture = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=200 / 72).to_pil()
    (text,) = {found.text for found in zxingcpp.read_barcodes(picture)}
    return text


def scan(page, text, *, taken=True):
    """Into the box that has the focus; afterwards it has it again."""
    page.goto("/desk/custody/")
    page.locator("[name=codes]:focus").wait_for()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.locator(f".outcomes .alert-{'success' if taken else 'danger'}").wait_for()
    page.locator("[name=codes]:focus").wait_for()
    assert page.locator("[name=codes]").input_value() == ""
    return page.locator(".outcomes").inner_text()


def sign(page, dossier):
    page.goto(f"/dossiers/{dossier.code}/")
    page.locator("#submit_for_signature button").click()
    page.locator(".badge-state.signing").wait_for()
    page.locator("#record_signature [name=signer]").fill("Vũ Văn Minh")
    page.locator("#record_signature [name=result_number]").fill("12/QĐ-UBND")
    page.locator("#record_signature button").click()
    page.locator(".badge-state.resolved").wait_for()


def assert_slip_tells_all(pdf):
    texts = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(io.BytesIO(pdf))]
    text = " ".join(" ".join(texts).split())
    assert text.count("1. Giao:") == 6  # five hand-overs, and room for the next
    assert text.count("■ Quá hạn") == 1
    assert text.count("■") == 5
    for name in ("Phạm Thị Lan", "Ngô Thị Mai", "Đinh Văn Thuế", "Trần Văn Hùng"):
        assert name in text
    assert "Cơ quan phối hợp giải quyết hồ sơ: Phòng Lao động, huyện Kim Sơn; Chi cục Thuế, huyện Kim Sơn" in text
