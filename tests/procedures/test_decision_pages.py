"""Procedure control drafts a decision on pages; others read what was decided."""

import re
from datetime import date
from functools import partial

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from procedures import actions
from procedures.models import DecisionLine, Fee, Procedure, PublicationDecision
from tests import builders

MONDAY = date(2018, 1, 22)


def page(name, *args):
    return reverse(f"procedures:{name}", args=args)


@pytest.fixture
def controller(client, control):
    client.force_login(control)
    return client


@pytest.fixture
def decision(control, now):
    return actions.draft_decision(
        number="55/QĐ-UBND", issued_on=date(2018, 1, 10), effective_from=MONDAY, by=control, now=now
    )


@pytest.fixture
def amending(decision, support, control, now):
    """Its line that amends the support."""
    actions.draft_lines(decision=decision, kind="amend", procedures=[support], by=control, now=now)
    return decision.lines.get()


def typed(line=None, **overrides):
    """The page of a line as it is sent when nothing was changed on it."""
    papers = line.content.papers if line else ()
    rows = {"cases": [], "papers": [vars(paper) for paper in papers], "forms": [], "charges": []}
    data = {"name": "Thủ tục mới", "sector": "Bảo trợ xã hội", "sets": "1", "channels": ["in_person"]}
    if line:
        content = line.content
        data |= {"name": content.name, "sector": content.sector, "results": "\n".join(content.results)}
        data |= {"time_limit": content.time_limit, "time_unit": content.time_unit, "seen": line.digest}
    for prefix, values in rows.items():
        data |= {f"{prefix}-TOTAL_FORMS": len(values), f"{prefix}-INITIAL_FORMS": len(values)}
        for number, row in enumerate(values):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items() if value is not False}
    return data | overrides


class TestWhoMay:
    @pytest.mark.parametrize("name", ["new_decision", "decisions"])
    def test_strangers_log_in_first(self, client, clock, name):
        assert client.get(page(name)).status_code == 302

    def test_others_see_what_was_decided_not_what_is_drafted(self, client, clerk, decision):
        recorded = PublicationDecision.recorded("12/QĐ-UBND", date(2017, 5, 1))
        client.force_login(clerk)
        listed = client.get(page("decisions"))
        assert list(listed.context["page"]) == [recorded]
        assert page("new_decision") not in listed.content.decode()
        assert client.get(page("decision", recorded.pk)).status_code == 200
        assert client.get(page("decision", decision.pk)).status_code == 404

    @pytest.mark.parametrize("name", ["decision_head", "choose_lines", "new_line"])
    def test_others_draft_nothing(self, client, clerk, decision, name):
        client.force_login(clerk)
        assert client.get(page(name, decision.pk)).status_code == 403

    @pytest.mark.parametrize("name", ["apply_decision", "take_back_decision", "redate_decision", "discard_draft"])
    def test_others_apply_nothing(self, client, clerk, decision, name):
        client.force_login(clerk)
        assert client.post(page(name, decision.pk)).status_code == 403
        assert client.get(page(name, decision.pk)).status_code == 405


