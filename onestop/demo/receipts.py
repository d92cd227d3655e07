"""Two dossiers received at a commune's desk itself, not imported: their receipts open /track/ and /rate/."""

from datetime import datetime

from django.db import transaction

from dossiers import actions
from dossiers.models import Dossier
from onestop.demo.story import TODAY
from procedures.models import ProcedureVersion
from units.models import Role, User
from units.worktime import VIETNAM

COMMUNE = "14635"
OPEN, DONE = "demo-receipt-open", "demo-receipt-done"  # their keys
RECEIVED, RESOLVED, HANDED_BACK = (datetime(2018, 1, 12, hour, 40, tzinfo=VIETNAM) for hour in (8, 9, 10))


@transaction.atomic
def make_receipts() -> int:
    """Make the two if they are not there."""
    if Dossier.objects.filter(key=OPEN).exists():
        return 0
    clerk, officer = (User.objects.get(username=f"{role}.{COMMUNE}") for role in (Role.CLERK, Role.OFFICER))
    clerk.today = officer.today = TODAY
    actions.start(dossier=_received(clerk, "1.001699", OPEN, "Nguyễn Thị Minh Họa"), by=officer, now=RESOLVED)
    done = actions.resolve(dossier=_received(clerk, "1.001193", DONE, "Trần Văn Minh Họa"), by=officer, now=RESOLVED)
    actions.hand_back(dossier=done, collection=actions.Collection(), by=clerk, now=HANDED_BACK)
    return 2


def in_words() -> str:
    """Code and secret of each, a line each."""
    dossiers = Dossier.objects.filter(key__in=(OPEN, DONE)).order_by("-finished_at")
    return "\n".join(f"  {dossier.code}, secret {dossier.secret} ({dossier.state})" for dossier in dossiers)


def _received(clerk, procedure, key, name):
    version = ProcedureVersion.objects.in_force_on(TODAY).get(procedure__code=procedure, procedure__level="commune")
    papers = tuple(
        actions.Paper(required=paper, name=paper.name, originals=paper.originals, photocopies=paper.copies)
        for paper in version.required_documents.filter(is_optional=False, case=None)
        if paper.originals or paper.copies  # others are shown only
    )
    intake = actions.Intake(version=version, applicant_name=name, papers=papers, applicant_address="Xã Kim Định")
    dossier, _ = actions.receive(desk=clerk.desks[0], intake=intake, key=key, by=clerk, now=RECEIVED)
    return dossier
