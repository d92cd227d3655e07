"""axe finds nothing against WCAG 2.2 AA on any page, in the wide and the narrow layout."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from dossiers import actions, batches
from dossiers.models import Batch
from dossiers.receipts import receipt_of
from dossiers.reminding import climb
from procedures.models import Posting
from tests.builders import PASSWORD, at, enquire, make_unit, receive, refuse, reread
from tests.dossiers.test_successions import ended
from tests.satisfaction.answers import seal_cards
from units.models import Agency, AgencyKind

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
WIDTHS = (1366, 390)
axe = Axe()


@pytest.fixture
def visit(open_browser):
    """visit(user): a page into which axe may be put, whatever the Content-Security-Policy says."""
    return lambda user=None, expects=(): open_browser(user, expects=expects, bypass_csp=True)


@pytest.fixture
def dossiers(clerk, officer, birth, support, certification, now):
    """One in each state, with a possible double and one that is overdue."""
    start, end = {"by": officer, "now": now}, {"by": clerk, "now": now}
    received = receive(by=clerk, procedure=birth, now=now)
    processing = actions.start(dossier=receive(by=clerk, procedure=birth, now=now), **start)
    resolved = actions.resolve(dossier=receive(by=clerk, procedure=support, now=now), **start)
    denied = actions.deny(dossier=receive(by=clerk, procedure=support, now=now), reason="Không đủ điều kiện", **start)
    handed_back = actions.hand_back(
        dossier=actions.resolve(dossier=receive(by=clerk, procedure=certification, now=now), **start),
        collection=actions.Collection(),
        **end,
    )
    withdrawn = actions.withdraw(dossier=receive(by=clerk, procedure=support, now=now), reason="Xin rút", **end)
    return [received, processing, resolved, denied, handed_back, withdrawn]


@pytest.fixture
def waiting(clerk, officer, support, now):
    """One for papers, one for a payment, and one that waited and goes on."""
    papers, payment, resumed = (receive(by=clerk, procedure=support, now=now) for _ in range(3))
    asked = {"papers": ["Sổ hộ khẩu", "Giấy ủy quyền"], "reason": "Thiếu giấy tờ", "by": officer, "now": now}
    for dossier in (papers, resumed):
        actions.ask_for_papers(dossier=dossier, **asked)
    actions.await_payment(dossier=payment, reason="Nộp lệ phí trước bạ", by=officer, now=now)
    actions.resume(dossier=resumed, papers=["Sổ hộ khẩu"], by=clerk, now=now)
    return [reread(dossier) for dossier in (papers, payment, resumed)]


def faults(page):
    """What axe says of the page as it stands, in both layouts, everything folded opened."""
    found = set()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(
            "document.querySelectorAll('details').forEach((part) => { part.open = !part.matches('.person') })"
        )
        for violation in axe.run(page, options=RULES).response["violations"]:
            found |= {f"{violation['id']}: {node['html'][:150]}" for node in violation["nodes"]}
    return sorted(found)


def faults_at(page, *paths):
    found = {}
    for path in paths:
        page.goto(path)
        if faulty := faults(page):
            found[path] = faulty
    return found


def test_everybodys_pages(visit, birth, certification):
    paths = ("/", "/procedures/", f"/procedures/{birth.code}/", "/track/", "/accounts/login/")
    assert faults_at(visit(), *paths) == {}


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


def test_a_followed_dossier_in_each_state(visit, dossiers, waiting):
    page = visit()
    for dossier in [*dossiers, *waiting]:
        page.goto(f"/track/?code={dossier.code}")
        page.locator("[name=secret]").fill(dossier.secret)
        page.locator(".follow button").click()
        page.locator(".standing").wait_for()
        assert faults(page) == []


def test_a_dossier_that_does_not_open(visit, dossiers, settings):
    settings.TRACKING_TRIES_OF_PAIR = 1
    page = visit(expects={404, 429})
    page.goto(f"/track/?code={dossiers[0].code}")
    for _ in range(2):
        page.locator("[name=secret]").fill("ABCD2345")
        with page.expect_navigation():
            page.locator(".follow button").click()
        assert page.locator("main .alert").count() == 1
        assert faults(page) == []


def test_a_refused_log_in(visit, clerk):
    page = visit()
    page.goto("/accounts/login/")
    page.locator("[name=username]").fill(clerk.username)
    page.locator("[name=password]").fill("falsch")
    page.locator("[name=password]").press("Enter")
    page.locator("main .alert").wait_for()
    assert faults(page) == []


def test_what_is_not_there(visit, clerk):
    assert faults_at(visit(clerk, {404}), "/dossiers/000.06.28.H42-180115-9999/", "/nowhere/") == {}


def test_what_was_left_behind(visit, administrator, district, commune, officer, dossiers):
    successor = make_unit("14700", "Xã Kim Sơn", parent=district, agency_code="H42.28.6", valid_from=date(2018, 1, 15))
    ended(commune, successor)
    paths = (f"/dossiers/successions/{commune.pk}/", f"/dossiers/successions/of/{officer.username}/")
    assert faults_at(visit(administrator), "/dossiers/successions/", *paths) == {}


def test_the_calendar_and_its_change(visit, administrator, dossiers):
    page = visit(administrator)
    assert faults_at(page, "/calendar/", "/calendar/change/") == {}
    page.locator("[name=source]").fill("Công điện 01")
    page.locator("[name=rows-0-first_day]").fill("2018-01-15")
    page.locator("[name=rows-0-last_day]").fill("2018-01-18")
    page.locator("[name=rows-0-name]").fill("Bão")
    page.locator("form.panel button").click()
    page.locator("[name=worked_reason]").fill("Bão từ trưa")
    assert faults(page) == []
    page.locator("[name=reason]").fill("Bão")
    page.locator("form.panel button").click()
    page.wait_for_url("**/calendar/changes/*/")
    assert faults(page) == []


@pytest.fixture
def fees(clerk, support, now):
    """Owed in part, exempted, and given back."""
    owing, exempt = (
        receive(by=clerk, procedure=support, now=now, fee_amount=9000, fee_status="on_collection") for _ in range(2)
    )
    actions.collect_fee(dossier=owing, by=clerk, now=now, amount=4000, receipt_book="AB-17P", receipt_serial="0000123")
    actions.exempt_fee(dossier=exempt, by=clerk, now=now, ground="poor", words="Sổ hộ nghèo số 12")
    gone = receive(by=clerk, procedure=support, now=now, fee_amount=8000, fee_status="paid")
    actions.withdraw(dossier=gone, reason="Xin rút", by=clerk, now=now)
    actions.refund_fee(dossier=gone, reason="Rút hồ sơ", by=clerk, now=now, amount=5000)
    return [owing, exempt, gone]


def test_fees_and_the_cash_sheet(visit, clerk, leader, fees):
    addresses = [f"/dossiers/{dossier.code}/" for dossier in fees]
    assert faults_at(visit(clerk), *addresses, "/desk/cash/", "/desk/cash/?on=2018-01-12", "/desk/day/") == {}
    assert faults_at(visit(leader), "/desk/cash/?desk=") == {}
    page = visit(clerk, {400})
    page.goto(addresses[0])
    page.locator("summary:has(+ #collect_fee)").click()
    page.locator("#collect_fee [name=amount]").fill("")
    page.locator("#collect_fee button").click()
    page.locator("#collect_fee .is-invalid").wait_for()
    assert faults(page) == []


def test_the_clerks_desk_and_lists(visit, clerk, dossiers):
    assert faults_at(visit(clerk), "/desk/", "/dossiers/", "/dossiers/?state=received&due=today", "/procedures/") == {}


def test_the_register_and_the_days_sheet(visit, clerk, officer, district_leader, dossiers):
    assert faults_at(visit(clerk), "/register/", "/desk/day/") == {}
    assert faults_at(visit(officer), "/register/?book=-", "/desk/day/?on=2018-01-14") == {}
    paths = (f"/register/?desk={dossiers[0].receiving_desk_id}", "/register/?from=2018-02-01&to=2018-01-01")
    assert faults_at(visit(district_leader, {400}), *paths, "/desk/day/?on=2018-01-16") == {}


def test_papers_from_hand_to_hand(visit, clerk, officer, support, dossiers, district, now):
    office = Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Lao động")
    sent = actions.forward(dossier=receive(by=clerk, procedure=support, now=now), by=clerk, now=now, to=office)
    page = visit(clerk)
    assert faults_at(page, "/desk/custody/", "/desk/handover/", f"/dossiers/{sent.code}/") == {}
    page.goto("/desk/custody/")
    page.locator("#id_codes").fill(f"{dossiers[2].code}\n{sent.code}\nx")
    page.locator(".scan-box button").click()
    page.locator(".outcomes").wait_for()
    assert faults(page) == []
    page = visit(officer)
    page.goto("/desk/handover/")
    page.locator("form[action='/desk/handover/'] button").click()
    page.locator("main .alert-success").wait_for()
    assert faults(page) == []


def test_a_box_without_a_scan_and_a_list_without_results(visit, clerk, officer, dossiers):
    page = visit(clerk, {400})
    page.goto("/desk/custody/")
    page.locator(".scan-box button").click()
    page.locator("[aria-invalid=true]").wait_for()
    assert faults(page) == []
    page = visit(officer, {400})
    page.goto("/desk/handover/")
    for box in page.locator("[name=steps]").all():
        box.uncheck()
    page.locator("form[action='/desk/handover/'] button").click()
    page.locator("main .alert-danger").wait_for()
    assert faults(page) == []


def test_the_officers_and_leaders_lists(visit, officer, district_leader, dossiers):
    assert faults_at(visit(officer), "/desk/") == {}
    figure = "/dossiers/?figure=resolved_total&from=2018-01-01&to=2018-12-31&order=finished"
    assert faults_at(visit(district_leader), "/dossiers/", "/dossiers/?unit=&state=resolved", figure) == {}


def test_reminders_and_apologies(visit, clerk, officer, leader, support, clock):
    """Before it is late: with rows, at fault, with letters to print, and as a leader sees it."""
    clock.starts_at = at("2018-01-19 15:05")
    clock.save()
    late = receive(by=clerk, procedure=support, now=at("2018-01-10 10:00"))
    for _ in range(2):
        receive(by=clerk, procedure=support, now=at("2018-01-15 10:00"))
    climb(now=clock.starts_at)
    page = visit(officer, {400})
    assert faults_at(page, "/desk/", "/desk/reminders/", "/desk/apologies/") == {}
    page.goto("/desk/apologies/")
    for tick in page.locator("[name=dossier]").all():
        tick.check()
    page.locator("[name=all-promised_on]").fill("2018-01-30")
    page.locator("[name=all-reason]").fill("Chờ ý kiến phối hợp")
    page.locator(".apologies button").click()
    page.locator(".row-faults").wait_for()
    assert faults(page) == []
    page.locator(f"[name='{late.pk}-leader_reason']").fill("Đã báo cáo")
    page.locator(".apologies button").click()
    page.locator("#recorded").wait_for()
    assert faults(page) == []
    assert faults_at(visit(leader), "/desk/reminders/", "/desk/apologies/", "/dashboard/") == {}


def test_many_dossiers_at_once(visit, officer, dossiers, settings, now):
    """Looked over, at fault, behind a bar, done; the folder for signature; what was done together."""
    page = visit(officer, {400})
    assert faults_at(page, "/desk/signatures/", "/desk/batches/") == {}
    for errand in ("send_back", "record_signature"):
        page.goto("/desk/")
        page.locator("#batch-which").select_option("shown")
        page.locator("#batch-errand").select_option(errand)
        page.locator(".batch-bar .btn-primary").click()
        page.locator(".batch-grid").wait_for()
        assert faults(page) == []
    page.locator("[name=signer]").fill("")
    page.locator(".batch-grid .btn-primary").click()
    page.locator("[aria-invalid=true]").first.wait_for()
    assert faults(page) == []
    settings.BATCH_SECONDS_AT_ONCE = 0
    page.locator("[name=signer]").fill("Vũ Văn Minh")
    page.locator(".batch-grid .btn-primary").click()
    page.locator("progress").wait_for()
    assert faults(page) == []
    batches.do_next(Batch.objects.get(), now=now)
    page.locator(".batch-outcome").wait_for()
    assert faults(page) == []
    begun = actions.start(dossier=dossiers[0], by=officer, now=now)
    actions.submit_for_signature(dossier=begun, by=officer, now=now)
    assert faults_at(page, "/desk/signatures/", "/desk/batches/") == {}


def test_a_list_at_fault_or_too_long_for_excel(visit, clerk, dossiers, settings):
    settings.EXPORT_LIMIT = 1
    assert faults_at(visit(clerk, {400}), "/dossiers/?sector=x&state=gone", "/dossiers/export.xlsx") == {}


def test_a_dossier_in_its_list_and_its_person(visit, clerk, dossiers):
    address = f"/dossiers/{dossiers[1].code}/"
    assert faults_at(visit(clerk), f"{address}?list=order%3Ddue", f"{address}person/") == {}


def test_dashboards(visit, leader, district_leader, control, dossiers, now):
    """A commune's, a district's, procedure control's; with nothing in the period; refused."""
    past = "/dashboard/?from=2016-01-01&to=2016-12-31"
    assert faults_at(visit(leader), "/dashboard/") == {}
    assert faults_at(visit(district_leader, {400}), "/dashboard/", past, "/dashboard/?from=2018-02-01") == {}
    assert faults_at(visit(control), "/dashboard/?sort=-late") == {}