class TestDrafting:
    def test_the_head_first(self, controller):
        head = {"number": " 56/QĐ-UBND ", "issued_on": "2018-01-12", "effective_from": "2018-01-22"}
        response = controller.post(page("new_decision"), head)
        drafted = PublicationDecision.objects.get()
        assert response.url == page("decision", drafted.pk)
        assert (drafted.number, drafted.effective_from, drafted.is_draft) == ("56/QĐ-UBND", MONDAY, True)

    def test_a_number_stands_once_a_day(self, controller, decision):
        response = controller.post(page("new_decision"), {"number": "55/QĐ-UBND", "issued_on": "2018-01-10"})
        assert response.status_code == 400
        assert PublicationDecision.objects.count() == 1

    def test_procedures_are_found_and_ticked(self, controller, decision, support, birth):
        found = controller.get(page("choose_lines", decision.pk), {"q": "tro cap"})
        assert [version.procedure for version in found.context["offered"]] == [support]
        chosen = [support.versions.get().pk]
        controller.post(page("choose_lines", decision.pk), {"kind": "amend", "chosen": chosen})
        line = DecisionLine.objects.get()
        assert (line.procedure, line.kind, line.content.time_limit) == (support, "amend", 5)
        assert not controller.get(page("choose_lines", decision.pk), {"q": "tro cap"}).context["offered"]

    def test_nothing_ticked_is_said(self, controller, decision, support):
        response = controller.post(page("choose_lines", decision.pk), {"kind": "amend"})
        assert response.status_code == 400
        assert not decision.lines.exists()

    def test_a_line_sent_back_unchanged_changes_nothing(self, controller, decision, amending):
        before = amending.draft
        response = controller.post(page("line", decision.pk, amending.pk), typed(amending))
        assert response.status_code == 302
        amending.refresh_from_db()
        assert amending.draft == before

    def test_times_papers_and_cases_are_changed(self, controller, decision, amending):
        changed = {
            "time_limit": "3",
            "papers-1-removed": "on",
            "more_papers": "«Nộp thay» Giấy ủy quyền [originals=0,copies=1]\nẢnh",
            "cases-TOTAL_FORMS": 1,
            "cases-0-name": "Vùng cao",
            "cases-0-time_limit": "8",
            "cases-0-time_unit": "working_day",
        }
        controller.post(page("line", decision.pk, amending.pk), typed(amending, **changed))
        content = DecisionLine.objects.get().content
        assert content.time_limit == 3
        assert [(paper.case, paper.name, paper.copies) for paper in content.papers] == [
            ("", "Tờ khai", 0),
            ("Nộp thay", "Giấy ủy quyền", 1),
            ("Nộp thay", "Ảnh", 0),
        ]
        assert [(case.name, case.time_limit) for case in content.cases] == [("Vùng cao", 8), ("Nộp thay", None)]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"time_limit": "-1"},
            {"time_limit": "3", "time_unit": ""},
            {"promised_limit": "9"},
            {"extension_limit": "2", "time_limit": "", "time_unit": ""},
            {"results": "A | B"},
            {"more_papers": "[originals=1,copies=0]"},
            {"papers-0-name": "Giấy tờ tùy thân"},
            {"sets": "0"},
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_kept(self, controller, decision, amending, wrong):
        before = amending.draft
        response = controller.post(page("line", decision.pk, amending.pk), typed(amending, **wrong))
        assert response.status_code == 400
        amending.refresh_from_db()
        assert amending.draft == before

    def test_of_two_who_change_a_line_the_second_is_told(self, controller, decision, amending):
        first, second = typed(amending, time_limit="3"), typed(amending, time_limit="4")
        controller.post(page("line", decision.pk, amending.pk), first)
        response = controller.post(page("line", decision.pk, amending.pk), second)
        assert response.status_code == 400
        assert DecisionLine.objects.get().content.time_limit == 3

    def test_a_new_procedure_with_its_fee(self, controller, decision, support):
        fee = {"charges-TOTAL_FORMS": 1, "charges-0-kind": "fee", "charges-0-amount": "50000"}
        new = {"level": "commune", "code": "1.009999", "handling": "received", "replaced": "1.001776"} | fee
        response = controller.post(page("new_line", decision.pk), typed(**new))
        line = DecisionLine.objects.get()
        assert response.url == f"{page('decision', decision.pk)}?line={line.pk}"
        assert (line.kind, line.code) == ("replace", "1.009999")
        controller.post(page("apply_decision", decision.pk))
        assert Fee.objects.get(procedure__code="1.009999").amount == 50_000
        assert support.version_on(MONDAY) is None

    @pytest.mark.parametrize("changed", [{"effective_from": MONDAY}, {"code": "1.2"}, {"handling": "posted_only"}])
    def test_whatever_of_the_line_the_first_changed(self, controller, decision, changed):
        controller.post(page("new_line", decision.pk), typed(level="commune", code="1.1", handling="received"))
        line = decision.lines.get()
        seen = line.digest
        decision.lines.update(**changed)
        late = typed(line, level="commune", code="1.1", handling="received", name="Tên khác", seen=seen, time_limit="")
        assert controller.post(page("line", decision.pk, line.pk), late).status_code == 400
        assert decision.lines.get().content.name == "Thủ tục mới"

    def test_a_code_stands_once_at_its_level(self, controller, in_english, decision, amending):
        new = typed(level="commune", code="1.5", handling="received", replaced="")
        assert controller.post(page("new_line", decision.pk), new).status_code == 302
        for data in (new, new | {"code": amending.code}):
            response = controller.post(page("new_line", decision.pk), data)
            assert response.status_code == 400
            assert "a line for this code at this level already" in response.content.decode()
        assert controller.post(page("new_line", decision.pk), new | {"level": "district"}).status_code == 302
        other = decision.lines.get(level="district")
        moved = new | {"seen": other.digest}
        assert controller.post(page("line", decision.pk, other.pk), moved).status_code == 400
        assert decision.lines.count() == 3

    def test_what_asks_for_nothing_yet_is_not_amended(self, controller, in_english, decision):
        Procedure.objects.create(level="commune", code="1.77")
        response = controller.post(page("amend_procedure", "commune", "1.77"), {"decision": decision.pk}, follow=True)
        assert "1.77 asks for nothing yet: enter it as new." in response.content.decode()
        assert not decision.lines.exists()

    def test_an_abolished_one_may_end_on_a_day_of_its_own(self, controller, client, clerk, decision, support):
        chosen = [support.versions.get().pk]
        controller.post(page("choose_lines", decision.pk), {"kind": "abolish", "chosen": chosen})
        address = page("date_line", decision.pk, decision.lines.get().pk)
        shown = controller.get(page("decision", decision.pk)).content.decode()
        assert address in shown
        for typed, kept in (("2018-03-01", date(2018, 3, 1)), ("1.3.18", date(2018, 3, 1)), ("", None)):
            controller.post(address, {"effective_from": typed})
            assert decision.lines.get().effective_from == kept
        client.force_login(clerk)
        assert client.post(address, {"effective_from": "2018-03-01"}).status_code == 403

    def test_only_an_abolished_one_is_dated_apart(self, controller, decision, amending):
        assert controller.post(page("date_line", decision.pk, amending.pk), {}).status_code == 404

    def test_a_line_that_was_taken_out_meanwhile(self, decision, amending, control, now):
        decision.lines.all().delete()
        for change in (actions.date_line, partial(actions.redraft, content=amending.content, seen="")):
            with pytest.raises(ValidationError):
                change(line=amending, effective_from=None, by=control, now=now)

    def test_replacing_what_there_is_not_is_said(self, controller, decision):
        new = {"level": "commune", "handling": "received", "replaced": "9.999999"}
        response = controller.post(page("new_line", decision.pk), typed(**new))
        assert response.status_code == 400
        assert "9.999999" in response.content.decode()

    def test_a_line_is_taken_out(self, controller, decision, amending):
        controller.post(page("drop_line", decision.pk, amending.pk))
        assert not decision.lines.exists()

    def test_a_draft_is_thrown_away(self, controller, decision, amending):
        assert controller.post(page("discard_draft", decision.pk)).url == page("decisions")
        assert not PublicationDecision.objects.exists()


