"""Whose figures make up which line, over merges, splits and moves: by the units of the time, by those of a day."""

from datetime import date

import pytest

from tests.units.changing_maps import LAST, World
from units.imports import import_units
from units.lineage import Home, Lineage, taken_over_by
from units.maps import EVER, of_the_day, of_the_time, units_meant
from units.models import AdministrativeUnit
from units.models.places import within

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 5)


@pytest.fixture
def kim_son(settings):
    for name in ("units.csv", "unit_events.csv"):
        import_units(settings.BASE_DIR / "units" / "data" / name)
    return Names()


class Names:
    """Units by their names; of two of one name the one with that day."""

    def __getitem__(self, asked):
        name, day = asked if isinstance(asked, tuple) else (asked, None)
        units = AdministrativeUnit.objects.filter(name=name)
        return units.in_force_on(day).get() if day else units.get()


def names_of(part, lineage):
    return sorted(lineage.units[key].name for key in part.units)


def lines_of(drawn):
    return {part.unit.name: names_of(part, drawn.lineage) for part in drawn.lines}


class TestKimSon:
    """The units of the district from 2017 on, to the eight communes of 1 July 2025."""

    def test_a_commune_of_today_is_all_that_was_merged_into_it(self, kim_son):
        today = kim_son["Xã Chất Bình", TODAY]
        drawn = of_the_day(today, Lineage.on(TODAY))
        names = ["Xã Chính Tâm", "Xã Chất Bình", "Xã Chất Bình", "Xã Hồi Ninh", "Xã Xuân Chính", "Xã Xuân Thiện"]
        assert lines_of(drawn) == {"Xã Chất Bình": names}  # over two changes, and one name twice
        assert drawn.is_alone

    def test_by_the_units_of_the_time_each_stands_for_itself(self, kim_son):
        today = kim_son["Xã Chất Bình", TODAY]
        drawn = of_the_time(today, Lineage.on(TODAY))
        assert drawn.units == of_the_day(today, Lineage.on(TODAY)).units
        assert [len(part.units) for part in drawn.lines] == [1] * 6
        assert drawn.lines[0].unit == today

    def test_what_was_split_stands_in_no_line_of_the_province(self, kim_son):
        drawn = of_the_day(kim_son["Tỉnh Ninh Bình", TODAY], Lineage.on(TODAY))
        assert [part.unit.name for part in drawn.undivided] == ["Xã Yên Mật", "Huyện Kim Sơn"]
        assert len(drawn.lines) == 9  # its own, and eight communes
        assert drawn.units == set(AdministrativeUnit.objects.values_list("pk", flat=True))

    def test_nor_in_those_of_its_heirs(self, kim_son):
        for name in ("Xã Phát Diệm", "Xã Quang Thiện"):
            drawn = of_the_day(kim_son[name, TODAY], Lineage.on(TODAY))
            assert [unit.name for unit in drawn.outside] == ["Xã Yên Mật"]
            assert kim_son["Xã Yên Mật"].pk not in drawn.units

    def test_the_district_abolished_is_followed_to_the_province(self, kim_son):
        lineage = Lineage.on(TODAY)
        province = kim_son["Tỉnh Ninh Bình", TODAY]
        assert lineage.homes(kim_son["Huyện Kim Sơn"].pk) == {Home(province.pk, is_under=True)}
        assert lineage.successors(kim_son["Huyện Kim Sơn"]) == []

    def test_on_the_districts_last_day_it_is_drawn_by_its_communes(self, kim_son):
        district = kim_son["Huyện Kim Sơn"]
        lines = lines_of(of_the_day(district, Lineage.on(date(2025, 6, 30))))
        assert len(lines) == 1 + 23
        assert lines["Thị trấn Phát Diệm"] == ["Thị trấn Phát Diệm", "Xã Lưu Phương"]
        assert lines["Xã Xuân Chính"] == ["Xã Chính Tâm", "Xã Xuân Chính", "Xã Xuân Thiện"]

    def test_before_anything_changed_both_are_the_same_and_lists_need_no_word(self, kim_son):
        district, lineage = kim_son["Huyện Kim Sơn"], Lineage.on(date(2018, 1, 15))
        for drawn in (of_the_time(district, lineage), of_the_day(district, lineage)):
            assert {part.map for part in (*drawn.lines, drawn.whole, drawn.below)} == {""}

    def test_the_successors_oversee_what_they_took_over(self, kim_son):
        names = {"Xã Yên Mật", "Xã Kim Chính", "Xã Thượng Kiệm", "Thị trấn Phát Diệm", "Xã Lưu Phương"}
        found = taken_over_by([kim_son["Xã Phát Diệm", TODAY].pk], TODAY)
        assert set(AdministrativeUnit.objects.filter(pk__in=found).values_list("name", flat=True)) == names


