"""What the database itself holds of a dossier: how it is found, what must agree, what never changes."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from dossiers.fee_status import IS_STATUS_OF_FEES
from dossiers.models.querysets import IS_OPEN, IS_RESOLVED
from dossiers.states import FINISHED_STATES, OPEN_STATES, PAUSED_STATES, WORKED_ON, DossierState, Outcome
from dossiers.triggers import corrected_only, fees_agree, never_deleted

INDEXES = [
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
    # How many a desk served in a period: counted by the index alone.
    models.Index(
        "returning_desk",
        "finished_at",
        condition=Q(finished_at__isnull=False),
        name="dossier_desk_finished",
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
    models.Index("holding_agency", "due_at", condition=Q(holding_agency__isnull=False), name="dossier_held_due"),
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

CONSTRAINTS = [
    models.UniqueConstraint(fields=["numbering_agency", "numbered_on", "number"], name="dossier_number_once_a_day"),
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
RECEPTION = ("version", "case", "received_at", "due_reason", "sets", "copies")
FOLLOWS = ("is_version_assumed", "rule_set", "form_set", "process", "first_due_at", "receipt_version", "revision")

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

TRIGGERS = [
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
    corrected_only("dossier_changes_by_correction", fields=[*WHO, *RECEPTION, *FOLLOWS], also=["due_at", "due_steps"]),
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
