"""axe finds nothing on the pages of those who oversee, keep and rate offices."""

from datetime import date

from procedures.models import Posting
from tests.browser.accessibility.axe import faults, faults_at
from tests.builders import make_unit
from tests.dossiers.test_successions import ended
from tests.procedures.boards import amend, checks_page, confirm_page
from tests.reports.submitting import submit
from tests.reports.test_results import add
from tests.satisfaction.answers import seal_cards
from units.periods import Period


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


def test_dashboards(visit, leader, district_leader, control, dossiers, now):
    """A commune's, a district's, procedure control's; with nothing in the period; refused."""
    past = "/dashboard/?from=2016-01-01&to=2016-12-31"
    assert faults_at(visit(leader), "/dashboard/") == {}
    assert faults_at(visit(district_leader, {400}), "/dashboard/", past, "/dashboard/?from=2018-02-01") == {}
    assert faults_at(visit(control), "/dashboard/?sort=-late") == {}


def test_how_long_it_took(visit, district_leader, dossiers, settings):
    """With lines, months and a batch; with nothing; refused."""
    settings.FEWEST_TIMED = settings.FEWEST_RANKED = settings.BATCH_CLOSING_MANY = 1
    assert faults_at(visit(district_leader), "/dashboard/trend/") == {}
    paths = ("/dashboard/times/", "/dashboard/times/?from=2016-01-01&to=2016-12-31", "/dashboard/times/?by=x")
    assert faults_at(visit(district_leader, {400}), *paths) == {}


def test_the_week_on_one_page(visit, leader, district_leader, dossiers):
    """Of a leader with an address and of one without; refused."""
    leader.email = "leader.14635@kimson.example"
    leader.save()
    assert faults_at(visit(leader), "/dashboard/digest/") == {}
    assert faults_at(visit(district_leader, {400}), "/dashboard/digest/", "/dashboard/digest/?week=2018-01-15") == {}


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


def test_confirming_a_decision_and_spot_checks(visit, clerk, control, commune, birth, now):
    Posting.objects.create(version=birth.versions.get(), desk=commune.desk, posted_on=date(2017, 3, 1))
    decision = amend(birth, by=control, now=now, effective_from=now.date())
    page = visit(clerk, {400})
    page.goto(confirm_page(decision, commune))
    assert faults(page) == []
    page.locator("[name=link]").fill("http://kimson.example.vn")
    page.locator("main form .btn-primary").click()
    page.locator("#form-errors").wait_for()
    assert faults(page) == []
    page.locator("[name=link]").fill("")
    page.locator("main form .btn-primary").click()
    page.locator(".posting-round").wait_for()
    page.locator(".posting-round summary").click()
    page.locator(".posting-round .more-action button").click()
    page.locator("#form-errors").wait_for()
    assert faults(page) == []
    page = visit(control, {400})
    page.goto(checks_page(commune))
    assert faults(page) == []
    page.locator("main form .btn-primary").click()
    page.locator("#form-errors").wait_for()
    assert faults(page) == []


def test_results_published(visit, control, commune, dossiers):
    of_commune = f"/results/published/{commune.code}/?year=2018"
    assert faults_at(visit(control), "/results/published/", of_commune) == {}


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


def test_reports_on_their_way_up(visit, clerk, control, commune, district, dossiers):
    """What would be submitted, what was, who has not, what changed since, and the form to type one."""
    period = "from=2017-12-01&to=2018-01-14"
    made = submit(commune, clerk, period=Period(date(2017, 12, 1), date(2018, 1, 14)))
    add(("2018-01-10 08:00", "2018-01-10 17:00", "2018-01-11 09:00"))
    make_unit("14641", "Xã Hùng Tiến", parent=district, agency_code="000.08.28.H42")
    paths = (f"/reports/submissions/{made.pk}/", f"/reports/submissions/{made.pk}/dossiers/?figure=received_total")
    page = visit(control, {400})
    assert faults_at(page, *paths, f"/reports/submissions/?{period}", f"/reports/submissions/new/?{period}") == {}
    assert faults_at(page, f"/reports/submissions/typed/?{period}&unit=14641") == {}
    page.locator("input[name$=received_total]").first.fill("3")
    page.locator("main form button").click()
    assert faults(page) == []
    assert faults_at(visit(clerk), f"/reports/?{period}", f"/reports/submissions/?{period}") == {}
