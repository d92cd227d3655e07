"""The folder for signature: what lies in it, its cover list, and that it goes out as a whole."""

import pypdfium2
import pytest

from dossiers import actions
from tests.builders import at, make_user, receive
from units.models import Agency, AgencyKind, Role


@pytest.fixture(autouse=True)
def time_enough(settings):
    """However busy the machine is, the request does all of it."""
    settings.BATCH_SECONDS_AT_ONCE = 60


@pytest.fixture
def signing(clerk, officer, support, now):
    dossiers = [receive(by=clerk, procedure=support, now=now, owner_name="Lê Chủ Hộ") for _ in range(3)]
    for minute, dossier in enumerate(reversed(dossiers)):
        actions.start(dossier=dossier, by=officer, now=now)
        actions.submit_for_signature(dossier=dossier, by=officer, now=at(f"2018-01-15 09:0{minute}"))
    return dossiers


def text_of(content):
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))


class TestTheFolder:
    def test_what_was_submitted_first_comes_first(self, client, signing, officer, leader, commune):
        client.force_login(officer)
        [folder] = client.get("/desk/signatures/").context["folders"]
        assert (folder.agency, folder.signers) == (commune.committee, [leader])
        assert folder.dossiers == signing[::-1]

    def test_each_office_has_its_own(self, client, signing, officer, district, clerk, support, now):
        office = Agency.objects.create(unit=district, kind=AgencyKind.OFFICE, name="Phòng Tư pháp")
        secretary = make_user("officer.376", Role.OFFICER, district)
        forwarded = receive(by=clerk, procedure=support, now=now)
        actions.forward(dossier=forwarded, by=clerk, now=now, to=office)
        actions.start(dossier=forwarded, by=secretary, now=now)
        actions.submit_for_signature(dossier=forwarded, by=secretary, now=now)
        client.force_login(secretary)
        [folder] = client.get("/desk/signatures/").context["folders"]
        assert (folder.agency, folder.dossiers) == (office, [forwarded])

    def test_it_offers_signed_and_sent_back(self, client, signing, officer):
        client.force_login(officer)
        errands = client.get("/desk/signatures/").context["errands"]
        assert [errand.name for errand in errands] == ["record_signature", "send_back"]

    def test_signed_or_sent_back_it_is_empty(self, client, signing, officer):
        client.force_login(officer)
        given = {"key": "key", "together": "each", "signer": "Vũ Văn Minh", "resolves": "on"}
        signed, unsigned = [dossier.code for dossier in signing[:2]], [signing[2].code]
        client.post("/desk/batches/begin/", {"errand": "record_signature", "code": signed, **given})
        client.post("/desk/batches/begin/", {"errand": "send_back", "code": unsigned, "reason": "Sửa", **given})
        assert client.get("/desk/signatures/").context["folders"] == []

    @pytest.mark.parametrize("who", ["clerk", "leader", "control"])
    def test_it_is_the_officers(self, client, signing, request, who):
        client.force_login(request.getfixturevalue(who))
        assert client.get("/desk/signatures/").status_code == 403
        assert client.get("/desk/signatures/list.pdf").status_code == 403

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_whatever_its_length(
        self, client, signing, officer, now, django_assert_max_num_queries, count
    ):
        for dossier in signing[count:]:
            actions.send_back(dossier=dossier, by=officer, now=now, reason="Sửa")
        client.force_login(officer)
        with django_assert_max_num_queries(16):
            client.get("/desk/signatures/")


class TestItsList:
    def test_it_names_what_is_in_the_folder(self, client, signing, officer, leader, commune):
        client.force_login(officer)
        response = client.get(f"/desk/signatures/list.pdf?agency={commune.committee.pk}")
        assert response["Content-Type"] == "application/pdf"
        text = text_of(response.content)
        for said in ("DANH MỤC HỒ SƠ TRÌNH KÝ", "3 hồ sơ", "Vũ Văn Minh", "Lê Chủ Hộ", "Trần Văn Hùng", "22/01/2018"):
            assert said in text

    @pytest.mark.parametrize("agency", ["", "0", "x"])
    def test_there_is_none_of_others(self, client, signing, officer, agency):
        client.force_login(officer)
        assert client.get(f"/desk/signatures/list.pdf?agency={agency}").status_code == 404