class TestPartings:
    def test_a_part_that_went_elsewhere_takes_nothing_with_it(self):
        world = World(1)
        world.day = date(2019, 5, 1)
        giving, getting = world.some(2)
        world.record([giving], [giving, getting])
        lineage = Lineage.on(LAST)
        assert lineage.homes(giving.pk) == {Home(giving.pk)}
        assert [change.effective_on for change in lineage.partings(giving)] == [date(2019, 5, 1)]
        assert lineage.endings(giving) == []

    def test_nor_afterwards_when_it_ends(self):
        world = World(1)
        giving, getting, third = world.some(3)
        world.day = date(2019, 5, 1)
        world.record([giving], [giving, getting])
        world.day = date(2020, 5, 1)
        world.end([giving], [third])
        assert Lineage.on(LAST).homes(giving.pk) == {Home(third.pk)}

    def test_what_was_split_and_merged_again_is_whole(self):
        world = World(1)
        world.day = date(2019, 5, 1)
        gone = world.communes[0]
        halves = [world.commune(world.districts[0]) for _ in range(2)]
        world.end([gone], halves)
        world.day = date(2020, 5, 1)
        whole = world.commune(world.districts[0])
        world.end(halves, [whole])
        assert Lineage.on(LAST).homes(gone.pk) == {Home(whole.pk)}
        assert len(Lineage.on(date(2019, 12, 31)).homes(gone.pk)) == 2

    def test_changes_that_lead_in_a_circle_lead_nowhere(self):
        world = World(1)
        one, other = world.some(2)
        world.day = date(2019, 5, 1)
        world.end([one], [other])
        world.end([other], [one])
        assert Lineage.on(LAST).successors(one) == []


@pytest.mark.parametrize("seed", range(12))
class TestAnyHistory:
    def test_each_unit_is_where_step_by_step_it_went(self, seed):
        world = World(seed).unfold()
        lineage = Lineage.on(LAST)
        for unit, units in world.now_in.items():
            assert lineage.homes(unit.pk) == {Home(each.pk) for each in units}

    def test_each_unit_stands_in_one_line_and_both_maps_hold_all(self, seed):
        world = World(seed).unfold()
        everything = set(AdministrativeUnit.objects.values_list("pk", flat=True))
        for draw in (of_the_time, of_the_day):
            drawn = draw(world.province, Lineage.on(LAST))
            assert drawn.units == everything
            assert sum(len(part.units) for part in (*drawn.lines, *drawn.undivided)) == len(everything)
            assert not drawn.outside

    def test_what_is_divided_between_districts_is_of_none(self, seed):
        world = World(seed).unfold()
        maps = [of_the_day(district, Lineage.on(LAST)) for district in world.districts]
        for unit, units in world.now_in.items():
            districts = {each.parent_id for each in units}
            for district, drawn in zip(world.districts, maps, strict=True):
                assert (unit.pk in drawn.units) == (districts == {district.pk})
                assert (unit in drawn.outside) == (district.pk in districts and len(districts) > 1)
                heirs = {each.pk for each in units}
                is_undivided = unit.pk in {part.unit.pk for part in drawn.undivided}
                assert is_undivided == (districts == {district.pk} and len(heirs) > 1)

    def test_the_words_of_a_part_mean_its_units(self, seed):
        world = World(seed).unfold()
        lineage = Lineage.on(LAST)
        for unit in (world.province, *world.districts, *world.communes):
            for draw in (of_the_time, of_the_day):
                drawn = draw(unit, lineage)
                for part in (*drawn.lines, *drawn.undivided, drawn.whole, drawn.below):
                    if part.map:
                        assert units_meant(part.unit, part.below, part.map, LAST) == part.units
                    else:
                        lying = AdministrativeUnit.objects.filter(within([part.unit.pk])) if part.below else [part.unit]
                        kept = {each.pk for each in lying} - ({part.unit.pk} if part.below == "only" else set())
                        assert kept == part.units

    def test_who_oversees_a_unit_oversees_all_that_is_counted_there(self, seed):
        world = World(seed).unfold()
        for unit in world.communes:
            seen = {unit.pk} | taken_over_by([unit.pk], LAST)
            assert of_the_day(unit, Lineage.on(LAST)).units <= seen
            assert of_the_time(unit, Lineage.on(LAST)).units <= seen


def test_a_line_of_units_that_are_no_more_is_its_own(kim_son):
    old = kim_son["Xã Yên Mật"]
    assert units_meant(old, "", EVER, TODAY) == {old.pk}
