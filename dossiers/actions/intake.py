"""What is taken down at the desk, cleaned: by the form of a dossier, or line by line from the paper book."""

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.utils import timezone

from dossiers.models import Delivery, Enquiry, ExemptionGround, FeeStatus
from procedures.models import Channel, ProcedureCase, ProcedureVersion, RequiredDocument
from units.models import ServiceDesk, User

OF_LEDGER = {"fee_ground", "fee_words", "receipt_book", "receipt_serial"}


@dataclass(frozen=True, kw_only=True)
class People:
    """Whose matter it is, and who stands at the desk: the columns of `OfPeople`."""

    applicant_name: str
    applicant_id_number: str = ""
    applicant_birth_date: date | None = None
    applicant_phone: str = ""
    applicant_email: str = ""
    applicant_address: str = ""
    owner_name: str = ""
    representative_name: str = ""
    representative_id_number: str = ""


@dataclass(frozen=True)
class Paper:
    """One paper handed in, with how many of it, and its scans (uploads checked by the form)."""

    name: str
    required: RequiredDocument | None = None
    originals: int = 0
    certified_copies: int = 0
    photocopies: int = 0
    scans: tuple = ()


@dataclass(frozen=True, kw_only=True)
class Intake(People):
    """What the clerk takes down at the desk, cleaned."""

    version: ProcedureVersion
    case: ProcedureCase | None = None  # of the version's
    papers: tuple[Paper, ...] = ()
    channel: str = Channel.IN_PERSON
    sets: int = 1
    copies: int = 1
    note: str = ""
    fee_amount: int | None = None
    fee_status: str = FeeStatus.NONE
    fee_ground: str = ExemptionGround.UNRECORDED  # of an exemption
    fee_words: str = ""
    receipt_book: str = ""  # of the legal receipt, where it is paid now
    receipt_serial: str = ""
    delivery: str = Delivery.DESK
    returning_desk: ServiceDesk | None = None  # where the result is collected, if not where it is received
    due_on: date | None = None  # given by the clerk where no time limit is published
    due_reason: str = ""
    missing_reason: str = ""  # why it is received although required papers are missing

    @property
    def limit(self):
        return self.version.limit_of(self.case)

    @property
    def digest(self):
        """SHA-256 of the business fields, to tell a form sent twice from a changed one; scans do not count."""
        content = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in ("version", "case", "papers", "returning_desk")
        }
        content["version"] = self.version.pk
        if self.case:
            content["case"] = self.case.pk
        if self.returning_desk:
            content["returning_desk"] = self.returning_desk.pk
        content["papers"] = [
            [paper.name, paper.originals, paper.certified_copies, paper.photocopies] for paper in self.papers
        ]
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()

    def person(self):
        """The columns of the dossier that say who and how."""
        left_out = {"version", "case", "papers", "returning_desk", "due_on", "missing_reason"} | OF_LEDGER
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in left_out}


@dataclass(frozen=True)
class OnPaper:
    """What the paper book says of a dossier besides its intake."""

    number: str  # of its line, or of the paper slip: once a year at a desk
    received_at: datetime
    reason: str  # why it was written on paper first
    leader_reason: str = ""  # why it is entered so late

    @property
    def digest(self):
        """What tells a line sent twice from a changed one; when it is typed does not count."""
        return f"{self.received_at.timestamp()} {self.number} {self.reason} {self.leader_reason}"

    def event_data(self, entered_at):
        return {
            "entered_at": timezone.localtime(entered_at).isoformat(),
            "paper_number": self.number,
            "leader_reason": self.leader_reason,
        }


@dataclass(frozen=True, kw_only=True)
class Press:
    """One press of the button: what is received where, as of when, and what is done with it at once.

    `on_paper` says of what is typed in later when it was received, and where that stands.
    """

    desk: ServiceDesk
    intake: Intake
    key: str
    by: User
    now: datetime
    enquiry: Enquiry | None = None
    at_once: bool = False
    result_number: str = ""
    on_paper: OnPaper | None = None

    @property
    def received_at(self):
        return self.on_paper.received_at if self.on_paper else self.now

    @property
    def digest(self):
        content = f"{self.desk.pk} {self.at_once} {self.result_number} {self.intake.digest}"
        if self.on_paper:
            content += f" {self.on_paper.digest}"
        return hashlib.sha256(content.encode()).hexdigest()
