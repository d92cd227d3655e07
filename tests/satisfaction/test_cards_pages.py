"""Opening an envelope, typing its cards in, sealing it: through the pages."""

import re

import pytest
from django.urls import reverse

from satisfaction.actions import batches as actions
from satisfaction.actions import rating
from satisfaction.models import Answer, Card, CardBatch
from tests import builders
from tests.satisfaction.answers import DECEMBER, JANUARY
from units.models import Assignment, Role

pytestmark = pytest.mark.django_db

NEW = "/satisfaction/cards/new/"
ENVELOPE = {"month": "2018-01-01", "label": "Hòm phiếu  01/2018", "card_count": "2"}


@pytest.fixture
def typist(client, reformer):
    client.force_login(reformer)
    return client


@pytest.fixture
def batch(commune, reformer, now):
    return actions.open_batch(desk=commune.desk, month=JANUARY, label="Hòm phiếu", card_count=2, by=reformer, now=now)


def page_of(batch, page=1):
    return f"{reverse('satisfaction:batch', args=[batch.pk])}?page={page}"


def rows(*cards, first=1, seen=None, **more):
    """What the grid sends: cards as fields by name, under their numbers."""
    data = {"seen": actions.digest({}) if seen is None else seen, **more}
    for number, card in enumerate(cards, first):
        data |= {f"{number}-{name}": value for name, value in card.items()}
    return data


def texts(response):
    return [what for _, _, what in response.context["grid"].faults]


# Opening


def test_an_envelope_is_opened(typist, commune, reformer):
    response = typist.post(NEW, ENVELOPE | {"desk": commune.desk.pk})
    batch = CardBatch.objects.get()
    assert (response.status_code, response["Location"]) == (302, reverse("satisfaction:batch", args=[batch.pk]))
    assert (batch.desk, batch.month, batch.label, batch.card_count, batch.opened_by) == (
        commune.desk,
        JANUARY,
        "Hòm phiếu 01/2018",
        2,
        reformer,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("month", "2018-02-01"),  # still to come
        ("month", "2018-01-15"),
        ("month", "January"),
        ("card_count", "0"),
        ("card_count", "1001"),
        ("card_count", "two"),
        ("label", "  "),
        ("label", "x" * 101),
        ("desk", ""),
    ],
)
def test_what_is_wrong_on_the_envelope_is_said(typist, commune, field, value):
    response = typist.post(NEW, ENVELOPE | {"desk": commune.desk.pk, field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])
    assert not CardBatch.objects.exists()


def test_the_same_envelope_twice(typist, batch, commune):
    response = typist.post(NEW, ENVELOPE | {"desk": commune.desk.pk, "label": batch.label})
    assert (response.status_code, list(response.context["form"].errors)) == (400, ["label"])


def test_no_desk_beyond_ones_units_or_of_ones_own(typist, province, commune, reformer):
    elsewhere = builders.make_unit("999", "Huyện Khác", "district", parent=province, agency_code="000.00.99.H42")
    Assignment.objects.create(user=reformer, role=Role.CLERK, desk=commune.desk)
    for unit in (elsewhere, commune):
        assert typist.post(NEW, ENVELOPE | {"desk": unit.desk.pk}).status_code == 400


# Typing


def test_cards_are_saved_and_the_next_ten_follow(typist, batch, birth):
    full = {"overall": "5", "access": "4", "staff": "1", "procedure_code": birth.code, "comment": " Nhanh  gọn "}
    response = typist.post(page_of(batch), rows(full, {}, {"overall": "2"}))
    assert (response.status_code, response["Location"]) == (302, page_of(batch, 2))
    assert list(batch.cards.values_list("position", "overall", "access", "staff", "procedure", "comment")) == [
        (1, 5, 4, 1, birth.pk, "Nhanh gọn"),
        (3, 2, None, None, None, ""),
    ]


def test_finishing_leads_to_the_seal(typist, batch):
    response = typist.post(page_of(batch), rows({"overall": "5"}, finish="1"))
    assert response["Location"] == reverse("satisfaction:seal", args=[batch.pk])


def test_later_numbers_are_a_page_of_their_own(typist, batch):
    typist.post(page_of(batch, 3), rows({"overall": "5"}, first=21))
    assert batch.cards.get().position == 21


