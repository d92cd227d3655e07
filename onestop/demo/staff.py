"""The demo's accounts: made-up people at the centre, in its offices and at every commune's desk."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from onestop.demo import offices
from onestop.demo.names import full_name, mobile
from onestop.demo.story import DISTRICT, TODAY
from units.models import AdministrativeUnit, Agency, Assignment, Role, ServiceDesk, UnitKind, User

SEED = 376
ASSIGNED_FROM = date(2016, 1, 1)


# The offices that have an officer of their own; the committee's does the work of the others.
OFFICERS = {"land": offices.LAND, "tax": offices.TAX, "labour": offices.LABOUR, "building": offices.BUILDING}


@dataclass(frozen=True)
class Post:
    username: str
    title: str
    role: Role
    place: Agency | ServiceDesk
    is_full_time: bool = True


def demo_password(path: Path) -> str:
    """What DEMO_PASSWORD says, else the password in `path`, made when it is first asked for."""
    if settings.DEMO_PASSWORD:
        return settings.DEMO_PASSWORD
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9))
    return path.read_text().strip()


def make_staff(password: str) -> None:
    """Make the accounts and assignments that are missing; those there keep what was changed in them."""
    rng = Random(SEED)
    encoded = make_password(password)
    for post in posts():
        who = {"full_name": full_name(rng), "phone": mobile(rng), "title": post.title, "password": encoded}
        who["email"] = f"{post.username}@kimson.example"  # a domain that nobody has: RFC 2606
        user, _ = User.objects.get_or_create(username=post.username, defaults=who)
        place = {"desk" if isinstance(post.place, ServiceDesk) else "agency": post.place}
        Assignment.objects.get_or_create(
            user=user,
            role=post.role,
            **place,
            defaults={"valid_from": ASSIGNED_FROM, "is_full_time": post.is_full_time},
        )
    User.objects.filter(username="admin").update(is_staff=True, is_superuser=True)


def set_password(password: str) -> None:
    """The accounts open with `password`, whatever opened them before."""
    accounts = User.objects.filter(username__in=[post.username for post in posts()])
    hashes = set(accounts.values_list("password", flat=True))
    if outdated := [encoded for encoded in hashes if not check_password(password, encoded)]:
        accounts.filter(password__in=outdated).update(password=make_password(password))


def posts() -> Iterator[Post]:
    district = AdministrativeUnit.objects.with_code_on(DISTRICT, TODAY).get()
    committee = district.committee
    agencies = {agency.name: agency for agency in district.agencies.all()}
    yield Post("clerk.376", "Chuyên viên Trung tâm Một cửa liên thông", Role.CLERK, district.desk)
    yield Post("officer.376", "Chuyên viên Văn phòng HĐND-UBND", Role.OFFICER, committee)
    yield Post("leader.376", "Phó Chủ tịch UBND huyện", Role.LEADER, committee)
    for account, office in OFFICERS.items():
        yield Post(f"{account}.376", "Chuyên viên", Role.OFFICER, agencies[office])
    yield Post("control.376", "Chuyên viên", Role.PROCEDURE_CONTROL, agencies["Văn phòng HĐND-UBND"])
    yield Post("reform.376", "Chuyên viên", Role.REFORM_OFFICER, agencies["Phòng Nội vụ"])
    yield Post("admin", "Quản trị hệ thống", Role.ADMINISTRATOR, committee)
    for commune in AdministrativeUnit.objects.in_force_on(TODAY).filter(parent=district).order_by("code"):
        yield from _posts_of(commune)


def _posts_of(commune):
    """Three a commune, none of them at the desk all day."""
    code, committee = commune.code, commune.committee
    chairman = f"Chủ tịch UBND {'thị trấn' if commune.kind == UnitKind.TOWNSHIP else 'xã'}"
    yield Post(f"clerk.{code}", "Công chức Văn phòng - Thống kê", Role.CLERK, commune.desk, False)
    yield Post(f"officer.{code}", "Công chức Tư pháp - Hộ tịch", Role.OFFICER, committee, False)
    yield Post(f"leader.{code}", chairman, Role.LEADER, committee, False)