def test_what_the_box_found(visit, clerk, dossiers):
    page = visit(clerk)
    for words in ("nguyen van duc", "nobody at all"):
        page.goto("/desk/")
        page.locator("[name=q]").fill(words)
        page.locator("[name=q]").press("Enter")
        page.wait_for_url("**/desk/find/")
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


def test_a_dossier_in_each_state(visit, clerk, officer, dossiers):
    paths = [f"/dossiers/{dossier.code}/" for dossier in dossiers]
    assert faults_at(visit(clerk), *paths) == {}
    assert faults_at(visit(officer), *paths[:2]) == {}


def test_a_dossier_that_waits_or_is_asked_for_papers_again(visit, clerk, officer, waiting):
    pages = [f"/dossiers/{dossier.code}/" for dossier in waiting]
    assert faults_at(visit(clerk), "/desk/", "/dossiers/", *pages) == {}
    assert faults_at(visit(officer), "/desk/", *pages) == {}


def test_a_request_and_an_answer_with_errors(visit, clerk, officer, waiting):
    for user, dossier, verb in ((clerk, waiting[0], "resume"), (officer, waiting[2], "ask_for_papers")):
        page = visit(user, {400})
        page.goto(f"/dossiers/{dossier.code}/#{verb}")
        page.locator(f"#{verb} :focus").wait_for()
        for box in page.locator(f"#{verb} [type=checkbox]").all():
            box.uncheck()
        page.locator(f"#{verb} button").click()
        page.locator(f"#{verb} .is-invalid").first.wait_for()
        assert faults(page) == []


