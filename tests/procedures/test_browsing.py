"""Walking through the catalogue by life event, sector, level and place, without an account."""

import csv

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from procedures.actions import give_everyday_words, make_life_events
from procedures.actions.browsing import EVERYDAY_WORDS, LIFE_EVENTS
from procedures.models import LifeEvent, LifeEventPart, ProcedureAtUnit, Sector
from tests import builders
from units.models import Level
from units.tables import TableFaults, write_csv


def found(client, **query):
    return [version.name for version in client.get(reverse("procedures:list"), query).context["page"]]


def words_of(folder, *rows):
    write_csv(folder / "words.csv", ("level", "code", "words", "provenance"), rows)
    return folder / "words.csv"


def events_of(folder, *rows):
    columns = ("event", "slug", "audience", "level", "sector", "code", "provenance")
    write_csv(folder / "events.csv", columns, rows)
    return folder / "events.csv"


def page_of(client, name):
    return client.get(reverse(f"procedures:{name}"))


@pytest.fixture
def child(birth, support):
    """Having a child: one procedure by itself, and a sector at one level."""
    event = LifeEvent.objects.create(name="Có con nhỏ", slug="co-con-nho")
    LifeEventPart.objects.create(event=event, procedure=birth)
    LifeEventPart.objects.create(event=event, sector=Sector.objects.get(name="Bảo trợ xã hội"), level=Level.COMMUNE)
    return event


class TestLifeEvent:
    def test_it_leads_to_procedures_and_sectors(self, client, clock, child, certification):
        assert found(client, event="co-con-nho") == ["Đăng ký khai sinh", "Trợ cấp xã hội hàng tháng"]

    def test_a_sector_counts_at_its_level_only(self, client, clock, child):
        builders.make_procedure("2.000001", "Trợ cấp của huyện", level="district", sector="Bảo trợ xã hội")
        assert "Trợ cấp của huyện" not in found(client, event="co-con-nho")
        child.parts.filter(procedure=None).update(level="")
        assert "Trợ cấp của huyện" in found(client, event="co-con-nho")

    def test_it_is_searched_within(self, client, clock, child):
        assert found(client, event="co-con-nho", q="khai sinh") == ["Đăng ký khai sinh"]

    def test_the_list_says_of_what_it_is(self, client, clock, child):
        page = client.get(reverse("procedures:list"), {"event": "co-con-nho"}).content.decode()
        assert f"{_('Procedures found')}: Có con nhỏ" in page

    def test_what_is_none_is_passed_over(self, client, clock, child):
        assert len(found(client, event="moon")) == 2

    def test_one_that_leads_nowhere_today_is_not_offered(self, client, clock, child):
        LifeEvent.objects.create(name="Học tập", slug="hoc-tap")
        assert list(client.get("/").context["life_events"]) == [child]

    def test_one_whose_sector_has_only_another_level_is_not_offered(self, client, clock, support):
        event = LifeEvent.objects.create(name="Khó khăn", slug="kho-khan")
        LifeEventPart.objects.create(event=event, sector=support.versions.get().sector, level=Level.DISTRICT)
        assert list(client.get("/").context["life_events"]) == []
        event.parts.update(level="")
        assert list(client.get("/").context["life_events"]) == [event]

    def test_citizens_come_before_businesses(self, client, clock, child, birth):
        shop = LifeEvent.objects.create(name="Khởi sự kinh doanh", slug="kinh-doanh", audience="business")
        LifeEventPart.objects.create(event=shop, procedure=birth)
        assert list(client.get("/").context["life_events"]) == [child, shop]

    @pytest.mark.parametrize("both", [True, False])
    def test_a_part_is_one_thing(self, child, birth, both):
        parts = {"sector": Sector.objects.first(), "procedure": birth} if both else {}
        with pytest.raises(IntegrityError), transaction.atomic():
            LifeEventPart.objects.create(event=child, **parts)

    def test_control_keeps_them_in_the_admin(self, client, control, child):
        control.is_staff = True
        control.save()
        client.force_login(control)
        assert client.get(reverse("admin:procedures_lifeevent_change", args=[child.pk])).status_code == 200


class TestAtMyPlace:
    def test_it_lists_what_the_unit_receives_or_posts(self, client, clock, birth, support, commune, other_commune):
        ProcedureAtUnit.objects.create(procedure=birth, unit=commune, handling="not_applied", reason="Chưa có")
        builders.make_procedure("2.000001", "Thủ tục của huyện", level="district")
        assert found(client, unit="14635") == ["Trợ cấp xã hội hàng tháng"]
        assert found(client, unit="14638") == ["Đăng ký khai sinh", "Trợ cấp xã hội hàng tháng"]

    @pytest.mark.parametrize(("usual", "here"), [("received", "posted_only"), ("posted_only", "received")])
    def test_what_it_only_posts_is_said_of_that_place(self, client, clock, birth, commune, usual, here):
        birth.handling = usual
        birth.save()
        ProcedureAtUnit.objects.create(procedure=birth, unit=commune, handling=here, reason="Khác")
        mark = _("Posted only: not received at the desks")
        page = client.get(reverse("procedures:list"), {"unit": "14635"}).content.decode()
        assert (mark in page) == (here == "posted_only")

    def test_a_place_that_is_none_is_passed_over(self, client, clock, birth):
        assert found(client, unit="99999") == ["Đăng ký khai sinh"]


