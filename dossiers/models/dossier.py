from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from dossiers.fee_status import FeeStatus
from dossiers.models.dossier_table import CONSTRAINTS, INDEXES, TRIGGERS
from dossiers.models.people import OfPeople
from dossiers.models.querysets import DossierQuerySet
from dossiers.states import FINISHED_STATES, OPEN_STATES, WITHOUT_RESULT, DossierState, Outcome
from procedures.models import Channel, ProcedureCase, ProcedureVersion, Process
from units.models import Agency, FormSet, RuleSet, ServiceDesk, User


class Delivery(models.TextChoices):
    """Đăng ký nhận kết quả."""

    DESK = "desk", _("At the desk")
    POST = "post", _("By public post")


class Dossier(OfPeople):
    """Hồ sơ thủ tục hành chính (QĐ 09/2015/QĐ-TTg, NĐ 61/2018/NĐ-CP, NĐ 118/2025/NĐ-CP)."""

    code = models.CharField(_("dossier code"), max_length=64, unique=True)
    is_imported = models.BooleanField(_("imported"), default=False)
    numbering_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", db_index=False)
    numbered_on = models.DateField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - an imported dossier has none
    digest = models.CharField(max_length=64)  # SHA-256 of the cleaned business fields, to tell a repeat from a change

    receiving_desk = models.ForeignKey(
        ServiceDesk,
        models.PROTECT,
        related_name="received_dossiers",
        db_index=False,
        verbose_name=_("receiving desk"),
    )
    competent_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="dossiers", db_index=False, verbose_name=_("competent authority")
    )
    returning_desk = models.ForeignKey(
        ServiceDesk,
        models.PROTECT,
        related_name="returned_dossiers",
        db_index=False,
        verbose_name=_("returning desk"),
    )
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="dossiers", verbose_name=_("procedure"))
    case = models.ForeignKey(
        ProcedureCase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        db_index=False,
        verbose_name=_("case"),
    )
    is_version_assumed = models.BooleanField(
        _("version assumed"),
        default=False,
        help_text=_("No version was in force at reception; the earliest known one stands in."),
    )
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="+", db_index=False, verbose_name=_("rule set"))
    form_set = models.ForeignKey(FormSet, models.PROTECT, related_name="+", db_index=False, verbose_name=_("form set"))
    process = models.ForeignKey(
        Process, models.PROTECT, null=True, blank=True, related_name="dossiers", verbose_name=_("internal process")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.IN_PERSON)

    sets = models.PositiveSmallIntegerField(_("sets of papers"), default=1)
    copies = models.PositiveSmallIntegerField(_("copies wanted"), default=1)
    note = models.TextField(_("note"), blank=True)
    fee_amount = models.PositiveIntegerField(_("fee in đồng"), null=True, blank=True)
    fee_status = models.CharField(_("fee"), max_length=14, choices=FeeStatus, default=FeeStatus.NONE)
    # Sums of the fee ledger, which a trigger holds to it: collected less refunded, and exempted.
    fee_kept = models.PositiveIntegerField(_("fee kept"), default=0, db_default=0)
    fee_exempted = models.PositiveIntegerField(_("fee exempted"), default=0, db_default=0)
    delivery = models.CharField(_("result collected"), max_length=4, choices=Delivery, default=Delivery.DESK)
    book = models.CharField(_("book"), max_length=160, blank=True)
    number_in_book = models.PositiveIntegerField(_("number in the book"), null=True, blank=True)
    secret = models.CharField(max_length=8, blank=True)
    # Of what was received on paper and typed in later: when that was, and the number that it has on paper.
    entered_from_book_at = models.DateTimeField(_("entered from the paper book"), null=True, blank=True)
    paper_number = models.CharField(_("number in the paper book"), max_length=30, blank=True)
    receipt_version = models.PositiveSmallIntegerField(_("version of the receipt"), default=1)
    revision = models.PositiveSmallIntegerField(_("times corrected"), default=0)

    state = models.CharField(_("state"), max_length=12, choices=DossierState)
    received_at = models.DateTimeField(_("received"))
    received_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("received by")
    )
    due_at = models.DateTimeField(_("due"))
    first_due_at = models.DateTimeField(_("due as first printed"))
    paused_at = models.DateTimeField(_("clock stands still since"), null=True, blank=True)  # also of one closed so
    promised_at = models.DateTimeField(_("promised anew"), null=True, blank=True)
    due_steps = models.JSONField(null=True)  # the derivation: [day, counted, reason, note] for each day
    due_reason = models.CharField(
        _("reason for the due date"), max_length=300, blank=True, help_text=_("Where no time limit is published.")
    )
    holding_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="held_dossiers",
        db_index=False,
        verbose_name=_("held by"),
        help_text=_("Empty: at the desk."),
    )
    handled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="handled_dossiers", verbose_name=_("case officer")
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    result_number = models.CharField(_("number of the result"), max_length=100, blank=True)
    returned_at = models.DateTimeField(_("handed back"), null=True, blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-received_at", "-pk"]
        indexes = INDEXES
        constraints = CONSTRAINTS
        triggers = TRIGGERS

    def __str__(self):
        return self.code

    @property
    def procedure(self):
        return self.version.procedure

    @cached_property
    def open_step(self):
        """The step that it is in; None before the first hand-over, when it lies where it was received."""
        return self.steps.open().select_related("desk", "agency", "planned", "taken_by").first()

    @property
    def is_open(self):
        return self.state in OPEN_STATES

    @property
    def is_finished(self):
        return self.state in FINISHED_STATES

    @property
    def is_from_book(self):
        """Whether it was received on paper and typed in later."""
        return self.entered_from_book_at is not None

    @property
    def was_at_once(self):
        """Whether its result was given in the press that received it: no receipt, and nothing promised."""
        return self.returned_at is not None and self.returned_at == self.received_at

    @property
    def is_denied(self):
        return self.outcome == Outcome.DENIED

    @property
    def keeps_ledger(self):
        """What was imported has its fees where it came from."""
        return not self.is_imported

    @property
    def has_fee_to_change(self):
        """Once the result is handed back, only where something was paid: it may have been too much."""
        return self.keeps_ledger and (self.state != DossierState.HANDED_BACK or self.fee_kept > 0)

    @property
    def most_fee_to_change(self):
        """The highest amount that may be due; None: any. Whoever has his result is asked for nothing more."""
        return self.fee_kept + self.fee_exempted if self.state == DossierState.HANDED_BACK else None

    @property
    def has_fee_entries(self):
        """Whether its ledger may have lines: what was refunded says so, everything else is kept, exempted or owed."""
        return self.fee_status != FeeStatus.NONE

    @property
    def fee_owed(self):
        """In đồng. Nothing is owed any more for what ended without a result."""
        if self.fee_status != FeeStatus.ON_COLLECTION or self.outcome in WITHOUT_RESULT:
            return 0
        return max((self.fee_amount or 0) - self.fee_kept - self.fee_exempted, 0)

    @property
    def owes_fee(self):
        return self.fee_owed > 0

    @property
    def is_fee_unknown(self):
        """To be paid with the result, but nobody has said yet how much."""
        return self.fee_status == FeeStatus.ON_COLLECTION and self.fee_amount is None

    @property
    def fee_refundable(self):
        """All that is kept where nothing came of it; else what was paid beyond what is due."""
        if self.outcome and self.outcome != Outcome.RESOLVED:
            return self.fee_kept
        return min(max(self.fee_kept + self.fee_exempted - (self.fee_amount or 0), 0), self.fee_kept)

    @property
    def has_fee_to_refund(self):
        return self.fee_refundable > 0

    @property
    def asked_for(self):
        """The procedure, and in which case, as slips and pages name it."""
        return f"{self.version.name} ({self.case.name})" if self.case_id else self.version.name

    @property
    def limit(self):
        """The time that its procedure, in its case, gives; None where none is published."""
        return self.version.limit_of(self.case)

    @property
    def due_on(self):
        return timezone.localdate(self.due_at)

    def desk_on(self, day):
        """Where the applicant turns to: the desk that received it or, once that is no more, the one that hands back."""
        return self.receiving_desk if self.receiving_desk.unit.is_in_force_on(day) else self.returning_desk

    @property
    def is_due_moved(self):
        return self.due_at != self.first_due_at

    @property
    def is_running(self):
        """Whether its due date counts: not while the clock stands still since before that date."""
        return self.paused_at is None or self.paused_at > self.due_at

    @property
    def last_promise(self):
        """What the applicant was told last: by the receipt, by an apology, or by a clock that went on after it."""
        return max(self.promised_at or self.due_at, self.due_at)

    @property
    def is_promised_anew(self):
        return self.last_promise > self.due_at

    def is_overdue(self, today):
        return self.is_open and self.is_running and self.due_on < today

    @property
    def is_late(self):
        """Finished after the legal due date; compared as dates."""
        return self.finished_at is not None and self.is_running and timezone.localdate(self.finished_at) > self.due_on