class TestLookingAtIt:
    def test_it_shows_what_changes_where(self, controller, decision, amending, commune, other_commune):
        controller.post(page("line", decision.pk, amending.pk), typed(amending, time_limit="3"))
        shown = controller.get(page("decision", decision.pk))
        assert [change.field for change in shown.context["changes"]] == ["time_limit"]
        [(effect, units)] = shown.context["effects"]
        assert (effect.appears, effect.changes, effect.disappears) == (0, 1, 0)
        assert units == [commune, other_commune]
        content = shown.content.decode()
        assert "<del>5</del>" in content
        assert "<ins>3</ins>" in content

    def test_it_cannot_be_applied_with_a_fault(self, controller, decision, amending, support):
        support.versions.update(valid_to=date(2018, 1, 15))
        content = controller.get(page("decision", decision.pk)).content.decode()
        assert page("apply_decision", decision.pk) not in content
        controller.post(page("apply_decision", decision.pk))
        assert PublicationDecision.objects.get().is_draft

    def test_it_costs_the_same_with_more_lines(
        self, controller, decision, amending, control, now, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(26):
            controller.get(page("decision", decision.pk))
        others = [builders.make_procedure(f"1.{number:06}", f"Thủ tục {number}") for number in range(5)]
        actions.draft_lines(decision=decision, kind="amend", procedures=others, by=control, now=now)
        with django_assert_max_num_queries(26):
            controller.get(page("decision", decision.pk))


def filled(response):
    """The words of the filled buttons: there is one, the next press."""
    buttons = re.findall(r'class="btn[^"]* btn-primary"[^>]*>([^<]+)', response.content.decode())
    return [words.strip() for words in buttons]


class TestTheNextPress:
    """Of the buttons of a draft one is filled."""

    def test_an_empty_draft_wants_lines_and_reproaches_nothing(self, controller, decision):
        response = controller.get(page("decision", decision.pk))
        assert filled(response) == ["Sửa đổi hoặc bãi bỏ"]
        assert "alert-danger" not in response.content.decode()

    def test_a_line_that_changes_nothing_yet_is_shown_and_wants_to_be_changed(
        self, controller, decision, amending, certification, control, now
    ):
        actions.draft_lines(decision=decision, kind="abolish", procedures=[certification], by=control, now=now)
        DecisionLine.objects.filter(kind="abolish").update(position=0)
        response = controller.get(page("decision", decision.pk))
        assert response.context["chosen"].line == amending
        assert filled(response) == ["Sửa nội dung"]

    def test_from_a_line_that_is_done_it_leads_to_the_next(
        self, controller, decision, amending, birth, control, commune, now
    ):
        (other,) = actions.draft_lines(decision=decision, kind="amend", procedures=[birth], by=control, now=now)
        controller.post(page("line", decision.pk, amending.pk), typed(amending, time_limit="3"))
        response = controller.get(page("decision", decision.pk), {"line": amending.pk})
        assert filled(response) == ["Dòng tiếp theo cần xem"]
        assert f'href="?line={other.pk}"' in response.content.decode()

    def test_when_all_lines_are_done_it_is_applied(self, controller, decision, amending, commune):
        controller.post(page("line", decision.pk, amending.pk), typed(amending, time_limit="3"))
        assert filled(controller.get(page("decision", decision.pk))) == ["Áp dụng cho 1 đơn vị từ 22/01/2018"]


class TestAfterwards:
    @pytest.fixture
    def applied(self, controller, decision, amending):
        controller.post(page("line", decision.pk, amending.pk), typed(amending, time_limit="3"))
        controller.post(page("apply_decision", decision.pk))
        decision.refresh_from_db()
        assert decision.is_applied
        return decision

    def test_it_shows_how_far_the_boards_are(self, controller, applied, commune, clerk, support, now):
        def boards_shown():
            return {unit: board for unit, board, _ in controller.get(page("decision", applied.pk)).context["boards"]}

        boards = boards_shown()
        assert (boards[commune].applied, boards[commune].posted, boards[commune].stale) == (1, 0, 0)
        begun = support.version_on(MONDAY)
        actions.post(versions=[begun], desk=commune.desk, place="board", posted_on=now.date(), by=clerk, now=now)
        assert boards_shown()[commune].posted == 1

    def test_what_was_drafted_here_prints_what_changed_what_is_only_recorded_its_sheets(
        self, controller, applied, commune
    ):
        address = reverse("procedures:decision_print", args=[applied.pk, commune.code, "all"])
        assert address in controller.get(page("decision", applied.pk)).content.decode()
        recorded = PublicationDecision.recorded("12/QĐ-UBND", date(2017, 5, 1))
        builders.make_procedure("1.000123", "Thủ tục đã có").versions.update(
            decision=recorded, valid_from=date(2017, 5, 1)
        )
        response = controller.get(page("decision", recorded.pk))
        assert [unit for unit, _board, _late in response.context["boards"]] == [commune]
        assert "units/14635/" not in response.content.decode()
        address = reverse("procedures:booklet", args=[commune.code], query={"decision": recorded.pk})
        assert f'href="{address}"' in response.content.decode()
        cover, _contents, *sheets = pypdfium2.PdfDocument(controller.get(address).content)
        assert "công bố số 12/QĐ" in " ".join(cover.get_textpage().get_text_bounded().split())
        assert ["Thủ tục đã có" in sheet.get_textpage().get_text_bounded() for sheet in sheets] == [True]

    def test_its_day_is_corrected_with_a_reason(self, controller, applied, support):
        controller.post(page("redate_decision", applied.pk), {"effective_from": "2018-02-01"})
        assert support.version_on(MONDAY).time_limit == 3
        given = {"effective_from": "2018-02-01", "reason": "Đọc nhầm điều khoản thi hành"}
        controller.post(page("redate_decision", applied.pk), given)
        assert (support.version_on(MONDAY).time_limit, support.version_on(date(2018, 2, 1)).time_limit) == (5, 3)

    def test_it_is_taken_back_with_a_reason(self, controller, applied, support):
        controller.post(page("take_back_decision", applied.pk), {"reason": ""})
        assert support.versions.count() == 2
        controller.post(page("take_back_decision", applied.pk), {"reason": "Nhập nhầm"})
        assert support.versions.count() == 1
        shown = controller.get(page("decision", applied.pk)).context
        assert shown["plan"].can_be_applied

    def test_its_lines_are_not_changed_any_more(self, controller, applied, amending, support):
        response = controller.post(page("line", applied.pk, amending.pk), typed(DecisionLine.objects.get()))
        assert response.status_code == 400
        controller.post(page("drop_line", applied.pk, amending.pk))
        assert applied.lines.exists()
        assert Procedure.objects.get().versions.count() == 2
