"""Asking for papers and taking them in, as officers, clerks and applicants see it."""

import pytest

from dossiers import actions
from dossiers.states import DossierState
from tests.builders import at, receive, reread


@pytest.fixture
def dossier(clerk, support, now):
    return receive(by=clerk, procedure=support, now=now)


def post(client, user, dossier, verb, **given):
    client.force_login(user)
    return client.post(f"/dossiers/{dossier.code}/{verb}/", given)


def page(client, user, dossier):
    client.force_login(user)
    return client.get(f"/dossiers/{dossier.code}/").content.decode()


def test_an_officer_asks_and_the_desk_takes_in_what_comes(client, dossier, officer, clerk):
    answer = post(
        client, officer, dossier, "ask_for_papers", reason="Thiếu", papers="Sổ hộ khẩu\r\n\r\n Giấy ủy quyền "
    )
    assert answer.status_code == 302
    assert dossier.pauses.get().papers == ["Sổ hộ khẩu", "Giấy ủy quyền"]
    seen = page(client, clerk, dossier)
    for words in ("Chờ bổ sung hồ sơ", "Sổ hộ khẩu", "Giấy ủy quyền", "Thiếu", "Đã bổ sung: tính tiếp thời hạn"):
        assert words in seen
    assert post(client, clerk, dossier, "resume", papers=["Sổ hộ khẩu"]).status_code == 302
    assert reread(dossier).state == DossierState.PROCESSING
    assert [paper.name for paper in dossier.documents.all()][2:] == ["Sổ hộ khẩu"]


def test_its_slip_is_printed_before_anything_else_that_day(client, dossier, officer, clerk, clock, now):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
    print_it = f'href="/dossiers/{dossier.code}/supplement-1.pdf" target="_blank" rel="noopener" data-key="Ctrl+Enter"'
    assert print_it in page(client, clerk, dossier)
    client.get(f"/dossiers/{dossier.code}/supplement-1.pdf")
    assert print_it not in page(client, clerk, dossier)


def test_a_day_later_what_is_waited_for_comes_first_printed_or_not(client, dossier, officer, clerk, clock, now):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
    clock.starts_at = at("2018-01-16 08:00")
    clock.save()
    client.force_login(clerk)
    assert client.get(f"/dossiers/{dossier.code}/").context["letters_to_print"] == []


@pytest.mark.parametrize(
    "given",
    [
        {"reason": "Thiếu"},
        {"papers": "Sổ hộ khẩu"},
        {"reason": "Thiếu", "papers": " \n "},
        {"reason": "Thiếu", "papers": "x" * 2001},
    ],
)
def test_it_is_said_what_a_request_lacks(client, dossier, officer, given):
    answer = post(client, officer, dossier, "ask_for_papers", **given)
    assert answer.status_code == 400
    assert reread(dossier).state == DossierState.RECEIVED


def test_a_second_request_asks_for_the_leaders_reason(client, dossier, officer, clerk, now):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
    actions.resume(dossier=dossier, by=clerk, now=now)
    assert 'name="leader_reason"' in page(client, officer, dossier)
    given = {"reason": "Thiếu nữa", "papers": "B"}
    assert post(client, officer, dossier, "ask_for_papers", **given).status_code == 400
    assert post(client, officer, dossier, "ask_for_papers", **given, leader_reason="Đồng ý").status_code == 302
    assert "Đồng ý" in page(client, officer, dossier)


def test_what_was_not_asked_for_is_not_taken_in(client, dossier, officer, clerk, now):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
    for papers in ([], ["C"], ["A", "C"]):
        assert post(client, clerk, dossier, "resume", papers=papers).status_code == 400
    assert reread(dossier).state == DossierState.SUPPLEMENT


def test_of_a_payment_nothing_is_to_be_ticked(client, dossier, officer, clerk):
    post(client, officer, dossier, "await_payment", reason="Nộp lệ phí trước bạ")
    assert "Chờ thực hiện nghĩa vụ tài chính" in page(client, clerk, dossier)
    assert post(client, officer, dossier, "resume").status_code == 302


def test_a_stranger_and_a_leader_may_not(client, dossier, stranger, leader, clerk):
    given = {"reason": "Thiếu", "papers": "A"}
    assert post(client, stranger, dossier, "ask_for_papers", **given).status_code == 404
    assert post(client, leader, dossier, "ask_for_papers", **given).status_code == 403
    assert post(client, clerk, dossier, "ask_for_papers", **given).status_code == 403