def test_a_move_with_errors(visit, clerk, dossiers):
    page = visit(clerk, {400})
    page.goto(f"/dossiers/{dossiers[2].code}/")
    page.locator("#hand_back [name=collected_by]").select_option("authorised")
    page.locator("#hand_back button").click()
    page.locator("#hand_back .is-invalid").first.wait_for()
    assert faults(page) == []


def test_rating(visit, dossiers):
    page = visit(expects={400, 404})
    assert faults_at(page, "/rate/", "/rate/thanks/") == {}
    open_dossier, resolved = dossiers[0], dossiers[2]
    for code, secret in (
        (open_dossier.code, open_dossier.secret),
        (resolved.code, "AAAAAAAA"),
        (resolved.code, resolved.secret),
    ):
        page.goto(f"/rate/?code={code}")
        page.locator("[name=secret]").fill(secret)
        page.locator("main form button").click()
        page.wait_for_load_state()
        assert faults(page) == []
    page.locator(".send").click()
    page.locator(".is-wrong").wait_for()
    assert faults(page) == []
    page.locator("[name=token]").evaluate("(token) => { token.value = 'forged' }")
    page.locator(".send").click()
    page.locator("[name=secret]").wait_for()
    assert faults(page) == []


def test_the_kiosk(visit, district_leader, commune, dossiers):
    page = visit(district_leader, expects={403})
    assert faults_at(page, "/satisfaction/kiosks/", "/kiosk/") == {}
    page.goto("/satisfaction/kiosks/")
    page.locator(f"form[action$='/start/{commune.desk.pk}/'] button").click()
    page.wait_for_url("**/kiosk/")
    assert faults(page) == []
    page.locator(".ticket").first.click()
    page.locator(".send").wait_for()
    assert faults(page) == []


