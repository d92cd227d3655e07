"""The catalogue as everybody sees it, without an account."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from procedures.models import Fee, Procedure, ProcedureAtUnit, RequiredDocument, Sector
from procedures.sheets import last_moment, next_reception, sheets_of
from procedures.templatetags.procedure_words import limit_in_words, promise_in_words
from tests import builders
from units.deadlines import Rules, TimeLimit, TimeUnit, deadline
from units.worktime import WorkCalendar


def found(client, **query):
    return [version.name for version in client.get(reverse("procedures:list"), query).context["page"]]


def page_of(client, code):
    return client.get(reverse("procedures:detail", args=[code]))


def sheet_of(client, code):
    (sheet,) = page_of(client, code).context["sheets"]
    return sheet


def receive_link(code):
    return f'href="{reverse("dossiers:receive")}?procedure={code}"'


class TestFinding:
    def test_where_nothing_is_published_nobody_is_told_to_search_otherwise(self, client, clock):
        assert _("Show all") not in client.get(reverse("procedures:list")).content.decode()
        assert _("Show all") in client.get(reverse("procedures:list"), {"q": "khai sinh"}).content.decode()

    def test_sectors_are_in_the_order_of_their_letters(self, client, clock):
        for name in ("Y tế", "Đất đai", "Chứng thực", "Dân số", "Ẩm thực"):
            Sector.objects.create(name=name)
        sectors = client.get(reverse("procedures:list")).context["form"].fields["sector"].queryset
        assert [sector.name for sector in sectors] == ["Ẩm thực", "Chứng thực", "Dân số", "Đất đai", "Y tế"]

    @pytest.mark.parametrize("words", ["dang ky khai", "ĐĂNG KÝ KHAI SINH", "khai  sinh", "1.001193", "1.0011"])
    def test_words_need_no_diacritics(self, client, clock, birth, support, words):
        assert found(client, q=words) == ["Đăng ký khai sinh"]

    def test_all_words_must_be_there(self, client, clock, birth, support):
        assert found(client, q="khai sinh hàng tháng") == []

    def test_everything_comes_by_name(self, client, clock, birth, support, certification):
        names = ["Chứng thực bản sao từ bản chính", "Đăng ký khai sinh", "Trợ cấp xã hội hàng tháng"]
        assert found(client) == names

    def test_it_is_narrowed_by_level(self, client, clock, birth):
        builders.make_procedure("2.000528", "Đăng ký khai sinh có yếu tố nước ngoài", level="district")
        assert found(client, level="district") == ["Đăng ký khai sinh có yếu tố nước ngoài"]

    def test_it_is_narrowed_by_sector(self, client, clock, birth, support):
        sector = Sector.objects.get(name="Bảo trợ xã hội")
        assert found(client, sector=sector.pk) == ["Trợ cấp xã hội hàng tháng"]

    def test_nonsense_is_passed_over(self, client, clock, birth):
        assert found(client, level="moon", sector="x", page="last%") == ["Đăng ký khai sinh"]

    @pytest.mark.parametrize("validity", [{"valid_to": date(2018, 1, 14)}, {"valid_from": date(2018, 1, 16)}])
    def test_what_is_not_in_force_today_is_left_out(self, client, clock, birth, validity):
        builders.make_procedure("1.000001", "Đăng ký cũ hoặc mới", **validity)
        assert found(client) == ["Đăng ký khai sinh"]

    def test_long_lists_come_in_pages(self, client, clock):
        for number in range(26):
            builders.make_procedure(f"1.0000{number:02}", f"Thủ tục {number:02}", papers=())
        first, second = found(client), found(client, page=2)
        assert (len(first), second) == (25, ["Thủ tục 25"])

    @pytest.mark.parametrize("count", [1, 3])
    def test_its_queries_do_not_grow(self, client, clock, count, django_assert_num_queries):
        for number in range(count):
            builders.make_procedure(f"1.00000{number}", f"Thủ tục {number}")
        with django_assert_num_queries(7):
            client.get(reverse("procedures:list"))


class TestSheet:
    def test_it_says_what_to_bring(self, client, clock, birth):
        version = birth.versions.get()
        case = version.cases.create(position=1, name="Nộp thay")
        RequiredDocument.objects.create(
            version=version, position=9, name="Giấy ủy quyền", case=case, originals=1, copies=2, is_optional=True
        )
        page = page_of(client, "1.001193").content.decode()
        counts = _("%(originals)s original, %(copies)s copy") % {"originals": 1, "copies": 2}
        assert "Tờ khai đăng ký khai sinh" in page
        assert "<h3>Nộp thay</h3>" in page
        assert f"{counts}\n · {_('only where it applies')}" in page

    def test_all_levels_of_a_code_stand_on_one_page(self, client, clock, certification):
        builders.make_procedure("2.000815", "Chứng thực bản sao tại Phòng Tư pháp", level="district")
        levels = [sheet.procedure.level for sheet in page_of(client, "2.000815").context["sheets"]]
        assert levels == ["commune", "district"]

    def test_a_former_local_code_leads_to_the_new_one(self, client, clock, birth):
        Procedure.objects.filter(pk=birth.pk).update(local_code="L.000007")
        assert page_of(client, "L.000007").url == reverse("procedures:detail", args=["1.001193"])

    def test_an_unknown_code_is_not_found(self, client, clock, birth):
        assert page_of(client, "9.999999").status_code == 404

    def test_the_version_of_today_is_shown_and_the_others_named(self, client, clock):
        procedure = builders.make_procedure("1.000001", "Tên cũ", valid_to=date(2018, 1, 14))
        new = procedure.versions.get()
        new.pk, new.name, new.valid_from, new.valid_to = None, "Tên mới", date(2018, 1, 15), None
        new.save(force_insert=True)
        sheet = sheet_of(client, "1.000001")
        assert (sheet.version.name, [other.name for other in sheet.other_versions]) == ("Tên mới", ["Tên cũ"])

    def test_what_is_not_in_force_today_is_said_to_be_so(self, client, clerk):
        builders.make_procedure("1.000001", "Tên cũ", valid_to=date(2018, 1, 14))
        client.force_login(clerk)
        response = page_of(client, "1.000001")
        assert response.context["sheets"][0].version is None
        assert _("This procedure is not in force today: nobody receives it.") in response.content.decode()
        assert receive_link("1.000001") not in response.content.decode()

    @pytest.mark.parametrize(
        ("name", "counts", "said"),
        [
            ("Văn bản ủy quyền (nếu có)", (1, 0), "1 bản chính"),
            ("Văn bản ủy quyền", (1, 0), "1 bản chính · nếu có"),
            ("Sổ hộ khẩu (xuất trình, nếu có)", (0, 0), ""),
            ("Sổ hộ khẩu", (0, 0), "chỉ xuất trình · nếu có"),
        ],
    )
    def test_what_a_paper_s_name_says_is_said_once(self, client, clock, birth, name, counts, said):
        originals, copies = counts
        birth.versions.get().required_documents.all().delete()
        RequiredDocument.objects.create(
            version=birth.versions.get(), position=1, name=name, originals=originals, copies=copies, is_optional=True
        )
        page = page_of(client, "1.001193").content.decode()
        assert " ".join(re.search(r'class="counts">(.*?)</span>', page, re.DOTALL)[1].split()) == said

    def test_content_that_was_recalled_is_marked(self, client, clock, birth):
        mark = _("code not verified")
        assert mark not in page_of(client, "1.001193").content.decode()
        birth.versions.update(provenance="memory; confidence=medium")
        assert mark in page_of(client, "1.001193").content.decode()
        assert mark in client.get(reverse("procedures:list")).content.decode()

    @pytest.mark.parametrize("levels", [1, 3])
    def test_its_queries_do_not_grow(self, client, clock, commune, levels, django_assert_num_queries):
        for level in ["commune", "district", "province"][:levels]:
            builders.make_procedure("1.000001", "Thủ tục", level=level)
        with django_assert_num_queries(14):
            page_of(client, "1.000001")


class TestFee:
    @pytest.mark.parametrize(("amount", "words"), [(0, "Free"), (None, "Depends on the case"), (15000, "15.000 đồng")])
    def test_it_is_said_in_words(self, client, clock, amount, words):
        procedure = builders.make_procedure("1.000001", "Thủ tục", fee=None)
        Fee.objects.create(procedure=procedure, amount=amount)
        assert f'<p class="answer">{_(words)}</p>' in page_of(client, "1.000001").content.decode()

    def test_none_recorded_depends_on_the_case(self, client, clock):
        builders.make_procedure("1.000001", "Thủ tục", fee=None)
        assert sheet_of(client, "1.000001").fees == []

    def test_the_one_of_today_counts(self, client, clock):
        procedure = builders.make_procedure("1.000001", "Thủ tục", fee=None)
        Fee.objects.create(procedure=procedure, amount=5000, valid_to=date(2018, 1, 14))
        Fee.objects.create(procedure=procedure, amount=8000, valid_from=date(2018, 1, 15))
        assert [fee.amount for fee in sheet_of(client, "1.000001").fees] == [8000]


class TestTime:
    @pytest.mark.parametrize(
        ("amount", "unit", "words"),
        [
            (None, "", "no time published"),
            (0, "working_day", "the same working day"),
            (5, "working_day", "5 working days"),
            (1, "calendar_day", "1 day"),
            (1, "half_day", "1 half day"),
            (3, "half_day", "3 half days"),
            (8, "hour", "8 working hours"),
        ],
    )
    def test_it_is_said_in_words(self, settings, amount, unit, words):
        from django.utils.translation import override  # the words are the source's

        with override("en"):
            assert limit_in_words(amount, unit) == words

    def test_the_office_s_own_promise_comes_first(self, client, clock, support):
        support.versions.update(promised_limit=3)
        version = sheet_of(client, "1.001776").version
        assert promise_in_words(version) == limit_in_words(3, "working_day")
        assert limit_in_words(5, "working_day") in page_of(client, "1.001776").content.decode()

    def test_a_day_is_named(self, client, clock, support):
        sheet = sheet_of(client, "1.001776")
        assert sheet.times[0].ready.due_at == builders.at("2018-01-22 17:00")

    @pytest.mark.parametrize(
        ("now", "reception"),
        [
            ("2018-01-15 06:30", "2018-01-15 07:00"),
            ("2018-01-15 09:30", "2018-01-15 09:30"),
            ("2018-01-15 12:00", "2018-01-15 13:30"),
            ("2018-01-15 17:00", "2018-01-15 17:00"),
            ("2018-01-15 18:00", "2018-01-16 07:00"),
            ("2018-01-20 09:30", "2018-01-22 07:00"),
        ],
    )
    def test_it_runs_from_when_a_desk_is_open(self, now, reception):
        assert next_reception(builders.at(now), WorkCalendar()) == builders.at(reception)

    @pytest.mark.parametrize(
        ("limit", "handed_in", "until"),
        [
            (TimeLimit(0, TimeUnit.WORKING_DAY), "2018-01-15 09:30", "2018-01-15 15:00"),
            (TimeLimit(0, TimeUnit.WORKING_DAY), "2018-01-15 15:00", "2018-01-15 15:00"),
            (TimeLimit(0, TimeUnit.WORKING_DAY), "2018-01-15 15:01", "2018-01-15 17:00"),
            (TimeLimit(5, TimeUnit.WORKING_DAY), "2018-01-15 09:30", "2018-01-15 17:00"),
            (TimeLimit(7, TimeUnit.CALENDAR_DAY), "2018-01-15 16:00", "2018-01-15 17:00"),
            (TimeLimit(1, TimeUnit.HALF_DAY), "2018-01-15 09:30", "2018-01-15 11:30"),
            (TimeLimit(1, TimeUnit.HALF_DAY), "2018-01-15 13:30", "2018-01-15 17:00"),
            (TimeLimit(0, TimeUnit.HALF_DAY), "2018-01-15 09:30", "2018-01-15 15:00"),
        ],
    )
    def test_it_holds_until_a_moment_of_that_day(self, limit, handed_in, until):
        calendar, rules, handed_in, until = WorkCalendar(), Rules("1"), builders.at(handed_in), builders.at(until)
        assert last_moment(handed_in, limit, calendar, rules) == until
        due = deadline(handed_in, limit, calendar, rules).due_at
        assert deadline(until, limit, calendar, rules).due_at == due

    def test_by_hours_each_moment_has_its_own(self):
        limit = TimeLimit(8, TimeUnit.HOUR)
        assert last_moment(builders.at("2018-01-15 09:30"), limit, WorkCalendar(), Rules("1")) is None

    def test_the_moment_is_said(self, client, clock, birth):
        assert "15:00 Thứ Hai, 15/01/2018" in page_of(client, "1.001193").content.decode()


class TestWhere:
    def test_each_desk_of_the_level_receives_it(self, client, clock, birth, commune, other_commune):
        desks = [desk.unit.name for desk in sheet_of(client, "1.001193").desks]
        assert desks == ["Xã Ân Hòa", "Xã Kim Định"]

    def test_posted_only_is_said_to_be_so(self, client, clock, commune):
        builders.make_procedure("1.000001", "Thủ tục", handling="posted_only")
        response = page_of(client, "1.000001")
        assert response.context["sheets"][0].desks == []
        assert _("Posted for information only: the one-stop desks do not receive it.") in response.content.decode()

    def test_a_unit_that_differs_is_named(self, client, clock, birth, commune, other_commune):
        ProcedureAtUnit.objects.create(procedure=birth, unit=commune, handling="not_applied", reason="Chưa có")
        sheet = sheet_of(client, "1.001193")
        assert [desk.unit.name for desk in sheet.desks] == ["Xã Ân Hòa"]
        assert [exception.reason for exception in sheet.exceptions] == ["Chưa có"]

    def test_desks_of_units_gone_are_left_out(self, client, clock, birth, district):
        builders.make_unit("14600", "Xã Cũ", parent=district, agency_code="000.99.28.H42", valid_to=date(2017, 12, 31))
        assert sheet_of(client, "1.001193").desks == []


class TestReceiving:
    def test_a_clerk_whose_desk_receives_it_may_go_on(self, client, clerk, birth):
        client.force_login(clerk)
        assert receive_link("1.001193") in page_of(client, "1.001193").content.decode()

    @pytest.mark.parametrize("who", [None, "officer", "leader", "control"])
    def test_nobody_else_sees_the_way(self, request, client, clerk, birth, who):
        if who:
            client.force_login(request.getfixturevalue(who))
        assert receive_link("1.001193") not in page_of(client, "1.001193").content.decode()

    def test_not_for_another_level(self, client, clerk):
        builders.make_procedure("1.000001", "Thủ tục", level="district")
        client.force_login(clerk)
        assert receive_link("1.000001") not in page_of(client, "1.000001").content.decode()

    def test_not_where_the_clerk_s_unit_does_not_receive_it(self, client, clerk, stranger, birth, commune):
        ProcedureAtUnit.objects.create(procedure=birth, unit=commune, handling="posted_only")
        client.force_login(clerk)
        assert receive_link("1.001193") not in page_of(client, "1.001193").content.decode()
        client.force_login(stranger)
        assert receive_link("1.001193") in page_of(client, "1.001193").content.decode()

    def test_the_sheet_agrees_with_the_desk_s_own_list(self, clerk, birth, support, commune, now):
        ProcedureAtUnit.objects.create(procedure=birth, unit=commune, handling="posted_only")
        sheets = sheets_of([birth, support], user=clerk, now=now)
        received = [sheet.procedure for sheet in sheets if sheet.received_by_reader]
        assert received == list(Procedure.objects.received_at(commune, now.date()))


class TestALetterTypedWrong:
    def test_it_finds_what_was_meant_and_says_so(self, client, clock, birth, support):
        page = client.get(reverse("procedures:list"), {"q": "khai sihn"})
        assert [version.procedure for version in page.context["page"]] == [birth]
        assert "khai sinh" in page.content.decode()

    def test_what_is_found_as_typed_is_not_guessed_at(self, client, clock, birth):
        assert client.get(reverse("procedures:list"), {"q": "khai sinh"}).context["form"].meant is None

    def test_only_among_what_the_list_is_narrowed_to(self, client, clock, birth):
        builders.make_procedure("1.000009", "Cấp giấy phép xây dựng", level="district")
        page = client.get(reverse("procedures:list"), {"q": "khai sihn", "level": "district"})
        assert not page.context["page"].object_list
