"""What the one box finds, and who is asked twice for: the questions themselves, without the screens."""

from datetime import UTC, date

import pytest

from dossiers import queries
from dossiers.imports import COLUMNS, add_dossiers
from dossiers.models import Dossier
from dossiers.people import Likeness, Person
from tests.builders import at, receive
from units.tables import Row


def import_code(code, **cells):
    values = {
        "code": code,
        "receiving_unit": "14635",
        "competent_unit": "14635",
        "procedure_code": "1.001193",
        "channel": "in_person",
        "applicant_name": "Vũ Thị Mến",
        "received_at": "2018-01-12 07:10",
        "due_at": "2018-01-12",
    }
    add_dossiers([Row(2, {**dict.fromkeys(COLUMNS, ""), **values, **cells})], now=at("2018-01-15 08:00"))


class TestFind:
    def found(self, text, user):
        return [dossier.code for dossier in queries.find(text, user=user)]

    @pytest.mark.parametrize("text", ["180115-0001", "180115-1", " 180115-0001 "])
    def test_the_day_and_number_that_people_read_out(self, clerk, birth, now, text):
        dossier = receive(by=clerk, procedure=birth, now=now)
        assert self.found(text, clerk) == [dossier.code]

    def test_day_and_number_at_each_desk_one_sees(self, clerk, stranger, district_leader, birth, now):
        codes = {receive(by=by, procedure=birth, now=now).code for by in (clerk, stranger)}
        assert set(self.found("180115-0001", district_leader)) == codes
        assert len(self.found("180115-0001", stranger)) == 1

    def test_day_and_number_of_an_imported_code(self, clerk, birth):
        import_code("000.06.28.H42-180112-0004")
        assert self.found("180112-0004", clerk) == ["000.06.28.H42-180112-0004"]

    @pytest.mark.parametrize(("code", "text"), [("HS-17.05", "hs-17.05"), ("KD-A", "KD-A")])
    def test_an_imported_code_of_any_make(self, clerk, birth, code, text):
        import_code(code)
        assert self.found(text, clerk) == [code]

    def test_a_phone_that_reads_like_day_and_number(self, clerk, birth, now):
        dossier = receive(by=clerk, procedure=birth, now=now, applicant_phone="0912345678")
        assert self.found("091234-5678", clerk) == [dossier.code]

    @pytest.mark.parametrize(
        ("name", "part"),
        [
            ("O’Brien Mai", "brien"),
            ("Công ty “Hoa Mai”", "hoa mai"),
            ("Þór Nguyễn", "thor"),
            ("Trường Kim Định (cơ sở 2)", "co so truong 2"),
        ],
    )
    def test_a_name_is_found_by_itself_and_by_its_words(self, clerk, birth, now, name, part):
        dossier = receive(by=clerk, procedure=birth, now=now, applicant_name=name)
        assert self.found(name, clerk) == self.found(part, clerk) == [dossier.code]

    def test_a_word_typed_begins_a_word_of_the_name(self, clerk, birth, now):
        an, lan = (receive(by=clerk, procedure=birth, now=now, applicant_name=name) for name in ("Vũ An", "Vũ Lan"))
        assert self.found("an vu", clerk) == [an.code]
        assert self.found("vu la", clerk) == [lan.code]

    def test_newest_first(self, clerk, birth):
        codes = [receive(by=clerk, procedure=birth, now=at(f"2018-01-{day} 08:00")).code for day in (11, 15, 12)]
        assert self.found("nguyen van duc", clerk) == [codes[1], codes[2], codes[0]]
        assert self.found("164000111", clerk) == [codes[1], codes[2], codes[0]]


CARD = "037085001234|164000111|Nguyen Van Duc|02031985|Nam|Xóm 5, Kim Định|01012022"
BORN, SAME_YEAR, ANOTHER_YEAR = date(1985, 3, 2), date(1985, 1, 1), date(1986, 3, 2)