@pytest.mark.parametrize("page", ["0", "-1", "102", "x", "٢", "1" * 20])
def test_a_page_that_makes_no_sense_is_the_first(typist, batch, page):
    assert typist.get(page_of(batch, page)).context["grid"].page == 1


def test_a_dossier_code_is_read_as_people_type_it(typist, batch, handed_back):
    typist.post(page_of(batch), rows({"overall": "5", "dossier_code": f" {handed_back.code.lower()} "}))
    assert batch.cards.get().dossier_code == handed_back.code


@pytest.mark.parametrize(
    ("card", "field"),
    [
        ({"overall": "6"}, "overall"),
        ({"overall": "0"}, "overall"),
        ({"overall": "tốt"}, "overall"),
        ({"overall": "4", "staff": "9"}, "staff"),
        ({"overall": "4", "staff": "4.5"}, "staff"),
        ({"staff": "4"}, "overall"),
        ({"comment": "Chậm"}, "overall"),
        ({"overall": "4", "comment": "x" * 1001}, "comment"),
        ({"overall": "4", "procedure_code": "9.999999"}, "procedure_code"),
        ({"overall": "4", "dossier_code": "000.06.28.H42-180115-9999"}, "dossier_code"),
    ],
)
def test_a_row_at_fault_saves_nothing_and_loses_nothing(typist, batch, card, field):
    response = typist.post(page_of(batch), rows({"overall": "4", "comment": "Tốt"}, card))
    grid = response.context["grid"]
    assert (response.status_code, list(grid.rows[1].errors)) == (400, [field])
    assert [(number, len(what) > 10) for number, _, what in grid.faults] == [(2, True)]
    assert {name: grid.rows[1][name].value() for name in card} == card
    assert grid.rows[0]["comment"].value() == "Tốt"
    assert not Card.objects.exists()


def test_each_fault_is_tied_to_its_field(typist, batch):
    response = typist.post(page_of(batch), rows({"overall": "6", "staff": "9"}, {"comment": "Chậm"}))
    page = response.content.decode()
    described = set(re.findall(r'aria-describedby="(id_\d[^"]*)"', page))
    assert described == {"id_1-overall_error", "id_1-staff_error", "id_2-overall_error"}
    assert described == set(re.findall(r'<li id="(id_[^"]*)"', page))


@pytest.mark.parametrize("saved", [0, 1])
def test_the_row_of_faults_is_as_wide_as_the_grid(typist, batch, saved):
    if saved:
        typist.post(page_of(batch), rows({"overall": "4"}))
    page = typist.post(page_of(batch), rows({"overall": "6"})).content.decode()
    widths = [int(width) for width in re.findall(r'td colspan="(\d+)"', page)]
    assert {1 + width for width in widths} == {page.count('<th scope="col"')}


def test_a_dossier_may_stand_on_one_card_only_even_of_another_page(typist, batch, handed_back):
    card = {"overall": "5", "dossier_code": handed_back.code}
    assert texts(typist.post(page_of(batch), rows(card, card))) == [actions.TWICE]
    typist.post(page_of(batch), rows(card))
    assert texts(typist.post(page_of(batch, 2), rows(card, first=11))) == [actions.TWICE]


def test_what_cannot_be_rated_is_said_while_typing(typist, commune, other_commune, handed_back, reformer, now):
    december, foreign = (
        actions.open_batch(desk=unit.desk, month=month, label="B", card_count=1, by=reformer, now=now)
        for unit, month in ((commune, DECEMBER), (other_commune, JANUARY))
    )
    card = {"overall": "5", "dossier_code": handed_back.code}
    assert texts(typist.post(page_of(december), rows(card))) == [actions.OTHER_MONTH]
    assert texts(typist.post(page_of(foreign), rows(card))) == [actions.UNKNOWN]


def test_a_dossier_without_a_result(typist, batch, dossier):
    assert texts(typist.post(page_of(batch), rows({"overall": "5", "dossier_code": dossier.code}))) == [
        actions.NO_RESULT
    ]


