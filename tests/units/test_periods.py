from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from units.forms import DayForm, PeriodForm
from units.periods import Period, month_of, plus_months, quarter_of, year_of

TODAY = date(2018, 1, 15)
days = st.dates(date(1990, 1, 1), date(2050, 12, 31))


def period(first, last):
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def form(query, **kwargs):
    return PeriodForm(QueryDict(query), today=TODAY, **kwargs)


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        (("2017-01-01", "2017-12-31"), ("2016-01-01", "2016-12-31")),  # a year
        (("2018-01-01", "2018-01-15"), ("2017-01-01", "2017-01-15")),  # the year so far
        (("2020-01-01", "2020-02-29"), ("2019-01-01", "2019-02-28")),
        (("2018-03-01", "2018-03-31"), ("2018-02-01", "2018-02-28")),  # a month
        (("2017-04-01", "2017-06-30"), ("2017-01-01", "2017-03-31")),  # a quarter
        (("2017-02-01", "2018-01-31"), ("2016-02-01", "2017-01-31")),  # twelve months
        (("2018-01-08", "2018-01-12"), ("2018-01-03", "2018-01-07")),  # some days
    ],
)
def test_a_period_is_compared_with_the_one_before(asked, before):
    assert period(*asked).before == period(*before)


@given(days, st.integers(0, 800))
def test_what_is_before_ends_before(first, length):
    asked = Period(first, date.fromordinal(first.toordinal() + length))
    assert asked.before.last < asked.first or asked.before.last == asked.last.replace(year=asked.last.year - 1)


@given(days, st.integers(0, 800))
def test_its_months_are_all_its_days(first, length):
    asked = Period(first, date.fromordinal(first.toordinal() + length))
    months = list(asked.months())
    assert (months[0].first, months[-1].last) == (asked.first, asked.last)
    assert sum(month.days for month in months) == asked.days
    assert all((month.first.year, month.first.month) == (month.last.year, month.last.month) for month in months)


@given(days, st.integers(-500, 500))
def test_months_on_and_back_again(day, months):
    first = day.replace(day=1)
    assert plus_months(plus_months(first, months), -months) == first


def test_what_lies_in_the_future_is_cut_off():
    assert year_of(TODAY).until(TODAY) == period("2018-01-01", "2018-01-15")
    assert month_of(date(2018, 2, 1)).until(TODAY) == month_of(date(2018, 2, 1))


def test_quarters():
    assert quarter_of(date(2017, 12, 31)) == period("2017-10-01", "2017-12-31")


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        period("2018-01-02", "2018-01-01")


class TestForm:
    def test_without_anything_it_is_the_year_so_far(self):
        assert form("").period == period("2018-01-01", "2018-01-15")

    def test_or_what_the_page_says(self):
        assert form("", default=month_of(TODAY)).period == month_of(TODAY)

    def test_both_ends_are_taken_as_they_are(self):
        assert form("from=2017-03-02&to=2017-05-06").period == period("2017-03-02", "2017-05-06")

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("from=2017-03-02", ("2017-03-02", "2018-01-15")),
            ("to=2017-03-02", ("2017-01-01", "2017-03-02")),
            ("from=2019-03-02", ("2019-03-02", "2019-03-02")),
        ],
    )
    def test_the_other_end_is_found(self, query, expected):
        assert form(query).period == period(*expected)

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("from=2018-01-15&to=2018-01-14", "to"),
            ("from=15/13/2018", "from"),
            ("to=yesterday", "to"),
            ("from=0201-01-01", "from"),
            ("to=20180-01-01", "to"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_default_shown(self, query, field):
        asked = form(query)
        assert not asked.is_valid()
        assert list(asked.errors) == [field]
        assert asked.period == period("2018-01-01", "2018-01-15")

    def test_presets_keep_the_rest_of_the_address(self):
        presets = {address: is_chosen for _, address, is_chosen in form("unit=376&page=3").presets()}
        assert presets == {
            "?unit=376&from=2018-01-01&to=2018-01-15": True,
            "?unit=376&from=2017-12-01&to=2017-12-31": False,
            "?unit=376&from=2017-01-01&to=2017-12-31": False,
        }

    @pytest.mark.parametrize(
        ("today", "labels"),
        [
            (date(2018, 1, 15), ["Năm nay", "Tháng trước", "Năm trước"]),
            (date(2018, 2, 15), ["Tháng này", "Tháng trước", "Năm nay", "Năm trước"]),
            (date(2018, 4, 15), ["Quý này", "Tháng trước", "Năm nay", "Năm trước"]),
            (date(2018, 5, 15), ["Tháng này", "Tháng trước", "Quý này", "Năm nay", "Năm trước"]),
        ],
    )
    def test_each_period_is_offered_once_under_its_widest_name(self, today, labels):
        with translation.override("vi"):
            presets = [
                (str(label), is_chosen) for label, _, is_chosen in PeriodForm(QueryDict(), today=today).presets()
            ]
        assert presets == [(label, label == "Năm nay") for label in labels]


class TestDay:
    def asked(self, query):
        return DayForm(QueryDict(query), today=TODAY)

    @pytest.mark.parametrize("query", ["", "on=", "on=2018-01-15"])
    def test_without_a_day_it_is_today_and_the_field_says_so(self, query):
        assert self.asked(query).day == TODAY
        assert 'value="2018-01-15"' in str(self.asked(query)["on"])

    def test_a_day_before_is_taken_as_it_is(self):
        assert self.asked("on=2017-12-31").day == date(2017, 12, 31)

    @pytest.mark.parametrize("query", ["on=2018-01-16", "on=tomorrow", "on=0001-01-01"])
    def test_what_is_wrong_is_said_and_today_shown(self, query):
        asked = self.asked(query)
        assert list(asked.errors) == ["on"]
        assert asked.day == TODAY