class TestPossibleDoubles:
    def ask(self, procedure, user, now=None, *, name="Nguyễn Văn Đức", **typed):
        given = {"person": Person.typed(name=name, **typed), "now": now or at("2018-01-15 08:00")}
        return list(queries.possible_doubles(user=user, procedure=procedure, **given))

    @pytest.mark.parametrize("typed", ["164 000 111", "164.000.111", CARD])
    def test_a_number_however_it_was_typed(self, clerk, birth, now, typed):
        before = receive(by=clerk, procedure=birth, now=now, applicant_name="N V Đ")
        [double] = self.ask(birth, clerk, name="", id_number=typed)
        assert (double, double.likeness) == (before, Likeness.NUMBER)

    @pytest.mark.parametrize("name", ["Nguyễn Văn", "Đức Văn Nguyễn", "Nguyễn Văn Đức Anh"])
    def test_without_a_number_other_names_are_other_people(self, clerk, birth, now, name):
        receive(by=clerk, procedure=birth, now=now)
        assert self.ask(birth, clerk, name=name) == []

    def test_one_word_is_nobodys_name(self, clerk, birth, now):
        receive(by=clerk, procedure=birth, now=now, applicant_name="Đức", applicant_id_number="")
        assert self.ask(birth, clerk, name="Đức") == []

    @pytest.mark.parametrize("id_number", ["", "037085001234"])
    def test_the_whole_name_where_either_has_no_number(self, clerk, birth, now, id_number):
        before = receive(by=clerk, procedure=birth, now=now, applicant_id_number="")
        [double] = self.ask(birth, clerk, name=" nguyen  van ĐỨC", id_number=id_number)
        assert (double, double.likeness) == (before, Likeness.NAME)

    @pytest.mark.parametrize(
        ("kept", "typed", "likeness"),
        [
            (BORN, SAME_YEAR, Likeness.NAME_AND_YEAR),
            (BORN, ANOTHER_YEAR, None),
            (BORN, None, Likeness.NAME),
            (None, BORN, Likeness.NAME),
            (None, None, Likeness.NAME),
        ],
    )
    def test_a_name_and_the_year_of_birth_where_both_have_one(self, clerk, birth, now, kept, typed, likeness):
        receive(by=clerk, procedure=birth, now=now, applicant_id_number="", applicant_birth_date=kept)
        found = [double.likeness for double in self.ask(birth, clerk, birth_date=typed)]
        assert found == ([likeness] if likeness else [])

    @pytest.mark.parametrize(
        ("id_number", "birth_date", "is_double"),
        [
            ("164000999", SAME_YEAR, False),  # of the same kind: somebody else
            ("037085001234", SAME_YEAR, True),  # the new number of the old card's bearer, perhaps
            ("037085001234", ANOTHER_YEAR, False),
            ("037085001234", None, False),
        ],
    )
    def test_another_number_is_somebody_else_unless_it_is_of_another_kind(
        self, clerk, birth, now, id_number, birth_date, is_double
    ):
        receive(by=clerk, procedure=birth, now=now, applicant_birth_date=BORN)
        assert len(self.ask(birth, clerk, id_number=id_number, birth_date=birth_date)) == is_double

    def test_the_year_stands_on_the_card(self, clerk, birth, now):
        receive(by=clerk, procedure=birth, now=now, applicant_id_number="", applicant_birth_date=ANOTHER_YEAR)
        assert self.ask(birth, clerk, id_number=CARD) == []

    def test_the_days_are_those_of_vietnam(self, clerk, birth, settings):
        """05:00 of the 15th is the 14th in UTC."""
        settings.DOUBLE_WITHIN_DAYS = 3
        now = at("2018-01-15 05:00").astimezone(UTC)
        receive(by=clerk, procedure=birth, now=at("2018-01-11 16:00"))
        assert self.ask(birth, clerk, now, id_number="164000111") == []


class TestDossiersOfAPerson:
    def ask(self, user, **typed):
        person = Person.typed(name="Nguyễn Văn Đức", **typed)
        return queries.dossiers_of(person, among=Dossier.objects.visible_to(user))

    def test_of_any_procedure_and_time_newest_first(self, clerk, birth, support):
        old = receive(by=clerk, procedure=birth, now=at("2016-02-01 08:00"))
        new = receive(by=clerk, procedure=support, now=at("2018-01-12 08:00"), applicant_id_number="")
        found = self.ask(clerk, id_number="164000111")
        assert [(dossier, dossier.likeness) for dossier in found.dossiers] == [(new, "name"), (old, "number")]
        assert not found.is_cut

    def test_only_what_may_be_seen(self, clerk, stranger, birth, now):
        receive(by=stranger, procedure=birth, now=now)
        assert list(self.ask(clerk, id_number="164000111").dossiers) == []

    def test_of_a_common_name_only_the_newest_but_all_of_the_number(self, clerk, birth, monkeypatch):
        monkeypatch.setattr(queries, "MOST_NAMED", 2)
        named = [
            receive(by=clerk, procedure=birth, now=at(f"2018-01-1{day} 08:00"), applicant_id_number="")
            for day in range(4)
        ]
        numbered = [receive(by=clerk, procedure=birth, now=at("2017-01-10 08:00")) for _ in range(3)]
        found = self.ask(clerk, id_number="164000111")
        assert list(found.dossiers) == [named[3], named[2], *reversed(numbered)]
        assert found.is_cut

    def test_of_nobody_known_nothing(self, clerk, birth, now):
        receive(by=clerk, procedure=birth, now=now, applicant_id_number="", applicant_name="Đức")
        person = Person.typed(name="Đức")
        assert list(queries.dossiers_of(person, among=Dossier.objects.visible_to(clerk)).dossiers) == []
