"""Many procedures changed alike: chosen in the list, looked at before and after, done as it was shown."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from procedures import actions
from procedures.edits import OtherSector
from procedures.models import DecisionLine, ProcedureVersion
from procedures.stored import content_of
from tests import builders
from tests.procedures.pages import said

pytestmark = pytest.mark.usefixtures("in_english")

MONDAY = date(2018, 1, 22)


@pytest.fixture
def controller(client, control):
    client.force_login(control)
    return client


@pytest.fixture
def draft(control, now):
    head = {"number": "55/QĐ-UBND", "issued_on": date(2018, 1, 10), "effective_from": MONDAY}
    return actions.draft_decision(**head, by=control, now=now)


def address(what, *procedures, **query):
    return reverse("procedures:change_alike", query={"what": what, "chosen": [p.pk for p in procedures], **query})


@pytest.fixture
def look(controller):
    """What the page shows for what was typed."""
    return lambda where, typed: controller.post(where, typed).context["alike"]


@pytest.fixture
def do(controller, look):
    """Look, then confirm what was shown."""

    def do(where, typed):
        return controller.post(where, typed | {"sure": look(where, typed).stamp}, follow=True)

    return do


def shown(alike):
    """(code, field, before, after) of what would change."""
    told = []
    for row in alike.changed:
        for change in row.changes:
            texts = [" ".join(span.text for line in lines for span in line) for lines in (change.before, change.after)]
            told.append((row.procedure.code, change.field, *texts))
    return told


HANDLING = {"handling": "posted_only", "reason": "Công an nhận trực tiếp"}


class TestChoosing:
    def test_those_ticked(self, controller, birth, support):
        assert controller.get(address("handling", support)).context["chosen"].procedures == [support]

    def test_all_that_the_search_finds(self, controller, birth, support, certification):
        found = controller.get(address("handling", which="found", q="to khai")).context["chosen"]
        assert found.procedures == [birth, support]

    def test_the_list_offers_it(self, controller, birth):
        page = controller.get(reverse("procedures:manage"), {"q": "khai"}).content.decode()
        assert f'name="chosen" form="alike" value="{birth.pk}"' in page
        assert '<input type="hidden" name="q" value="khai">' in page

    @pytest.mark.parametrize(
        "query",
        [{}, {"chosen": "0"}, {"chosen": "x"}, {"which": "found", "q": "khong co"}, {"which": "found", "sector": "0"}],
    )
    def test_nothing_chosen_leads_back(self, controller, birth, query):
        response = controller.get(reverse("procedures:change_alike", query={"what": "handling", **query}), follow=True)
        assert response.redirect_chain[0][0].startswith(reverse("procedures:manage"))
        assert len(said(response)) == 1

    def test_nor_without_saying_what(self, controller, birth):
        response = controller.get(address("name", birth), follow=True)
        assert said(response) == ["Say what is to be changed."]

    def test_too_many_lead_back_to_the_search(self, controller, birth, support, monkeypatch):
        monkeypatch.setattr("procedures.forms.alike.MOST", 1)
        response = controller.get(address("handling", which="found", q="khai"), follow=True)
        assert response.redirect_chain == [(f"{reverse('procedures:manage')}?q=khai", 302)]
        assert said(response) == ["These are more than 1 procedures: look for fewer."]

    def test_others_may_not(self, client, clerk, birth):
        client.force_login(clerk)
        assert client.get(address("handling", birth)).status_code == 403
        assert client.post(address("handling", birth), HANDLING).status_code == 403


class TestHandling:
    def test_it_is_shown_first(self, look, birth, support):
        assert shown(look(address("handling", support, birth), HANDLING)) == [
            ("1.001193", "handling", "Received at the desk", "Posted only"),
            ("1.001776", "handling", "Received at the desk", "Posted only"),
        ]
        birth.refresh_from_db()
        assert (birth.handling, birth.events.count()) == ("received", 0)

    def test_then_done_with_its_reason(self, do, control, birth, support):
        assert said(do(address("handling", birth, support), HANDLING)) == ["2 procedures are changed."]
        for procedure in (birth, support):
            procedure.refresh_from_db()
            event = procedure.events.get()
            assert (procedure.handling, event.by, event.reason) == ("posted_only", control, "Công an nhận trực tiếp")
            assert event.detail == "Received at the desk → Posted only"

    def test_what_is_so_already_is_left(self, look, do, birth, support):
        do(address("handling", birth), HANDLING)
        alike = look(address("handling", birth, support), HANDLING)
        assert ([row.procedure for row in alike.changed], alike.unchanged_count) == ([support], 1)
        do(address("handling", birth, support), HANDLING)
        assert birth.events.count() == 1

    def test_a_reason_is_wanted(self, controller, birth):
        response = controller.post(address("handling", birth), HANDLING | {"reason": "", "sure": "x"})
        assert (response.status_code, list(response.context["form"].errors)) == (400, ["reason"])

    def test_it_stands_in_the_history(self, do, controller, birth):
        do(address("handling", birth), HANDLING)
        page = controller.get(reverse("procedures:manage_procedure", args=[birth.level, birth.code]))
        assert "Received at the desk → Posted only – Công an nhận trực tiếp" in page.content.decode()


WORDS = {"words": "giấy khai sinh, đẻ con", "reason": "Dân hay gọi"}


class TestKeywords:
    def test_the_version_in_force_and_those_to_come(self, do, birth, old):
        birth.versions.update(keywords="giấy khai sinh", valid_to=date(2018, 1, 21))
        after = builders.make_procedure("1.000009", "Đăng ký khai sinh", valid_from=MONDAY).versions.get()
        ProcedureVersion.objects.filter(pk=after.pk).update(procedure=birth)
        do(address("words", birth), WORDS)
        words = birth.versions.order_by("valid_to").values_list("keywords", flat=True)
        assert list(words) == ["giấy khai sinh, đẻ con", "giấy khai sinh, đẻ con"]
        assert (birth.events.get().detail, birth.events.get().reason) == ("đẻ con", "Dân hay gọi")

    def test_those_of_the_past_stay(self, do, birth):
        birth.versions.update(valid_from=MONDAY.replace(day=1))
        before = builders.make_procedure("1.000009", "Khai sinh", valid_to=date(2017, 12, 31)).versions.get()
        ProcedureVersion.objects.filter(pk=before.pk).update(procedure=birth)
        do(address("words", birth), WORDS)
        assert birth.versions.get(pk=before.pk).keywords == ""

    def test_a_draft_does_not_take_them_away_again(self, do, birth, draft, control, now):
        [line] = actions.draft_lines(decision=draft, kind="amend", procedures=[birth], by=control, now=now)
        do(address("words", birth), WORDS)
        line = DecisionLine.objects.get()
        assert line.content == content_of(birth.versions.get())

    def test_only_commas_are_no_words(self, controller, birth):
        assert controller.post(address("words", birth), WORDS | {"words": ", ;"}).status_code == 400


class TestByLaw:
    def test_it_is_shown_first(self, look, draft, birth, support):
        alike = look(address("sector", birth, support), {"sector": "Hộ tịch", "decision": draft.pk})
        assert shown(alike) == [("1.001776", "sector", "Bảo trợ xã hội", "Hộ tịch")]
        assert not DecisionLine.objects.exists()

    def test_then_drafted(self, controller, do, draft, birth, support):
        response = do(address("sector", birth, support), {"sector": "Hộ tịch", "decision": draft.pk})
        assert response.redirect_chain[-1][0] == reverse("procedures:decision", args=[draft.pk])
        line = DecisionLine.objects.get()
        assert (line.decision, line.procedure, line.kind, line.content.sector) == (draft, support, "amend", "Hộ tịch")
        assert support.versions.get().sector.name == "Bảo trợ xã hội"

    def test_one_after_the_other_in_the_same_line(self, do, draft, support):
        do(address("sector", support), {"sector": "Người có công", "decision": draft.pk})
        do(address("own_time", support), {"promised_limit": "3", "decision": draft.pk})
        content = DecisionLine.objects.get().content
        assert (content.sector, content.promised_limit) == ("Người có công", 3)

    def test_applied_it_holds(self, do, draft, support, control, now):
        do(address("time", support), {"time_limit": "3", "time_unit": "working_day", "decision": draft.pk})
        actions.apply_decision(decision=draft, by=control, now=now)
        assert [(each.time_limit, each.valid_from) for each in support.versions.order_by("-time_limit")] == [
            (5, None),
            (3, MONDAY),
        ]

    @pytest.mark.parametrize(
        ("what", "typed", "papers"),
        [
            ("paper", {"name": "Ảnh", "originals": "2", "copies": "0"}, ["Tờ khai", "Giấy chứng sinh", "Ảnh"]),
            ("papers_out", {"words": "chung sinh"}, ["Tờ khai"]),
            ("papers_renamed", {"old": "tờ khai", "new": "đơn"}, ["Đơn", "Giấy chứng sinh"]),
        ],
    )
    def test_papers(self, do, draft, what, typed, papers):
        procedure = builders.make_procedure("1.000009", "Khai sinh", papers=("Tờ khai", "Giấy chứng sinh"))
        do(address(what, procedure), typed | {"decision": draft.pk})
        assert [paper.name for paper in DecisionLine.objects.get().content.papers] == papers

    def test_what_cannot_be_is_left_out_and_said(self, look, do, draft, birth, support):
        typed = {"promised_limit": "4", "decision": draft.pk}
        alike = look(address("own_time", birth, support), typed)
        assert [row.procedure for row in alike.changed] == [support]
        [left] = alike.left_out
        assert (left.procedure, left.fault) == (
            birth,
            "The office's own time cannot be longer than the statutory one.",
        )
        do(address("own_time", birth, support), typed)
        assert DecisionLine.objects.get().procedure == support

    def test_what_the_draft_abolishes_is_left_out(self, look, draft, support, control, now):
        actions.draft_lines(decision=draft, kind="abolish", procedures=[support], by=control, now=now)
        alike = look(address("sector", support), {"sector": "Hộ tịch", "decision": draft.pk})
        assert [row.fault for row in alike.left_out] == ["The draft abolishes it."]

    def test_so_is_what_is_over_by_then(self, look, draft, support):
        support.versions.update(valid_to=date(2018, 1, 20))
        alike = look(address("sector", support), {"sector": "Hộ tịch", "decision": draft.pk})
        assert [row.fault for row in alike.left_out] == ["It is not in force on 22/01/2018: there is nothing to amend."]

    def test_without_a_draft_the_page_says_how_to_get_one(self, controller, support):
        page = controller.get(address("sector", support)).content.decode()
        assert reverse("procedures:new_decision") in page
        assert "Show what would change" not in page

    @pytest.mark.parametrize(
        ("what", "wrong"),
        [
            ("sector", {"sector": ""}),
            ("time", {"time_limit": "-1", "time_unit": "working_day"}),
            ("time", {"time_limit": "3", "time_unit": ""}),
            ("own_time", {"promised_limit": "x"}),
            ("paper", {"name": "|Giấy", "originals": "1", "copies": "0"}),
            ("papers_out", {"words": ""}),
            ("papers_renamed", {"old": "", "new": "x"}),
        ],
    )
    def test_what_is_wrong_is_said(self, controller, draft, support, what, wrong):
        response = controller.post(address(what, support), wrong | {"decision": draft.pk, "sure": "x"})
        assert response.status_code == 400
        assert response.context["form"].errors
        assert not DecisionLine.objects.exists()

    def test_not_in_a_decision_that_is_no_draft_any_more(self, controller, draft, support):
        type(draft).objects.update(state="recorded")
        response = controller.post(address("sector", support), {"sector": "Hộ tịch", "decision": draft.pk})
        assert list(response.context["form"].errors) == ["decision"]

    def test_it_costs_the_same_for_more(self, controller, draft, support, django_assert_max_num_queries):
        others = [builders.make_procedure(f"1.00000{number}", f"Thủ tục {number}") for number in range(4)]
        typed = {"sector": "Hộ tịch mới", "decision": draft.pk}
        for chosen in ([support], others):
            where = address("sector", *chosen)
            with django_assert_max_num_queries(35):
                alike = controller.post(where, typed).context["alike"]
            with django_assert_max_num_queries(40):
                controller.post(where, typed | {"sure": alike.stamp})
        assert DecisionLine.objects.count() == 5


class TestMeanwhile:
    """What was looked at is what is done, or nothing."""

    REFUSED = ["This is not what was shown, or it has changed meanwhile. Look at it once more: nothing was changed."]

    def test_somebody_changes_one_of_them(self, controller, look, birth, support):
        where = address("handling", birth, support)
        seen = look(where, HANDLING).stamp
        type(birth).objects.filter(pk=birth.pk).update(handling="not_applied")
        response = controller.post(where, HANDLING | {"sure": seen})
        assert said(response) == self.REFUSED
        assert shown(response.context["alike"])[0] == ("1.001193", "handling", "Not applied", "Posted only")
        support.refresh_from_db()
        assert support.handling == "received"

    def test_a_version_begins(self, controller, look, draft, support):
        where, typed = address("sector", support), {"sector": "Hộ tịch", "decision": draft.pk}
        seen = look(where, typed).stamp
        support.versions.update(conditions="Đủ 80 tuổi")
        assert said(controller.post(where, typed | {"sure": seen})) == self.REFUSED
        assert not DecisionLine.objects.exists()

    def test_the_line_of_the_draft_changes(self, controller, look, draft, support, control, now):
        [line] = actions.draft_lines(decision=draft, kind="amend", procedures=[support], by=control, now=now)
        where, typed = address("sector", support), {"sector": "Hộ tịch", "decision": draft.pk}
        seen = look(where, typed).stamp
        DecisionLine.objects.update(draft=line.draft | {"conditions": "Đủ 80 tuổi"})
        assert said(controller.post(where, typed | {"sure": seen})) == self.REFUSED
        assert DecisionLine.objects.get().content.sector == "Bảo trợ xã hội"

    def test_one_more_is_found(self, controller, look, birth):
        where = address("handling", which="found", q="khai sinh")
        seen = look(where, HANDLING).stamp
        builders.make_procedure("1.000009", "Khai sinh lưu động")
        assert said(controller.post(where, HANDLING | {"sure": seen})) == self.REFUSED
        birth.refresh_from_db()
        assert birth.handling == "received"

    def test_what_was_typed_changes_after_the_look(self, controller, look, birth):
        where = address("handling", birth)
        seen = look(where, HANDLING).stamp
        response = controller.post(where, HANDLING | {"handling": "not_applied", "sure": seen})
        assert said(response) == self.REFUSED

    def test_pressed_twice_it_is_done_once(self, controller, look, birth):
        where = address("handling", birth)
        seen = look(where, HANDLING).stamp
        for _press in range(2):
            controller.post(where, HANDLING | {"sure": seen})
        assert birth.events.count() == 1

    def test_the_draft_is_applied(self, look, draft, support, birth, control, now):
        typed = {"sector": "Hộ tịch", "decision": draft.pk}
        seen = look(address("sector", support), typed).stamp
        actions.draft_lines(decision=draft, kind="amend", procedures=[birth], by=control, now=now)
        actions.apply_decision(decision=draft, by=control, now=now)
        edit = OtherSector("Hộ tịch")
        with pytest.raises(ValidationError, match="no draft any more"):
            actions.draft_alike(decision=draft, procedures=[support], edit=edit, stamp=seen, by=control, now=now)
