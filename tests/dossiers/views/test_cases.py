"""A procedure with cases: the clerk says in which one, and papers and date follow from it."""

import pytest

from dossiers import actions
from dossiers.models import Dossier
from procedures.models import RequiredDocument
from tests.builders import at, receive
from tests.dossiers.views.test_intake import URL, ticks, typed


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def upland(support):
    """A case with a paper and a time of its own: eight working days instead of five."""
    version = support.versions.get()
    case = version.cases.create(position=1, name="Vùng cao", time_limit=8, time_unit="working_day")
    RequiredDocument.objects.create(version=version, position=3, name="Xác nhận nơi ở", case=case)
    return case


@pytest.fixture
def by_proxy(support):
    """A case with a paper of its own and the time of all."""
    version = support.versions.get()
    case = version.cases.create(position=2, name="Nộp thay")
    RequiredDocument.objects.create(version=version, position=4, name="Giấy ủy quyền", case=case)
    return case


def usual(procedure):
    """The ticks of the papers that everybody hands in."""
    version = procedure.versions.get()
    return {f"document_{paper.pk}": "1" for paper in version.required_documents.filter(case=None)}


def sent(procedure, **overrides):
    form = {name: value for name, value in typed(procedure).items() if not name.startswith("document_")}
    return form | usual(procedure) | overrides


class TestTheForm:
    def test_a_case_may_be_chosen_and_says_its_time(self, at_desk, support, upland, by_proxy):
        form = at_desk.get(URL, {"procedure": support.code}).context["form"]
        assert [label for _, label in form.fields["case"].choices][1:] == ["Vùng cao – 08 ngày làm việc", "Nộp thay"]

    def test_without_cases_none_is_asked_for(self, at_desk, birth):
        assert "case" not in at_desk.get(URL, {"procedure": birth.code}).context["form"].fields

    def test_its_date_and_papers_are_shown(self, at_desk, support, upland):
        page = at_desk.get(URL, {"procedure": support.code, "case": upland.pk})
        assert page.context["deadline"].due_at == at("2018-01-25 17:00")
        assert [row.is_required for row in page.context["form"].papers] == [True, True, True]

    def test_looking_at_another_case_keeps_what_was_typed(self, at_desk, support, upland):
        page = at_desk.post(URL, sent(support, case=upland.pk, again="case", applicant_name="Trần Thị Bưởi"))
        assert page.status_code == 200
        assert page.context["form"]["applicant_name"].value() == "Trần Thị Bưởi"
        assert page.context["deadline"].due_at == at("2018-01-25 17:00")
        assert not Dossier.objects.exists()


class TestReceiving:
    def test_its_time_holds(self, at_desk, support, upland):
        at_desk.post(URL, sent(support, case=upland.pk, **ticks(support)))
        dossier = Dossier.objects.get()
        assert dossier.case == upland
        assert dossier.due_at == dossier.first_due_at == at("2018-01-25 17:00")
        assert dossier.asked_for == "Trợ cấp xã hội hàng tháng (Vùng cao)"

    def test_a_case_without_a_time_has_that_of_all(self, at_desk, support, by_proxy):
        at_desk.post(URL, sent(support, case=by_proxy.pk, **ticks(support)))
        assert Dossier.objects.get().due_at == at("2018-01-22 17:00")

    def test_its_papers_are_asked_for(self, at_desk, support, upland, by_proxy):
        response = at_desk.post(URL, sent(support, case=upland.pk))
        assert response.status_code == 400
        assert "Xác nhận nơi ở" in response.content.decode()
        assert "Giấy ủy quyền" not in str(response.context["form"].non_field_errors())

    def test_without_a_case_the_usual_papers_are_enough(self, at_desk, support, upland):
        at_desk.post(URL, sent(support))
        dossier = Dossier.objects.get()
        assert (dossier.case, dossier.due_at) == (None, at("2018-01-22 17:00"))

    @pytest.mark.parametrize("case", ["999999", "x"])
    def test_a_case_that_is_none_is_refused(self, at_desk, support, upland, case):
        assert at_desk.post(URL, sent(support, case=case)).status_code == 400
        assert not Dossier.objects.exists()

    def test_another_case_under_the_same_key_is_other_content(self, at_desk, support, upland):
        at_desk.post(URL, sent(support, **ticks(support)))
        response = at_desk.post(URL, sent(support, case=upland.pk, **ticks(support)))
        assert response.status_code == 409

    def test_where_only_the_case_has_a_time_no_date_is_asked_for(self, at_desk, support, upland):
        support.versions.update(time_limit=None, time_unit="")
        assert at_desk.post(URL, sent(support)).status_code == 400
        at_desk.post(URL, sent(support, case=upland.pk, **ticks(support)))
        assert Dossier.objects.get().due_at == at("2018-01-25 17:00")


class TestAfterwards:
    @pytest.fixture
    def dossier(self, clerk, support, upland, now):
        return receive(by=clerk, procedure=support, now=now, case=upland)

    def test_a_pause_goes_on_in_the_time_of_the_case(self, dossier, officer, clerk):
        actions.start(dossier=dossier, by=officer, now=at("2018-01-16 08:00"))
        asked = {"papers": ["Ảnh"], "reason": "Thiếu ảnh"}
        actions.ask_for_papers(dossier=dossier, by=officer, now=at("2018-01-17 08:00"), **asked)
        actions.resume(dossier=dossier, by=officer, now=at("2018-01-19 08:00"))
        dossier.refresh_from_db()
        assert dossier.due_at == at("2018-01-29 17:00")

    def test_the_case_taken_down_wrongly_is_put_right(self, at_desk, dossier, clerk, now, by_proxy):
        address = f"/dossiers/{dossier.code}/correct/"
        form = at_desk.get(address).context["form"]
        assert form["case"].value() == str(dossier.case_id)
        typed = {name: form[name].value() or "" for name in form.fields} | {"case": by_proxy.pk}
        shown = at_desk.post(address, typed).context
        assert [row.label for row in shown["differs"]][:2] == ["Trường hợp", "Hẹn trả"]
        at_desk.post(address, typed | {"shown": shown["change"].digest})
        dossier.refresh_from_db()
        assert (dossier.case, dossier.due_at) == (by_proxy, at("2018-01-22 17:00"))
