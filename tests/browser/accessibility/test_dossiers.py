"""axe finds nothing on the pages of dossiers and of what lies on a desk."""

from dossiers import actions, batches
from dossiers.models import Batch, HandoverList
from dossiers.receipts import receipt_of
from dossiers.reminding import climb
from tests.browser.accessibility.axe import RULES, axe, faults, faults_at
from tests.builders import PASSWORD, at, receive
from units.models import Agency, AgencyKind


def test_what_is_not_there(visit, clerk):
    assert faults_at(visit(clerk, {404}), "/dossiers/000.06.28.H42-180115-9999/", "/nowhere/") == {}


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
    assert faults_at(page, f"/desk/handover/{HandoverList.objects.get().pk}/") == {}


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


def test_what_the_box_found(visit, clerk, dossiers):
    page = visit(clerk)
    for words in ("nguyen van duc", "nobody at all"):
        page.goto("/desk/")
        page.locator("[name=q]").fill(words)
        page.locator("[name=q]").press("Enter")
        page.wait_for_url("**/desk/find/")
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
