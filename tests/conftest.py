"""The cast: one desk with its clerk, officer and leader; a stranger in the same role elsewhere; the district above."""

import pytest
from django.core.cache import cache

from tests import builders
from units.models import DemoClock, Role, UnitKind

MONDAY = "2018-01-15 08:00"


@pytest.fixture
def now():
    """Monday 15 January 2018, 08:00 in Vietnam."""
    return builders.at(MONDAY)


@pytest.fixture
def clock(db, now):
    """The installation's clock stands (nearly) still on that Monday."""
    from django.utils import timezone

    cache.clear()
    return DemoClock.objects.create(pk=1, starts_at=now, set_at=timezone.now())


@pytest.fixture
def province(db):
    return builders.make_unit("37", "Tỉnh Ninh Bình", UnitKind.PROVINCE, agency_code="000.00.00.H42")


@pytest.fixture
def district(province):
    return builders.make_unit("376", "Huyện Kim Sơn", UnitKind.DISTRICT, parent=province, agency_code="000.00.28.H42")


@pytest.fixture
def commune(district):
    return builders.make_unit("14635", "Xã Kim Định", parent=district, agency_code="000.06.28.H42")


@pytest.fixture
def other_commune(district):
    return builders.make_unit("14638", "Xã Ân Hòa", parent=district, agency_code="000.07.28.H42")


@pytest.fixture
def clerk(commune, clock):
    return builders.make_user("clerk.14635", Role.CLERK, commune, full_name="Phạm Thị Lan")


@pytest.fixture
def officer(commune, clock):
    return builders.make_user("officer.14635", Role.OFFICER, commune, full_name="Trần Văn Hùng")


@pytest.fixture
def leader(commune, clock):
    return builders.make_user("leader.14635", Role.LEADER, commune, full_name="Vũ Văn Minh")


@pytest.fixture
def stranger(other_commune, clock):
    """A clerk of another commune."""
    return builders.make_user("clerk.14638", Role.CLERK, other_commune, full_name="Lê Thị Hoa")


@pytest.fixture
def district_leader(district, clock):
    return builders.make_user("leader.376", Role.LEADER, district, full_name="Đỗ Văn Thắng")


@pytest.fixture
def control(district, clock):
    return builders.make_user("control.376", Role.PROCEDURE_CONTROL, district, full_name="Phạm Quang Huy")


@pytest.fixture
def administrator(district, clock):
    return builders.make_user("admin.376", Role.ADMINISTRATOR, district, full_name="Quản trị huyện")


@pytest.fixture
def birth(db):
    """A same-day procedure of the commune level."""
    return builders.make_procedure(
        "1.001193", "Đăng ký khai sinh", papers=("Tờ khai đăng ký khai sinh", "Giấy chứng sinh")
    )


@pytest.fixture
def support(db):
    """A procedure of five working days."""
    return builders.make_procedure(
        "1.001776",
        "Trợ cấp xã hội hàng tháng",
        sector="Bảo trợ xã hội",
        time_limit=5,
        fee=None,
        results=("Quyết định trợ cấp",),
    )


@pytest.fixture
def certification(db):
    """The fast lane's daily bread, with a fee."""
    return builders.make_procedure(
        "2.000815",
        "Chứng thực bản sao từ bản chính",
        sector="Chứng thực",
        papers=("Bản chính giấy tờ, văn bản", "Bản sao cần chứng thực"),
        fee=2000,
        results=("Bản sao được chứng thực",),
    )