def test_nothing_falls_due_while_it_waits(client, dossier, officer, clerk, clock, now):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
    clock.starts_at = at("2018-02-01 08:00")
    clock.save()
    client.force_login(officer)
    assert list(client.get("/dossiers/?due=overdue").context["dossiers"]) == []
    assert list(client.get("/dossiers/?state=supplement").context["dossiers"]) == [dossier]


def test_the_applicant_reads_what_to_bring_and_where(client, dossier, officer, clock, now):
    actions.ask_for_papers(dossier=dossier, papers=["Sổ hộ khẩu"], reason="Nội bộ", by=officer, now=now)
    found = client.post("/track/", {"code": dossier.code, "secret": dossier.secret}, follow=True).content.decode()
    for words in ("Còn thiếu giấy tờ", "Sổ hộ khẩu", str(dossier.receiving_desk)):
        assert words in found
    assert officer.full_name not in found


def test_the_history_says_how_the_date_moved(client, dossier, officer, clerk):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=at("2018-01-17 10:00"))
    actions.resume(dossier=dossier, by=clerk, now=at("2018-01-18 10:00"))
    assert "hẹn trả ngày 23/01/2018 thay cho 22/01/2018" in page(client, officer, dossier)


def test_the_slip_is_printed_by_whoever_sees_the_dossier(client, dossier, officer, clerk, leader, stranger, now):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
    assert f"/dossiers/{dossier.code}/supplement-1.pdf" in page(client, clerk, dossier)
    for user, status in ((officer, 200), (clerk, 200), (leader, 200), (stranger, 404)):
        client.force_login(user)
        assert client.get(f"/dossiers/{dossier.code}/supplement-1.pdf").status_code == status
    client.force_login(clerk)
    assert client.get(f"/dossiers/{dossier.code}/supplement-2.pdf").status_code == 404


def test_a_receipt_is_still_to_be_had(client, dossier, officer, clerk, now):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
    client.force_login(clerk)
    for path in ("supplement-1.pdf", "receipt.pdf"):
        assert client.get(f"/dossiers/{dossier.code}/{path}").content[:4] == b"%PDF"
    assert dossier.slips.count() == 2


def test_the_desk_and_the_inbox_show_what_waits_for_its_applicant(client, dossier, officer, clerk, clock, now):
    for user in (clerk, officer):
        client.force_login(user)
        assert "paused" not in [section["kind"] for section in client.get("/desk/").context["sections"]]
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
    for user in (clerk, officer):
        client.force_login(user)
        sections = {section["kind"]: section for section in client.get("/desk/").context["sections"]}
        assert sections["paused"]["dossiers"] == [dossier]
        assert list(client.get(f"/dossiers/?{sections['paused']['query']}").context["dossiers"]) == [dossier]


def test_a_waiting_dossier_is_not_drawn_late(client, dossier, officer, clock, now):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
    clock.starts_at = at("2018-02-01 08:00")
    clock.save()
    assert "is-late" not in page(client, officer, dossier)


def test_what_was_late_before_it_waits_has_no_result_to_be_ready(client, dossier, officer, clock):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=at("2018-01-24 08:00"))
    clock.starts_at = at("2018-01-25 08:00")
    clock.save()
    client.force_login(officer)
    assert "#resolve" not in client.get("/desk/").content.decode()


def test_the_applicant_is_not_told_a_date_that_will_move(client, dossier, officer, clock, now):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
    found = client.post("/track/", {"code": dossier.code, "secret": dossier.secret}, follow=True).content.decode()
    assert "22/01/2018" not in found


def test_who_finishes_one_is_not_led_to_what_waits(client, dossier, officer, clerk, support, clock, now):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
    other = receive(by=clerk, procedure=support, now=now)
    actions.resolve(dossier=other, by=officer, now=now)
    client.force_login(officer)
    assert client.get(f"/dossiers/{other.code}/").context["next_in_inbox"] is None


def test_the_register_counts_nothing_late_that_was_closed_while_it_waited(client, dossier, officer, clerk, clock, now):
    actions.ask_for_papers(dossier=dossier, papers=["A"], reason="x", by=officer, now=now)
    actions.stop(dossier=dossier, by=officer, now=at("2018-03-01 08:00"), reason="Không bổ sung")
    clock.starts_at = at("2018-03-02 08:00")
    clock.save()
    client.force_login(clerk)
    totals = client.get("/register/?from=2018-01-01&to=2018-03-02").context["totals"]
    assert (totals["finished"], totals["late"]) == (1, 0)
