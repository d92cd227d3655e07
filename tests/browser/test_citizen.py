"""A citizen's phone and the tablet at the desk: following a dossier, and saying what one thinks of it."""

import pytest

from dossiers import actions
from satisfaction.models import Answer, Kiosk, Source
from tests.browser.test_phone import PHONE, assert_fits, assert_reachable
from tests.builders import receive

COMMENT = "Cán bộ hướng dẫn rõ ràng."
TABLET = {"width": 800, "height": 1280}


@pytest.fixture
def handed_back(clerk, officer, birth, now):
    dossier = actions.resolve(dossier=receive(by=clerk, procedure=birth, now=now), by=officer, now=now)
    return actions.hand_back(dossier=dossier, collection=actions.Collection(), by=clerk, now=now)


@pytest.fixture
def phone(open_browser):
    return open_browser(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=3)


def opened(page, dossier):
    """From the receipt's QR to how the dossier stands."""
    page.goto(f"/track/?code={dossier.code}")
    page.locator("[name=secret]").fill(dossier.secret)
    page.locator("main form button").tap()
    page.locator(".standing").wait_for()
    assert_fits(page)


def follow(page, dossier):
    """And on, to the button under the state."""
    opened(page, dossier)
    page.locator("form[action='/rate/'] button").tap()


def face(page, question, mark):
    return page.locator(f".face:has([name={question}][value='{mark}'])")


def test_from_the_receipt_to_thanks(phone, handed_back):
    follow(phone, handed_back)
    face(phone, "overall", 4).wait_for()
    assert_fits(phone)
    assert_reachable(phone, ".face")
    assert face(phone, "overall", 4).bounding_box()["height"] >= 44
    face(phone, "overall", 4).tap()
    phone.locator(".factors summary").tap()
    face(phone, "staff", 5).tap()
    assert_fits(phone)
    phone.locator("[name=comment]").fill(COMMENT)
    phone.locator(".send").tap()
    phone.wait_for_url("**/rate/thanks/")
    assert_fits(phone)
    phone.reload()
    answer = Answer.objects.get()
    assert (answer.overall, answer.staff, answer.access, answer.comment) == (4, 5, None, COMMENT)
    assert answer.source == Source.RECEIPT


def test_a_second_time_it_is_rated_already(phone, handed_back):
    opened(phone, handed_back)
    page = phone.url
    phone.locator("form[action='/rate/'] button").tap()
    face(phone, "overall", 5).tap()
    phone.locator(".send").tap()
    phone.wait_for_url("**/rate/thanks/")
    phone.goto(page)
    phone.locator(".standing").wait_for()
    assert phone.locator("form[action='/rate/']").count() == 0
    phone.goto(f"/rate/?code={handed_back.code}")
    phone.locator("[name=secret]").fill(handed_back.secret)
    phone.locator("main form button").tap()
    phone.locator(".rating-done").wait_for()
    assert phone.url.endswith("/rate/")
    assert_fits(phone)
    assert Answer.objects.count() == 1


def test_going_back_shows_each_dossier_again(phone, clerk, birth, now, handed_back):
    """Two of one family: each page knows its own, and neither asks to send a form once more."""
    other = receive(by=clerk, procedure=birth, now=now, applicant_name="Lê Thị Na")
    opened(phone, handed_back)
    first = phone.url
    phone.locator("dd a").tap()  # to the procedure
    phone.locator(".sheet").wait_for()
    opened(phone, other)
    phone.reload()
    phone.go_back()
    phone.go_back()
    phone.go_back()
    assert phone.url == first
    assert handed_back.code in phone.locator("main").inner_text()
    phone.locator(".language button").tap()
    phone.locator("html[lang=en]").wait_for()
    assert phone.url == first
    assert handed_back.code in phone.locator("main").inner_text()


def test_what_was_typed_stays_when_no_face_was_chosen(open_browser, handed_back):
    page = open_browser(expects={400}, viewport=PHONE, has_touch=True, is_mobile=True)
    follow(page, handed_back)
    page.locator("[name=comment]").fill(COMMENT)
    page.locator(".send").tap()
    page.locator(".is-wrong").wait_for()
    assert_fits(page)
    assert page.locator("[name=comment]").input_value() == COMMENT
    face(page, "overall", 1).tap()
    page.locator(".send").tap()
    page.wait_for_url("**/rate/thanks/")
    assert Answer.objects.get().comment == COMMENT


def test_the_keyboard_rates_too(open_browser, handed_back):
    page = open_browser(java_script_enabled=False)
    page.goto(f"/rate/?code={handed_back.code}")
    page.locator("[name=secret]").fill(handed_back.secret)
    page.keyboard.press("Enter")
    page.locator("[name=overall]").first.focus()
    page.keyboard.press("ArrowRight")
    page.locator(".send").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/rate/thanks/")
    assert Answer.objects.get().overall == 4


def test_the_tablet_at_the_desk(open_browser, leader, handed_back):
    tablet = open_browser(leader, viewport=TABLET, has_touch=True, expects={403})
    tablet.goto("/satisfaction/kiosks/")
    tablet.locator("form[action*='/start/'] button").tap()
    tablet.wait_for_url("**/kiosk/")
    assert tablet.locator(".ticket").count() == 1
    assert handed_back.applicant_name not in tablet.locator("body").inner_text()

    tablet.locator(".ticket").tap()
    face(tablet, "overall", 2).tap()
    tablet.locator(".send").tap()
    tablet.wait_for_url("**/kiosk/thanks/")
    tablet.wait_for_url("**/kiosk/")  # by itself
    assert tablet.locator(".ticket").count() == 0
    answer = Answer.objects.get()
    assert (answer.overall, answer.source) == (2, Source.KIOSK)

    overseer = open_browser(leader)
    overseer.goto("/satisfaction/kiosks/")
    overseer.locator("form[action$='/end/'] button").click()
    overseer.locator(".alert-success").wait_for()
    assert Kiosk.objects.get().ended_by == leader
    tablet.goto("/kiosk/")
    assert tablet.locator(".ticket, .tickets").count() == 0
    tablet.locator("a[href='/satisfaction/kiosks/']").wait_for()


def test_a_kiosk_on_a_phone(open_browser, leader, handed_back):
    page = open_browser(leader, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/satisfaction/kiosks/")
    assert_fits(page)
    page.locator("form[action*='/start/'] button").tap()
    page.wait_for_url("**/kiosk/")
    assert_fits(page)
    page.locator(".ticket").tap()
    page.locator(".face").first.wait_for()
    assert_fits(page)
    assert_reachable(page, ".send")


def test_the_desk_s_pages_say_nothing_of_it(open_browser, phone, clerk, handed_back):
    desk = open_browser(clerk)
    pages = (f"/dossiers/{handed_back.code}/", "/dossiers/", "/desk/")
    before = [shown(desk, page) for page in pages]
    follow(phone, handed_back)
    face(phone, "overall", 1).tap()
    phone.locator("[name=comment]").fill(COMMENT)
    phone.locator(".send").tap()
    phone.wait_for_url("**/rate/thanks/")
    assert [shown(desk, page) for page in pages] == before


def shown(page, address):
    page.goto(address)
    return page.locator("main").inner_text()
