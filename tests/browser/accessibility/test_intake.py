"""axe finds nothing on the ways in: the counter, what is said there, the paper book."""

from dossiers.enquiry_slips import enquiry_slip_of
from tests.browser.accessibility.axe import faults, faults_at
from tests.builders import enquire, refuse


def test_the_paper_book_empty_and_with_lines_to_correct(visit, clerk, birth, support):
    page = visit(clerk, {400})
    assert faults_at(page, "/desk/paper-book/") == {}
    page.locator("[name=day]").fill("2018-01-13")  # a Saturday
    page.locator("[name=reason]").fill("Mất điện")
    for number, (time, procedure) in enumerate([("8:00", "khai sinh"), ("25:00", "không có"), ("8:30", "")], 1):
        typed = {"paper_number": f"{number}", "time": time, "procedure": procedure, "applicant_name": "Lê Văn Hai"}
        for name, text in typed.items():
            page.locator(f"[name=line{number}-{name}]").fill(text)
    page.locator("[name=line1-at_once]").focus()
    page.keyboard.press("Control+Enter")
    page.locator("#id_line1-is_sure").wait_for()
    assert faults(page) == []
    page.locator("[name=line1-is_sure]").check()
    page.keyboard.press("Control+Enter")
    page.locator(".alert-success").wait_for()
    assert faults(page) == []
    page.locator("td.code a").click()
    page.locator(".from-book").wait_for()
    assert faults(page) == []


def test_the_intake_empty(visit, clerk, birth, support):
    paths = ("/desk/receive/", "/desk/receive/?q=khai", f"/desk/receive/?procedure={birth.code}")
    assert faults_at(visit(clerk), *paths, f"/desk/receive/?procedure={support.code}") == {}


def test_an_enquiry_from_the_intake_to_its_page(visit, clerk, birth, now):
    page = visit(clerk, {400})
    assert faults_at(page, "/desk/enquiries/", "/desk/enquiries/guidance/", "/desk/enquiries/refusal/") == {}
    for button in ("advise", "refuse"):
        page.goto(f"/desk/receive/?procedure={birth.code}")
        page.locator(".papers [type=checkbox]").first.check()
        page.locator(f"button[name={button}]").click()
        page.locator("[name=reason]").wait_for()
        assert faults(page) == []
        page.locator("main button.btn-primary").click()
        page.locator("#form-errors").wait_for()
        assert faults(page) == []
    guided, refused = enquire(by=clerk, procedure=birth, now=now), refuse(by=clerk, procedure=birth, now=now)
    enquiry_slip_of(guided, now=now)
    page.goto(f"/desk/receive/?procedure={birth.code}")
    page.locator("[name=applicant_id]").fill(guided.applicant_id_number)
    page.locator("button[name=advise]").click()
    page.locator("#told-before").wait_for()
    assert faults(page) == []
    paths = [f"/desk/enquiries/{enquiry.pk}/" for enquiry in (guided, refused)]
    paths += [f"/desk/receive/?procedure={birth.code}&enquiry={enquiry.pk}" for enquiry in (guided, refused)]
    assert faults_at(page, "/desk/enquiries/", "/desk/enquiries/?kind=refusal&became=dossier", *paths) == {}
    page.locator("#one-box").fill("nguyen van duc")
    page.locator("#one-box").press("Enter")
    page.locator("table.list").wait_for()
    assert faults(page) == []


def test_the_intake_without_a_published_limit(visit, clerk, birth):
    birth.versions.update(time_limit=None, time_unit="")
    assert faults_at(visit(clerk), f"/desk/receive/?procedure={birth.code}") == {}


def test_the_intake_with_errors(visit, clerk, birth):
    page = visit(clerk, {400})
    page.goto(f"/desk/receive/?procedure={birth.code}")
    for name in ("applicant_id", "applicant_phone"):
        page.locator(f"[name={name}]").fill("12x")
    page.locator(".papers [type=checkbox]").first.check()
    page.locator(".papers [type=number]").first.fill("-1")
    page.locator("[name=receive]").click()
    page.locator("#form-errors").wait_for()
    assert faults(page) == []


def test_the_intake_of_a_possible_double_read_from_a_card(visit, clerk, birth, dossiers):
    page = visit(clerk)
    page.goto(f"/desk/receive/?procedure={birth.code}")
    page.locator("[name=applicant_name]").fill("037085001234||Nguyễn Văn Đức|05031985|Nam|Xóm 5|")
    page.locator("[name=applicant_name]").press("Enter")
    page.locator("#check-name").wait_for()
    page.locator("[name=applicant_id]").fill("164000111")
    page.locator("[name=applicant_id]").press("Tab")
    page.locator("#doubles a").first.wait_for()
    assert faults(page) == []


def test_a_key_sent_with_other_content(visit, clerk, birth):
    page = visit(clerk, {409})
    for name in ("Nguyễn Văn Đức", "Trần Thị Bình"):
        page.goto(f"/desk/receive/?procedure={birth.code}")
        page.locator("[name=key]").evaluate("(key) => { key.value = 'the-same' }")
        page.locator("[name=applicant_name]").fill(name)
        page.keyboard.press("F8")
        page.locator("[name=receive]").click()
        page.wait_for_load_state()
    assert page.locator(".alert-warning[role=alert]").count() == 1
    assert faults(page) == []