class TestBrowsing:
    def test_all_subjects_and_places_are_there_with_counts(self, client, clock, child, commune, certification):
        context = page_of(client, "browse").context
        assert [(sector.name, sector.procedure_count) for sector in context["sectors"]] == [
            ("Bảo trợ xã hội", 1),
            ("Chứng thực", 1),
            ("Hộ tịch", 1),
        ]
        assert [(level.value, level.count) for level in context["levels"]] == [("commune", 3)]
        assert "Xã Kim Định" in [unit.name for unit in context["units"]]

    def test_an_empty_catalogue_says_so(self, client, clock):
        assert (
            _("No procedure is published here yet. Ask at the desk which papers to bring.")
            in page_of(client, "browse").content.decode()
        )

    @pytest.mark.parametrize("count", [1, 3])
    def test_its_queries_do_not_grow(self, client, clock, commune, count, django_assert_max_num_queries):
        for number in range(count):
            procedure = builders.make_procedure(f"1.00000{number}", f"Thủ tục {number}", sector=f"Lĩnh vực {number}")
            event = LifeEvent.objects.create(name=f"Sự kiện {number}", slug=f"su-kien-{number}")
            LifeEventPart.objects.create(event=event, procedure=procedure)
        with django_assert_max_num_queries(6):
            page_of(client, "browse")
        with django_assert_max_num_queries(9):
            client.get("/")


class TestTheTables:
    """What comes with the system; each line says where it is from."""

    def test_each_line_says_where_it_is_from(self):
        for table in (EVERYDAY_WORDS, LIFE_EVENTS):
            with table.open(encoding="utf-8") as file:
                assert all(row["provenance"] for row in csv.DictReader(file))

    def test_life_events_are_made_once(self, birth, support):
        assert make_life_events() == 18
        assert make_life_events() == 0
        child = LifeEvent.objects.get(slug="co-con-nho")
        assert [part.procedure for part in child.parts.all()] == [birth]
        helped = LifeEvent.objects.get(slug="can-tro-giup")
        assert [part.sector.name for part in helped.parts.all()] == ["Bảo trợ xã hội"]

    def test_everyday_words_are_given_where_there_are_none(self, birth, certification, now):
        certification.versions.update(keywords="của ta")
        assert give_everyday_words(today=now.date()) == 1
        assert "giấy khai sinh" in birth.versions.get().keywords
        assert certification.versions.get().keywords == "của ta"

    def test_a_sector_at_its_level_a_code_at_every_one(self, birth, tmp_path):
        builders.make_procedure("1.001193", "Khai sinh ở huyện", level="district")
        of = {"event": "Có con nhỏ", "slug": "co-con-nho", "audience": "citizen", "provenance": "x"}
        rows = [of | {"level": "", "sector": "", "code": "1.001193"}] * 2 + [
            of | {"level": "commune", "sector": "Hộ tịch", "code": ""}
        ]
        assert make_life_events(table=events_of(tmp_path, *rows)) == 1
        parts = LifeEventPart.objects.order_by("pk")
        told = [(str(part.procedure or part.sector), part.level) for part in parts]
        assert sorted(told) == [("1.001193", ""), ("1.001193", ""), ("Hộ tịch", "commune")]

    @pytest.mark.parametrize(
        ("wrong", "column"),
        [
            ({"slug": "Có con"}, "slug"),
            ({"slug": ""}, "slug"),
            ({"event": ""}, "event"),
            ({"audience": "all"}, "audience"),
            ({"level": "village"}, "level"),
            ({"sector": "Hộ tịch"}, "code"),
            ({"code": ""}, "code"),
        ],
    )
    def test_what_is_wrong_is_said_by_row_and_column(self, birth, tmp_path, wrong, column):
        row = {"event": "Có con nhỏ", "slug": "co-con-nho", "audience": "citizen", "code": "1.001193"}
        with pytest.raises(TableFaults) as refused:
            make_life_events(table=events_of(tmp_path, row, row | wrong))
        assert (3, column) in {(fault.row, fault.column) for fault in refused.value.found}
        assert not LifeEvent.objects.exists()

    def test_words_for_no_level(self, birth, tmp_path, now):
        rows = [{"level": level, "code": "1.001193", "words": "đẻ con"} for level in ("commune", "village")]
        with pytest.raises(TableFaults, match="row 3, level"):
            give_everyday_words(today=now.date(), table=words_of(tmp_path, *rows))
        assert birth.versions.get().keywords == ""


class TestTheCommands:
    """A real installation takes the tables over as it does those of procedures."""

    def test_they_take_over_what_comes_with_the_system(self, clock, birth, support, capsys):
        call_command("import_everyday_words", EVERYDAY_WORDS)
        call_command("import_life_events", LIFE_EVENTS)
        assert capsys.readouterr().out.splitlines() == ["1 procedures are found by everyday words", "18 life events"]
        assert "giấy khai sinh" in birth.versions.get().keywords

    def test_again_they_change_nothing(self, clock, birth, capsys):
        for _turn in range(2):
            call_command("import_everyday_words", EVERYDAY_WORDS)
            call_command("import_life_events", LIFE_EVENTS)
        assert capsys.readouterr().out.splitlines()[2:] == [
            "0 procedures are found by everyday words",
            "There are life events already: nothing was changed. Keep them in /admin/.",
        ]

    def test_a_dry_run_writes_nothing(self, clock, birth, capsys):
        call_command("import_everyday_words", EVERYDAY_WORDS, "--dry-run")
        call_command("import_life_events", LIFE_EVENTS, "--dry-run")
        assert (birth.versions.get().keywords, LifeEvent.objects.exists()) == ("", False)

    def test_a_wrong_table_is_refused(self, clock, birth, capsys):
        with pytest.raises(SystemExit):
            call_command("import_life_events", EVERYDAY_WORDS)
        assert "slug" in capsys.readouterr().err
