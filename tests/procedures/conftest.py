from datetime import date

import pytest

from tests import builders


@pytest.fixture
def old(db):
    return builders.make_procedure("1.000001", "Tên cũ", valid_to=date(2017, 10, 31))