def test_a_card_is_put_right_and_another_removed(typist, batch):
    typist.post(page_of(batch), rows({"overall": "5"}, {"overall": "4"}, {"overall": "3"}))
    seen = typist.get(page_of(batch)).context["grid"].seen
    put_right = rows({"overall": "1"}, {"overall": "4", "is_removed": "on"}, {"overall": ""}, seen=seen)
    assert typist.post(page_of(batch), put_right).status_code == 302
    assert list(batch.cards.values_list("position", "overall")) == [(1, 1)]


def test_what_another_typed_meanwhile_is_shown_and_nothing_lost(typist, batch):
    typist.post(page_of(batch), rows({"overall": "5", "comment": "Của người kia"}))
    response = typist.post(page_of(batch), rows({"overall": "2", "comment": "Của tôi"}))
    assert response.status_code == 409
    assert "Của người kia" in response.content.decode()
    grid = response.context["grid"]
    assert grid.rows[0]["comment"].value() == "Của tôi"
    typist.post(page_of(batch), rows({"overall": "2", "comment": "Của tôi"}, seen=grid.seen))
    assert batch.cards.get().comment == "Của tôi"


# Sealing


def test_the_envelope_is_sealed_and_shows_how_many_answers_but_none(typist, batch):
    typist.post(page_of(batch), rows({"overall": "5", "comment": "Lời góp ý"}, {"overall": "4"}))
    address = reverse("satisfaction:seal", args=[batch.pk])
    assert "difference" not in typist.get(address).context["form"].fields
    response = typist.post(address, follow=True)
    assert response.context["batch"].answered == 2
    assert "Lời góp ý" not in response.content.decode()
    assert Answer.objects.count() == 2


def test_a_number_that_differs_must_be_explained(typist, batch):
    typist.post(page_of(batch), rows({"overall": "5"}))
    address = reverse("satisfaction:seal", args=[batch.pk])
    assert typist.post(address, {"difference": " "}).status_code == 400
    typist.post(address, {"difference": "Một phiếu trắng"})
    assert CardBatch.objects.get().difference == "Một phiếu trắng"


def test_a_card_that_cannot_count_any_more_keeps_the_envelope_open(typist, batch, handed_back, now):
    typist.post(page_of(batch), rows({"overall": "5", "dossier_code": handed_back.code}, {"overall": "4"}))
    rating.rate(dossier=handed_back, marks={"overall": 1}, source="kiosk", now=now)
    response = typist.post(reverse("satisfaction:seal", args=[batch.pk]))
    assert response.status_code == 400
    assert response.context["faults"] == [(1, 1, actions.RATED)]


def test_a_sealed_envelope_takes_nothing_more(typist, batch, reformer, now):
    actions.seal(batch=batch, difference="Rỗng", by=reformer, now=now)
    response = typist.post(page_of(batch), rows({"overall": "5"}), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert typist.post(reverse("satisfaction:seal", args=[batch.pk])).status_code == 302
    assert not Answer.objects.exists()


# Who


@pytest.mark.parametrize("who", ["clerk", "officer", "leader", "district_leader", "stranger"])
def test_who_types_no_cards_is_refused(client, batch, request, who):
    client.force_login(request.getfixturevalue(who))
    for path in ("/satisfaction/cards/", NEW, page_of(batch), reverse("satisfaction:seal", args=[batch.pk])):
        assert client.get(path).status_code == 403


def test_a_typist_does_not_find_the_envelope_of_where_he_works(client, batch, reformer, commune):
    Assignment.objects.create(user=reformer, role=Role.LEADER, agency=commune.committee)
    client.force_login(reformer)
    for path in (page_of(batch), reverse("satisfaction:seal", args=[batch.pk])):
        assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)
    assert list(client.get("/satisfaction/cards/").context["page"].object_list) == []


def test_the_list_costs_the_same_for_one_and_three(typist, batch, commune, reformer, now, django_assert_num_queries):
    typist.get("/satisfaction/cards/")
    with django_assert_num_queries(6):
        typist.get("/satisfaction/cards/")
    for label in "ab":
        actions.open_batch(desk=commune.desk, month=JANUARY, label=label, card_count=1, by=reformer, now=now)
    with django_assert_num_queries(6):
        assert len(typist.get("/satisfaction/cards/").context["page"].object_list) == 3
