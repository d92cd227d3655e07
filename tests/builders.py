"""Rows for tests: plain functions with defaults; no random data."""

import itertools
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dossiers import actions
from dossiers.models import Dossier
from procedures.models import (
    Channel,
    Fee,
    Procedure,
    ProcedureVersion,
    PublicationDecision,
    RequiredDocument,
    Sector,
)
from units.models import (
    AdministrativeUnit,
    Agency,
    AgencyCode,
    AgencyKind,
    Assignment,
    DeskKind,
    Role,
    ServiceDesk,
    UnitKind,
    User,
)

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PASSWORD = "mot-cua-2018"
CENTRE = "Trung tâm một cửa liên thông"
counting = itertools.count(1)


def at(text):
    """at("2018-01-15 08:00"): that moment in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def make_unit(code, name, kind=UnitKind.COMMUNE, *, parent=None, agency_code, **overrides):
    """A unit with its committee, its desk and its agency code."""
    unit = AdministrativeUnit.objects.create(code=code, name=name, kind=kind, parent=parent, **overrides)
    committee = Agency.objects.create(
        unit=unit, kind=AgencyKind.COMMITTEE, name=f"Ủy ban nhân dân {name[0].lower()}{name[1:]}"
    )
    AgencyCode.objects.create(agency=committee, code=agency_code, valid_from=unit.valid_from, valid_to=unit.valid_to)
    centre = {} if unit.level == "commune" else {"kind": DeskKind.CENTER, "name": CENTRE}
    ServiceDesk.objects.create(unit=unit, **centre)
    return unit


def make_user(username, role=None, unit=None, *, agency=None, **overrides):
    """A member of staff, assigned since 2016 to the desk (clerk) or the committee (others) of `unit`."""
    user = User.objects.create_user(
        username, password=PASSWORD, full_name=overrides.pop("full_name", f"Cán bộ {username}"), **overrides
    )
    if role:
        place = {"desk": unit.desk} if role == Role.CLERK else {"agency": agency or unit.committee}
        Assignment.objects.create(user=user, role=role, valid_from=date(2016, 1, 1), **place)
    return user


def make_procedure(
    code,
    name,
    *,
    level="commune",
    sector="Hộ tịch",
    time_limit=0,
    time_unit="working_day",
    papers=("Tờ khai", "Giấy tờ tùy thân"),
    fee=0,
    handling="received",
    decided=None,
    results=("Giấy khai sinh",),
    **version,
):
    """A procedure with one version in force since ever (unless `valid_from` says otherwise)."""
    procedure = Procedure.objects.create(level=level, code=code, handling=handling)
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        name=name,
        sector=Sector.objects.get_or_create(name=sector)[0],
        time_limit=time_limit,
        time_unit=time_unit,
        channels=[Channel.IN_PERSON],
        results=list(results),
        decision=decided and make_decision(*decided),
        **version,
    )
    for position, paper in enumerate(papers, 1):
        RequiredDocument.objects.create(version=version, position=position, name=paper, is_optional="nếu có" in paper)
    if fee is not None:
        Fee.objects.create(procedure=procedure, amount=fee)
    return procedure


def make_decision(number, issued_on):
    """What a list of procedures tells of a decision."""
    known = PublicationDecision.objects.filter(number=number, issued_on=issued_on).first()
    return known or PublicationDecision.recorded(number, issued_on)


def receive(*, by, procedure, now, **overrides):
    """A dossier received at the clerk's desk with every required paper."""
    version = procedure.version_on(now.astimezone(VIETNAM).date())
    intake = actions.Intake(
        **{
            "version": version,
            "applicant_name": "Nguyễn Văn Đức",
            "applicant_id_number": "164000111",
            "papers": tuple(
                actions.Paper(required=paper, name=paper.name, originals=1)
                for paper in version.required_documents.all()
            ),
            **overrides,
        }
    )
    dossier, _ = actions.receive(desk=by.desks[0], intake=intake, key=f"key-{next(counting)}", by=by, now=now)
    return dossier


def enquire(*, by, procedure, now, missing=("Giấy chứng sinh",), reason="Chưa có giấy chứng sinh", **overrides):
    """Guidance at the clerk's desk: all papers were brought but the missing ones."""
    version = procedure.version_on(now.astimezone(VIETNAM).date())
    names = version.required_documents.values_list("name", flat=True)
    brought = tuple(name for name in names if name not in missing)
    given = _asked(by, now, overrides, version=version, brought=brought)
    return actions.advise(missing=missing, reason=reason, **given)[0]


def refuse(*, by, now, procedure=None, request="", cause="entitlement", reason="Không có giấy ủy quyền", **overrides):
    """A refusal at the clerk's desk, of a procedure or of what nobody receives."""
    version = procedure and procedure.version_on(now.astimezone(VIETNAM).date())
    given = _asked(by, now, overrides, version=version, request=request)
    return actions.refuse(cause=cause, reason=reason, **given)[0]


def _asked(by, now, overrides, **asked):
    form = {"desk": by.desks[0], "key": f"key-{next(counting)}", "number": ""}
    form |= {name: overrides.pop(name) for name in form.keys() & overrides.keys()}
    person = {"applicant_name": "Nguyễn Văn Đức", "applicant_id_number": "164000111"} | overrides
    return {"asked": actions.Asked(**asked, **person), "by": by, "now": now} | form


def reread(dossier):
    return Dossier.objects.get(pk=dossier.pk)
