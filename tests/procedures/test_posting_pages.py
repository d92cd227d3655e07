"""The working lists of postings: who sees which, and what they hold."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from procedures.models import PostingPlace
from tests import builders
from tests.procedures.pages import OVERVIEW, list_of, names, text
from tests.procedures.test_postings import hang


class TestOverview:
    def rows(self, client, user, **query):
        client.force_login(user)
        response = client.get(OVERVIEW, query)
        return [
            (unit.code, counted.applied, counted.on_board, counted.on_portal)
            for unit, counted, _late in response.context["rows"]
        ]

    def test_the_district_sees_all_its_units(self, client, control, commune, other_commune, birth, support):
        hang(birth, commune)
        expected = [("376", 0, 0, 0), ("14635", 2, 1, 0), ("14638", 2, 0, 0)]
        assert self.rows(client, control) == expected

    def test_a_commune_sees_its_own(self, client, clerk, other_commune, birth):
        assert self.rows(client, clerk) == [("14635", 1, 0, 0)]

    def test_as_at_an_earlier_day(self, client, clerk, commune, birth):
        hang(birth, commune, on=date(2017, 3, 2))
        days = [self.rows(client, clerk, on=day)[0][2] for day in ("2017-03-01", "2017-03-02")]
        assert days == [0, 1]

    @pytest.mark.parametrize("day", ["soon", "2018-01-16", "2017-02-29"])
    def test_a_bad_day_is_said_to_be_one(self, client, clerk, day):
        client.force_login(clerk)
        response = client.get(OVERVIEW, {"on": day})
        assert response.status_code == 400
        assert response.context["form"].errors["on"][0] in response.content.decode()

    def test_before_there_were_units_there_is_nothing(self, client, clerk, commune):
        commune.valid_from = date(2016, 1, 1)
        commune.save()
        client.force_login(clerk)
        response = client.get(OVERVIEW, {"on": "2015-12-31"})
        assert response.context["rows"] == []
        assert "31/12/2015" in response.content.decode()

    def test_who_has_no_work_here_is_refused(self, client, clock):
        client.force_login(builders.make_user("nobody"))
        assert client.get(OVERVIEW).status_code == 403

    def test_citizens_log_in_first(self, client, clock):
        assert client.get(OVERVIEW).status_code == 302

    def test_it_says_who_lacks_how_many(self, client, control, commune, other_commune, birth, support):
        hang(birth, commune)
        hang(support, commune)
        client.force_login(control)
        page = client.get(OVERVIEW)
        (boards,) = page.context["posted_groups"]
        assert (boards.complete, boards.units) == (1, 2)
        assert [(fault.name, fault.posted.missing) for fault in page.context["posted_faults"]] == [("Xã Ân Hòa", 2)]
        assert f'href="{escape(list_of(other_commune, on="2018-01-15", place="board", state="missing"))}"' in text(page)

    def test_each_unit_counts_where_it_has_to_post(self, client, control, district, commune, birth):
        """A district on its portal, so what hangs on its board does not count; in the words of the dashboard."""
        land = builders.make_procedure("1.000009", "Cấp giấy", level="district")
        hang(birth, commune)
        hang(land, district)
        client.force_login(control)
        page = client.get(OVERVIEW)
        found = [(group.place, group.complete, group.units) for group in page.context["posted_groups"]]
        assert found == [("portal", 0, 1), ("board", 1, 1)]
        for words in (f"{_('on the portal')}, Huyện Kim Sơn", f"{_('on the board')}, Xã Kim Định"):
            assert words in text(page)
            assert words in text(client.get("/dashboard/"))

    def test_where_nothing_applies_nothing_is_missing(self, client, control, district, commune, birth):
        client.force_login(control)
        assert [group.name for group in client.get(OVERVIEW).context["posted_groups"]] == ["Xã Kim Định"]

    def test_a_portal_that_a_commune_does_not_use_counts_nothing_as_missing(self, client, clerk, commune, birth):
        portal = escape(list_of(commune, place="portal", state="missing"))
        client.force_login(clerk)
        assert portal not in client.get(OVERVIEW).content.decode()
        hang(birth, commune, place=PostingPlace.PORTAL)
        builders.make_procedure("1.000001", "Tên khác")
        assert portal in client.get(OVERVIEW).content.decode()

    def test_the_catalogue_leads_there_for_staff_only(self, client, clerk):
        assert f'href="{OVERVIEW}"' not in client.get("/procedures/").content.decode()
        client.force_login(clerk)
        assert f'href="{OVERVIEW}"' in client.get("/procedures/").content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_its_queries_do_not_grow(self, client, control, district, birth, count, django_assert_num_queries):
        for n in range(count):
            unit = builders.make_unit(f"1460{n}", f"Xã {n}", parent=district, agency_code=f"000.5{n}.28.H42")
            hang(birth, unit)
        client.force_login(control)
        with django_assert_num_queries(9):
            client.get(OVERVIEW)


class TestList:
    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            ("", ["Trợ cấp xã hội hàng tháng", "Đăng ký khai sinh"]),
            ("missing", ["Đăng ký khai sinh"]),
            ("posted", ["Trợ cấp xã hội hàng tháng"]),
            ("stale", ["Tên cũ"]),
            ("coming", ["Tên mới"]),
            ("nonsense", ["Trợ cấp xã hội hàng tháng", "Đăng ký khai sinh"]),
        ],
    )
    def test_each_state_has_its_list_and_its_number(self, client, clerk, commune, birth, support, old, state, expected):
        builders.make_procedure("1.000002", "Tên mới", valid_from=date(2018, 2, 1))
        hang(support, commune)
        hang(old, commune)
        client.force_login(clerk)
        response = client.get(list_of(commune, state=state))
        assert names(response) == expected
        counted = {value: n for value, label, n in response.context["states"]}
        assert counted.get(state, counted[""]) == len(expected)

    def test_where_all_is_posted_it_does_not_ask_what_to_post(self, client, clerk, commune, birth, support):
        hang(birth, commune)
        client.force_login(clerk)
        assert 'name="everything"' in text(client.get(list_of(commune)))
        hang(support, commune)
        assert 'name="everything"' not in text(client.get(list_of(commune)))
        assert 'name="everything"' in text(client.get(list_of(commune, state="posted"))), "it may be taken down"

    def test_an_empty_list_says_what_that_means(self, client, clerk, commune, birth):
        hang(birth, commune)
        client.force_login(clerk)
        complete = _("Everything that applies here is posted.")
        assert complete in client.get(list_of(commune, state="missing")).content.decode()
        assert complete not in client.get(list_of(commune, state="missing", q="khai")).content.decode()
        current = _("Nothing that hangs here is out of date.")
        assert current in client.get(list_of(commune, state="stale")).content.decode()

    def test_it_is_narrowed_by_words_and_sector(self, client, clerk, commune, birth, support):
        client.force_login(clerk)
        assert names(client.get(list_of(commune, q="khai sinh"))) == ["Đăng ký khai sinh"]
        sector = support.versions.get().sector
        assert names(client.get(list_of(commune, sector=sector.pk))) == ["Trợ cấp xã hội hàng tháng"]

    def test_a_unit_out_of_sight_is_not_found(self, client, clerk, other_commune):
        """Nor is one that does not exist: both are said in the same sentence, with the way to one's own."""
        client.force_login(clerk)
        for code in (other_commune.code, "999999"):
            response = client.get(reverse("procedures:unit_postings", args=[code]))
            assert response.status_code == 404
            sentence = _(
                "There is no unit with the code %(code)s among those whose postings you may see. Nothing was changed."
            )
            assert sentence % {"code": code} in response.content.decode()
            assert f'href="{OVERVIEW}"' in response.content.decode()
            assert other_commune.name not in response.content.decode()

    def test_a_code_of_another_time_is_said_to_be_one(self, client, clerk, commune):
        commune.valid_from = date(2016, 1, 1)
        commune.save()
        client.force_login(clerk)
        response = client.get(list_of(commune, on="2015-12-31"))
        assert response.status_code == 404
        assert "31/12/2015" in response.content.decode()

    def test_a_bad_day_is_said_to_be_one(self, client, clerk, commune):
        client.force_login(clerk)
        response = client.get(list_of(commune, on="tomorrow"))
        assert response.status_code == 400
        assert "page" not in response.context

    def test_as_at_an_earlier_day_nothing_is_done(self, client, clerk, commune, birth):
        client.force_login(clerk)
        address = list_of(commune, on="2018-01-12")
        assert client.get(address).context["chosen"] is None
        assert client.post(address, {"everything": "on", "day": "2018-01-12"}).status_code == 403

    @pytest.mark.parametrize("count", [1, 3])
    def test_its_queries_do_not_grow(self, client, clerk, commune, count, django_assert_num_queries):
        for number in range(count):
            hang(builders.make_procedure(f"1.00000{number}", f"Thủ tục {number}"), commune)
        client.force_login(clerk)
        with django_assert_num_queries(13):
            client.get(list_of(commune))

    def test_it_is_had_as_a_workbook(self, client, clerk, commune, birth, support):
        hang(birth, commune)
        client.force_login(clerk)
        address = reverse("procedures:postings_export", args=[commune.code], query={"state": "posted"})
        response = client.get(address)
        assert "niem-yet-14635-bang-niem-yet-2018-01-15.xlsx" in response["Content-Disposition"]
        rows, notes = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        assert [cell.value for cell in rows["B"]][1:] == ["Đăng ký khai sinh"]
        assert [cell.value for cell in notes["B"]][:2] == ["Xã Kim Định", PostingPlace.BOARD.label]
        assert f"{clerk.full_name} (clerk.14635)" in [cell.value for cell in notes["B"]]

    def test_a_workbook_is_had_of_a_unit_whatever_its_name(self, client, clerk, commune, birth):
        name = "'Xã [Kim Định]: phần 1/2, theo nghị quyết mới *?"
        type(commune).objects.filter(pk=commune.pk).update(name=name)
        client.force_login(clerk)
        response = client.get(reverse("procedures:postings_export", args=[commune.code]))
        _, notes = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        assert notes["B1"].value == name
