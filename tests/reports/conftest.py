import pytest

from tests.reports.test_results import add


@pytest.fixture
def march(commune, other_commune, district, birth, support, clock):
    """Dossiers of two communes in March 2017."""
    add(
        ("2017-02-27 08:00", "2017-03-02 17:00", "2017-03-01 09:00"),
        ("2017-03-01 08:00", "2017-03-03 17:00", "2017-03-03 09:00", "denied"),
        ("2017-03-06 08:00", "2017-03-08 17:00", "2017-03-10 09:00", "resolved", "online"),
        ("2017-03-07 08:00", "2017-03-09 17:00"),
        ("2017-03-30 08:00", "2017-04-04 17:00", "2017-04-03 09:00"),
    )
    add(
        ("2017-03-02 08:00", "2017-03-08 17:00", "2017-03-03 09:00", "withdrawn"),
        ("2017-03-31 08:00", "2017-04-10 17:00"),
        unit="14638",
        procedure=support.code,
    )
