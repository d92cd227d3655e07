"""The working lists of postings: who sees which, who may post, and what becomes of what was ticked."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from procedures.models import Change, Posting, PostingPlace
from tests import builders
from tests.procedures.test_postings import MONDAY, hang
from units.models import Role

OVERVIEW = reverse("procedures:postings")


def list_of(unit, **query):
    return reverse("procedures:unit_postings", args=[unit.code], query=query)


def said(response):
    return [str(message) for message in response.context["messages"]]


def names(response):
    return [version.name for version in response.context["page"]]


@pytest.fixture
def old(db):
    return builders.make_procedure("1.000001", "Tên cũ", valid_to=date(2017, 10, 31))


class TestOverview:
    def rows(self, client, user, **query):
        client.force_login(user)
        response = client.get(OVERVIEW, query)
        return [
            (unit.code, counted.applied, counted.on_board, counted.on_portal)
            for unit, counted in response.context["rows"]
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
        context = client.get(OVERVIEW).context
        assert (context["complete"], context["must"], context["lacking"]) == (1, 2, [(other_commune, 2)])

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
        with django_assert_num_queries(8):
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

    def test_an_empty_list_says_what_that_means(self, client, clerk, commune, birth):
        hang(birth, commune)
        client.force_login(clerk)
        complete = _("Everything that applies here is posted.")
        assert complete in client.get(list_of(commune, state="missing")).content.decode()
        assert complete not in client.get(list_of(commune, state="missing", q="khai")).content.decode()

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
        with django_assert_num_queries(14):
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


class TestPosting:
    def send(self, client, user, unit, *procedures, day="2018-01-15", query=None, **data):
        client.force_login(user)
        chosen = [procedure.versions.get().pk for procedure in procedures]
        return client.post(list_of(unit, **(query or {})), {"chosen": chosen, "day": day, **data})

    def test_what_is_ticked_is_posted_on_the_day_given(self, client, clerk, commune, birth, support):
        response = self.send(client, clerk, commune, birth, day="2018-01-12", query={"state": "missing"})
        assert response.url == list_of(commune, state="missing")
        assert Posting.objects.values_list("version__procedure", "posted_on", "posted_by").get() == (
            birth.pk,
            date(2018, 1, 12),
            clerk.pk,
        )

    def test_all_of_the_list_is_what_the_filter_shows(self, client, clerk, commune, birth, support):
        self.send(client, clerk, commune, everything="on", query={"q": "khai sinh"})
        assert [posting.version.procedure for posting in Posting.objects.all()] == [birth]

    def test_the_counts_are_told(self, client, clerk, commune, birth, support):
        hang(birth, commune)
        client.force_login(clerk)
        response = client.post(list_of(commune), {"everything": "on", "day": "2018-01-15"}, follow=True)
        posted, left = (
            _("%(n)d procedure is posted."),
            _("%(n)d hung there already and was left as it was."),
        )
        assert said(response) == [f"{posted % {'n': 1}} {left % {'n': 1}}"]

    def test_what_is_soon_in_force_is_posted_ahead(self, client, clerk, commune):
        coming = builders.make_procedure("1.000002", "Tên mới", valid_from=date(2018, 2, 1))
        self.send(client, clerk, commune, coming, query={"state": "coming"})
        assert Posting.objects.get().version.procedure == coming

    def test_what_is_out_of_date_is_taken_down(self, client, clerk, commune, birth, old):
        hang(old, commune)
        hang(birth, commune)
        self.send(client, clerk, commune, everything="on", sure="on", query={"state": "stale"})
        assert Posting.objects.get(removed_on=MONDAY).version.procedure == old

    def test_what_somebody_else_took_down_meanwhile_is_no_fault(self, client, clerk, commune, old):
        hang(old, commune, removed_on=date(2018, 1, 12))
        response = self.send(client, clerk, commune, old, sure="on", query={"state": "stale"})
        assert response.status_code == 302
        assert Posting.objects.get().removed_on == date(2018, 1, 12)

    @pytest.mark.parametrize(
        "data", [{"day": ""}, {"day": "2018-01-16"}, {"day": "soon"}, {"chosen": []}, {"chosen": ["999999"]}]
    )
    def test_a_fault_is_said_and_nothing_is_changed(self, client, clerk, commune, birth, data):
        client.force_login(clerk)
        ticked = str(birth.versions.get().pk)
        response = client.post(list_of(commune), {"chosen": [ticked], "day": "2018-01-15", **data})
        assert response.status_code == 400
        (fault,) = response.context["chosen"].faults
        assert f"<li>{escape(fault)}</li>" in response.content.decode()
        assert not Posting.objects.exists()

    def test_what_has_a_long_key_is_ticked_by_it(self, client, clerk, commune):
        """Numbers are shown with points between thousands; keys never are."""
        procedure = builders.make_procedure("1.000009", "Thủ tục mới", papers=())
        procedure.versions.update(id=12345)
        client.force_login(clerk)
        assert 'name="chosen" value="12345"' in client.get(list_of(commune)).content.decode()

    def test_what_was_ticked_stays_ticked(self, client, clerk, commune, birth, support):
        response = self.send(client, clerk, commune, birth, day="2018-01-16")
        assert response.context["chosen"].ticked == {str(birth.versions.get().pk)}
        assert response.content.decode().count(" checked") == 1

    def test_a_procedure_that_does_not_apply_there_is_refused(self, client, clerk, commune):
        land = builders.make_procedure("1.000009", "Cấp giấy", level="district")
        assert self.send(client, clerk, commune, land).status_code == 400


class TestTakingDown:
    """Many are ticked in one press, so it is asked first, and the way back is offered."""

    @pytest.fixture
    def hanging(self, commune, birth, support):
        return [hang(procedure, commune) for procedure in (birth, support)]

    def send(self, client, user, unit, **data):
        client.force_login(user)
        data = {"everything": "on", "day": "2018-01-15", **data}
        return client.post(list_of(unit, state="posted"), data)

    def put_back(self, client, unit, **query):
        return client.post(reverse("procedures:postings_put_back", args=[unit.code], query=query))

    def test_it_is_asked_first(self, client, clerk, commune, hanging):
        response = self.send(client, clerk, commune)
        page = response.content.decode()
        assert response.status_code == 200
        assert [posting.pk for posting in response.context["hanging"]] == [posting.pk for posting in reversed(hanging)]
        assert all(text in page for text in ("xã Kim Định", str(PostingPlace.BOARD.label), "15/01/2018", "khai sinh"))
        assert not Posting.objects.exclude(removed_on=None).exists()

    def test_what_is_confirmed_is_what_was_shown(self, client, clerk, commune, other_commune, hanging, birth):
        hang(birth, other_commune)
        page = self.send(client, clerk, commune, everything="", chosen=[hanging[0].version_id]).content.decode()
        assert page.count('name="chosen"') == 1
        assert self.send(client, clerk, commune, everything="", chosen=[hanging[0].version_id], sure="on").url
        assert [posting.pk for posting in Posting.objects.filter(removed_on=MONDAY)] == [hanging[0].pk]

    def test_a_mistake_is_undone(self, client, clerk, commune, hanging):
        self.send(client, clerk, commune, sure="on")
        assert client.get(list_of(commune)).context["may_put_back"] == 2
        response = self.put_back(client, commune, state="posted")
        assert response.url == list_of(commune, state="posted")
        assert set(Posting.objects.values_list("posted_on", "removed_on", "removed_by")) == {
            (date(2017, 3, 1), None, None)
        }
        assert not client.get(list_of(commune)).context["may_put_back"]

    def test_only_the_last_press_is_undone(self, client, clerk, commune, hanging):
        for posting in hanging:
            self.send(client, clerk, commune, everything="", chosen=[posting.version_id], sure="on")
        self.put_back(client, commune)
        assert [posting.pk for posting in Posting.objects.filter(removed_on=None)] == [hanging[1].pk]

    def test_another_place_is_offered_nothing(self, client, control, commune, other_commune, hanging):
        self.send(client, control, commune, sure="on")
        assert not client.get(list_of(commune, place="portal")).context["may_put_back"]
        assert not client.get(list_of(other_commune)).context["may_put_back"]
        self.put_back(client, other_commune)
        assert not Posting.objects.filter(removed_on=None).exists()

    def test_who_may_not_post_does_not_put_back(self, client, officer, stranger, commune, hanging):
        for user, status in ((officer, 403), (stranger, 404)):
            client.force_login(user)
            assert self.put_back(client, commune).status_code == status


class TestWhoMayPost:
    @pytest.fixture
    def people(self, clerk, officer, leader, district_leader, control, administrator, stranger, district):
        upper_clerk = builders.make_user("clerk.376", Role.CLERK, district)
        reform = builders.make_user("reform.376", Role.REFORM_OFFICER, district)
        return {
            "clerk": clerk,
            "officer": officer,
            "leader": leader,
            "district_leader": district_leader,
            "control": control,
            "administrator": administrator,
            "stranger": stranger,
            "upper_clerk": upper_clerk,
            "reform": reform,
        }

    @pytest.mark.parametrize(
        ("who", "board", "portal"),
        [
            ("clerk", 302, 403),
            ("leader", 302, 403),
            ("officer", 403, 403),
            ("district_leader", 403, 403),
            ("reform", 403, 403),
            ("control", 302, 302),
            ("administrator", 302, 302),
            ("stranger", 404, 404),
            ("upper_clerk", 404, 404),
        ],
    )
    def test_at_a_commune(self, client, people, commune, birth, who, board, portal):
        client.force_login(people[who])
        for place, status in ((PostingPlace.BOARD, board), (PostingPlace.PORTAL, portal)):
            address = list_of(commune, place=place)
            response = client.post(address, {"everything": "on", "day": "2018-01-15"})
            assert (place, response.status_code) == (place, status)
            assert Posting.objects.filter(place=place).exists() == (status == 302)
            looking = client.get(address)
            assert looking.status_code == (404 if status == 404 else 200)
            assert bool(looking.context and looking.context.get("chosen")) == (status == 302)

    def test_control_of_a_commune_keeps_its_portal(self, client, commune, clock, birth):
        client.force_login(builders.make_user("control.14635", Role.PROCEDURE_CONTROL, commune))
        address = list_of(commune, place="portal")
        assert client.post(address, {"everything": "on", "day": "2018-01-15"}).status_code == 302


class TestPublicPage:
    def posted_of(self, client, procedure):
        response = client.get(reverse("procedures:detail", args=[procedure.code]))
        return response.context["sheets"][0].posted, response.content.decode()

    def test_it_says_at_how_many_desks(self, client, clock, commune, other_commune, birth):
        hang(birth, commune)
        posted, page = self.posted_of(client, birth)
        assert (posted.desks, posted.on_board, posted.here) == (2, 1, [])
        assert _("at %(on_board)s of %(n)s desks") % {"on_board": 1, "n": 2} in page

    def test_the_portal_is_named_with_its_day(self, client, clock, district):
        land = builders.make_procedure("1.000009", "Cấp giấy", level="district")
        hang(land, district, place=PostingPlace.PORTAL)
        given = {"unit": "huyện Kim Sơn", "day": "01/03/2017"}
        assert _("on the portal of %(unit)s since %(day)s") % given in self.posted_of(client, land)[1]

    def test_staff_read_the_day_of_their_own_desk(self, client, clerk, commune, other_commune, birth):
        hang(birth, commune, on=date(2017, 3, 2))
        hang(birth, other_commune, on=date(2017, 3, 9))
        client.force_login(clerk)
        posted, page = self.posted_of(client, birth)
        assert [posting.posted_on for posting in posted.here] == [date(2017, 3, 2)]
        assert "02/03/2017" in page
        assert "09/03/2017" not in page

    def test_what_hung_once_is_not_said_to_hang(self, client, clock, commune, birth):
        hang(birth, commune, removed_on=date(2018, 1, 12))
        assert self.posted_of(client, birth)[0].on_board == 0


class TestDecided:
    @pytest.fixture
    def decided(self, birth):
        """Decided in 2017: one no longer in force, one not yet, one amended."""
        in_2017 = {"decision_date": date(2017, 12, 29), "decision_number": "99/QĐ-UBND"}
        builders.make_procedure("1.000001", "A", change=Change.NEW, valid_to=date(2018, 1, 1), **in_2017)
        builders.make_procedure("1.000002", "B", change=Change.NEW, valid_from=date(2018, 2, 1), **in_2017)
        builders.make_procedure("1.000003", "C", change=Change.AMENDED, **in_2017)

    def names(self, client, **query):
        return names(client.get(reverse("procedures:list"), query))

    def test_the_list_of_a_year_shows_what_was_decided_in_it(self, client, clock, decided):
        assert self.names(client, decided_from="2017-01-01", decided_to="2017-12-31") == ["A", "B", "C"]
        assert self.names(client, decided_from="2018-01-01") == []
        assert self.names(client, decided_to="2017-12-28") == []

    def test_each_with_its_decision_and_its_days(self, client, clock, decided):
        page = client.get("/procedures/?decided_from=2017-01-01&decided_to=2017-12-31").content.decode()
        assert page.count("99/QĐ-UBND, 29/12/2017") == 3
        assert "01/02/2018" in page

    def test_it_is_narrowed_by_the_change(self, client, clock, decided):
        assert self.names(client, decided_from="2017-01-01", change="amended") == ["C"]
        assert self.names(client, change="new") == []

    @pytest.mark.parametrize(
        "query",
        [
            {"decided_from": "2017-12-31", "decided_to": "2017-01-01"},
            {"decided_from": "then"},
            {"decided_to": "2017-02-29"},
        ],
    )
    def test_a_bad_period_is_said_to_be_one(self, client, clock, decided, query):
        response = client.get(reverse("procedures:list"), query)
        assert response.status_code == 400
        assert response.content.decode().count('role="alert"') == 1
        assert names(response) == []
