import pytest

from dossiers import actions
from tests.builders import at, receive


@pytest.fixture
def week(clerk, officer, birth, support, now):
    """One dossier in each place: overdue, due today, due later, waiting for collection, handed back."""
    overdue = receive(by=clerk, procedure=support, now=at("2018-01-04 08:00"), applicant_name="Vũ Thị Muộn")
    due_today = receive(by=clerk, procedure=birth, now=at("2018-01-15 07:30"), applicant_name="Trần Hôm Nay")
    later = receive(by=clerk, procedure=support, now=at("2018-01-12 08:00"), applicant_name="Lê Còn Hạn")
    waiting = receive(by=clerk, procedure=support, now=at("2018-01-11 08:00"), applicant_name="Phạm Thị Chờ")
    actions.resolve(dossier=waiting, by=officer, now=at("2018-01-12 09:00"))
    return {"overdue": overdue, "due_today": due_today, "later": later, "waiting": waiting}