def test_how_satisfied_people_are(visit, district_leader, control, commune, other_commune, now):
    typed = {"by": control, "now": now}
    seal_cards(4, commune.desk, comment="Chờ lâu", staff=2, **typed)
    seal_cards(9, other_commune.desk, overall=2, comment="Hẹn thứ tư mà thứ sáu mới có", staff=4, **typed)
    page = visit(district_leader, {400})
    assert faults_at(page, "/satisfaction/", "/satisfaction/?from=2018-02-01&to=2018-01-01") == {}
    seal_cards(9, commune.desk, **typed)
    of_desk = f"/satisfaction/?desk={commune.desk.pk}"
    assert faults_at(page, "/satisfaction/", of_desk, "/satisfaction/?to=2017-01-01") == {}


def test_typing_paper_cards_in(visit, control, commune, birth):
    page = visit(control, {400})
    assert faults_at(page, "/satisfaction/cards/", "/satisfaction/cards/new/") == {}
    page.locator("[name=label]").fill("Hòm phiếu 01/2018")
    page.locator("[name=card_count]").fill("2")
    page.locator("main form button").click()
    page.locator("[name=desk].is-invalid").wait_for()
    assert faults(page) == []
    page.locator("[name=desk]").select_option(str(commune.desk.pk))
    page.locator("main form button").click()
    page.locator("[name='1-overall']").fill("6")
    page.locator("main form button").first.click()
    page.locator("#form-errors").wait_for()
    assert faults(page) == []
    page.locator("[name='1-overall']").fill("5")
    page.locator("[name=finish]").click()
    page.locator("[name=difference]").wait_for()
    assert faults(page) == []
    seal = page.url
    page.locator("main .btn-link").click()
    page.locator("[name='1-is_removed']").wait_for()
    assert faults(page) == []
    page.goto(seal)
    page.locator("[name=difference]").fill("Một phiếu trắng")
    page.locator("main form button").click()
    page.locator(".facts").wait_for()
    assert faults(page) == []
    assert faults_at(page, "/satisfaction/cards/") == {}


