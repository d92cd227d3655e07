import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, ExtractYear
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from dossiers.fee_status import IS_STATUS_OF_FEES, FeeStatus
from dossiers.models.querysets import IS_OPEN, IS_RESOLVED, DossierQuerySet
from dossiers.states import (
    FINISHED_STATES,
    OPEN_STATES,
    PAUSED_STATES,
    WITHOUT_RESULT,
    WORKED_ON,
    DossierState,
    Outcome,
)
from dossiers.triggers import corrected_only, fees_agree, never_deleted
from procedures.models import Channel, ProcedureVersion, Process
from units.models import Agency, FormSet, RuleSet, ServiceDesk, User
from units.text import Words

# Where the clock runs, a due date moves only from and to what a DueMove says.
DUE_MOVES_FOR_A_CAUSE = """
    IF NOT EXISTS (
        SELECT FROM dossiers_duemove
        WHERE dossier_id = NEW.id AND due_before = OLD.due_at AND due_after = NEW.due_at
    ) THEN
        RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
"""


class Delivery(models.TextChoices):
    """Đăng ký nhận kết quả."""

    DESK = "desk", _("At the desk")
    POST = "post", _("By public post")


def words_of_names():
    """The words of all three names, folded, each between blanks: a word typed is looked for at the start of one."""
    blank = Value(" ")
    names = [blank, F("applicant_name"), blank, F("owner_name"), blank, F("representative_name"), blank]
    return models.GeneratedField(
        expression=Words(Concat(*names, output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
    )


# What changes by a correction only (docs/decisions/0017): whom it is about and how it came; what the office undertook
# at reception; and what follows from these.
WHO = (
    "applicant_name",
    "applicant_id_number",
    "applicant_birth_date",
    "applicant_phone",
    "applicant_email",
    "applicant_address",
    "owner_name",
    "representative_name",
    "representative_id_number",
    "channel",
    "note",
)
RECEPTION = ("version", "received_at", "due_reason", "sets", "copies")
FOLLOWS = ("is_version_assumed", "rule_set", "form_set", "process", "first_due_at", "receipt_version", "revision")


class Dossier(models.Model):
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

    applicant_name = models.CharField(_("applicant"), max_length=200)
    applicant_id_number = models.CharField(_("identity paper"), max_length=20, blank=True)
    applicant_birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    applicant_phone = models.CharField(_("phone"), max_length=20, blank=True)
    applicant_email = models.EmailField(_("e-mail"), blank=True)
    applicant_address = models.CharField(_("address"), max_length=300, blank=True)
    owner_name = models.CharField(_("dossier owner"), max_length=200, blank=True)
    representative_name = models.CharField(_("representative"), max_length=200, blank=True)
    representative_id_number = models.CharField(_("representative's identity paper"), max_length=20, blank=True)
    searched_names = words_of_names()

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
        indexes = [
            # Lists of those who see much: in order, a page at a time.
            models.Index(F("received_at").desc(), F("id").desc(), name="dossier_received"),
            models.Index("due_at", "id", name="dossier_due"),
            # Of those who see little: the few first.
            models.Index("receiving_desk", F("received_at").desc(), F("id").desc(), name="dossier_desk_received"),
            models.Index("returning_desk", F("received_at").desc(), F("id").desc(), name="dossier_desk_returning"),
            models.Index("competent_agency", "received_at", name="dossier_agency_received"),
            models.Index("competent_agency", "finished_at", name="dossier_agency_finished"),
            # What left a desk lately: its kiosk, the sheet of its day.
            models.Index(
                "returning_desk",
                "returned_at",
                condition=Q(returned_at__isnull=False),
                name="dossier_desk_returned",
            ),
            models.Index(
                "returning_desk",
                "finished_at",
                condition=Q(state=DossierState.WITHDRAWN),
                name="dossier_desk_withdrawn",
            ),
            # The inboxes: what is open by due date, and what waits to be collected. Few at any time.
            models.Index("due_at", "id", condition=IS_OPEN, name="dossier_open_due"),
            models.Index("returning_desk", "finished_at", condition=IS_RESOLVED, name="dossier_waiting_for_collection"),
            # What lies with an office: of the finished nothing does.
            models.Index(
                "holding_agency", "due_at", condition=Q(holding_agency__isnull=False), name="dossier_held_due"
            ),
            # What came from a paper book: seldom much, and asked for by itself.
            models.Index(
                F("received_at").desc(),
                F("id").desc(),
                condition=Q(entered_from_book_at__isnull=False),
                name="dossier_from_book",
            ),
            models.Index(
                "receiving_desk",
                "entered_from_book_at",
                condition=Q(entered_from_book_at__isnull=False),
                name="dossier_desk_from_book",
            ),
            models.Index("applicant_id_number", condition=~Q(applicant_id_number=""), name="dossier_id_number"),
            models.Index("applicant_phone", condition=~Q(applicant_phone=""), name="dossier_phone"),
            GinIndex(OpClass("searched_names", name="gin_trgm_ops"), name="dossier_searched_names"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["numbering_agency", "numbered_on", "number"], name="dossier_number_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(is_imported=True, numbering_agency=None, numbered_on=None, number=None, key=None)
                | Q(
                    is_imported=False,
                    numbering_agency__isnull=False,
                    numbered_on__isnull=False,
                    number__range=(1, 9999),
                    key__isnull=False,
                ),
                name="dossier_numbered_here_or_imported",
            ),
            # The day of the number is that of the reception.
            models.UniqueConstraint(
                "receiving_desk",
                "paper_number",
                ExtractYear("numbered_on"),
                condition=~Q(paper_number=""),
                name="dossier_paper_number_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(entered_from_book_at=None, paper_number="")
                | (
                    Q(is_imported=False, entered_from_book_at__gte=F("received_at"), entered_from_book_at__isnull=False)
                    & ~Q(paper_number="")
                ),
                name="dossier_from_book_with_its_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN_STATES), finished_at=None, outcome="")
                | Q(state=DossierState.WITHDRAWN, finished_at__isnull=False, outcome=Outcome.WITHDRAWN)
                | Q(state=DossierState.STOPPED, finished_at__isnull=False, outcome=Outcome.STOPPED)
                | Q(
                    state__in=[DossierState.RESOLVED, DossierState.HANDED_BACK],
                    finished_at__isnull=False,
                    outcome__in=[Outcome.RESOLVED, Outcome.DENIED],
                ),
                name="dossier_finished_with_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state=DossierState.HANDED_BACK, returned_at__isnull=False)
                | Q(state=DossierState.WITHDRAWN)
                | (~Q(state=DossierState.HANDED_BACK) & Q(returned_at=None)),
                name="dossier_handed_back_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(PAUSED_STATES), paused_at__isnull=False)
                | Q(state__in=sorted(WORKED_ON), paused_at=None)
                | Q(state__in=sorted(FINISHED_STATES)),
                name="dossier_paused_since_a_moment",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("first_due_at")), name="dossier_never_due_earlier"),
            models.CheckConstraint(
                condition=Q(holding_agency=None) | Q(state__in=sorted(OPEN_STATES)), name="dossier_held_while_open"
            ),
            models.CheckConstraint(
                condition=(Q(finished_at=None) | Q(finished_at__gte=F("received_at")))
                & (Q(returned_at=None) | Q(returned_at__gte=F("finished_at"))),
                name="dossier_times_in_order",
            ),
            models.CheckConstraint(condition=IS_STATUS_OF_FEES, name="dossier_fee_status_says_what_is_paid"),
        ]
        triggers = [
            *never_deleted("dossier"),
            pgtrigger.ReadOnly(name="dossier_from_book_for_ever", fields=["entered_from_book_at", "paper_number"]),
            fees_agree("dossier_fees_agree", pgtrigger.UpdateOf("fee_kept", "fee_exempted"), key="id"),
            fees_agree(
                "dossier_fees_agree_from_the_first",
                pgtrigger.Insert,
                key="id",
                condition=pgtrigger.Q(new__fee_kept__gt=0) | pgtrigger.Q(new__fee_exempted__gt=0),
            ),
            pgtrigger.ReadOnly(
                name="dossier_reception_never_changes",
                fields=[
                    "code",
                    "is_imported",
                    "numbering_agency",
                    "numbered_on",
                    "number",
                    "key",
                    "digest",
                    "book",
                    "number_in_book",
                    "secret",
                    "receiving_desk",
                    "received_by",
                ],
            ),
            corrected_only(
                "dossier_changes_by_correction", fields=[*WHO, *RECEPTION, *FOLLOWS], also=["due_at", "due_steps"]
            ),
            pgtrigger.Trigger(
                name="dossier_due_moves_for_a_cause_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__paused_at__isnull=True, old__revision=pgtrigger.F("new__revision"))
                & (
                    pgtrigger.Q(old__due_at__df=pgtrigger.F("new__due_at"))
                    | pgtrigger.Q(old__due_steps__df=pgtrigger.F("new__due_steps"))
                ),
                func=DUE_MOVES_FOR_A_CAUSE,
            ),
        ]

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
    def handed_in_by(self):
        """Who stood at the desk: the representative, where there is one."""
        return self.representative_name or self.applicant_name

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