def test_staff_pages(visit, administrator, clerk):
    paths = ("", "new/", f"{clerk.username}/", f"{clerk.username}/details/", f"{clerk.username}/assign/")
    more = (f"{clerk.username}/disable/", f"{clerk.username}/reset-password/")
    assert faults_at(visit(administrator), *(f"/staff/{path}" for path in (*paths, *more))) == {}


def test_postings(visit, clerk, control, commune, birth, support):
    Posting.objects.create(version=birth.versions.get(), desk=commune.desk, posted_on=date(2017, 3, 1))
    paths = [f"/procedures/postings/14635/{query}" for query in ("", "?state=posted", "?on=2017-01-01")]
    assert faults_at(visit(clerk), *paths, "/procedures/", f"/procedures/{birth.code}/") == {}
    assert faults_at(visit(control), "/procedures/postings/", "/procedures/?decided_from=2017-01-01") == {}
    page = visit(clerk, {400})
    page.goto(paths[0])
    page.locator(".do-with-ticked button").click()
    page.locator("#form-errors").wait_for()
    assert faults(page) == []
    page = visit(clerk)
    page.goto(paths[1])
    page.locator("[name=chosen]").check()
    page.locator(".do-with-ticked button").click()
    page.locator("[name=sure]").wait_for(state="attached")
    assert faults(page) == []
    page.locator("main form button").click()
    page.locator(".put-back").wait_for()
    assert faults(page) == []


def test_ones_own_password(visit, clerk):
    page = visit(clerk)
    assert faults_at(page, "/accounts/password/") == {}
    for name, text in (("old_password", PASSWORD), ("new_password1", "short"), ("new_password2", "other")):
        page.locator(f"[name={name}]").fill(text)
    page.locator("main button").click()
    page.locator("[name=new_password2].is-invalid").wait_for()
    assert faults(page) == []


def test_the_persons_menu(visit, clerk):
    page = visit(clerk)
    page.goto("/desk/")
    page.locator(".person summary").click()
    found = axe.run(page, options=RULES).response["violations"]
    assert [violation["id"] for violation in found] == []


def test_a_correction_and_the_slips(visit, clerk, leader, dossiers, now):
    received = dossiers[0]
    receipt_of(received, now=now)
    page = visit(leader, {400})
    path = f"/dossiers/{received.code}/correct/"
    assert faults_at(page, path, f"{path}?another=1", f"{path}?procedure=none") == {}
    page.goto(path)
    page.locator("[name=applicant_name]").fill("Nguyễn Văn Dực")
    page.locator("[name=reason]").fill("Nghe nhầm")
    page.locator(".stays button").click()
    page.locator(".across button").wait_for()
    assert faults(page) == []
    page.locator(".across button").click()
    page.locator("#slips").wait_for()
    assert faults(page) == []
    assert faults_at(visit(clerk), f"/dossiers/{received.code}/") == {}
