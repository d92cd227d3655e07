import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.triggers import never_deleted
from procedures.models import Procedure
from satisfaction.models.marks import Marks, marks_from_one_to_five
from units.models import Level, Role, ServiceDesk, User

TYPISTS = (Role.REFORM_OFFICER, Role.PROCEDURE_CONTROL, Role.ADMINISTRATOR)


def desks_typed_by(user):
    """The desks whose paper cards `user` may type in: within his units, and not where he works himself.

    Nobody opens the envelope of the desk at which he receives, nor of the commune in which he has any work.
    """
    own = {duty.desk_id for duty in user.duties if duty.role == Role.CLERK}
    communes = {duty.unit.pk for duty in user.duties if duty.unit.level == Level.COMMUNE}
    desks = ServiceDesk.objects.filter(unit__in=user.units_of(*TYPISTS))
    return desks.exclude(pk__in=own).exclude(unit__in=communes)


class CardBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For who may type its cards in, and for nobody of the desk that they are about."""
        return self.filter(desk__in=desks_typed_by(user))


class CardBatch(models.Model):
    """An envelope of paper cards from a desk's box, closed there with their number written on it, opened elsewhere.

    What is typed in counts once the batch is sealed; from then on nothing in it changes.
    """

    desk = models.ForeignKey(ServiceDesk, models.PROTECT, related_name="card_batches", verbose_name=_("desk"))
    month = models.DateField(_("month"))  # its first day
    label = models.CharField(_("written on the envelope"), max_length=100)
    card_count = models.PositiveSmallIntegerField(_("number of cards in the envelope"))
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    sealed_at = models.DateTimeField(_("sealed"), null=True)
    sealed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("sealed by"))
    difference = models.CharField(
        _("why the number differs"), max_length=300, blank=True, help_text=_("Where fewer or more cards were found.")
    )

    objects = CardBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of cards")
        verbose_name_plural = _("batches of cards")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "label"], name="envelope_of_a_desk_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="batch_of_one_month"),
            models.CheckConstraint(condition=Q(card_count__range=(1, 1000)), name="batch_has_cards"),
            models.CheckConstraint(
                condition=Q(sealed_at=None, sealed_by=None) | Q(sealed_at__isnull=False, sealed_by__isnull=False),
                name="batch_sealed_by_somebody",
            ),
        ]
        triggers = [
            *never_deleted("batch"),
            pgtrigger.Protect(
                name="batch_sealed_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__sealed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.label} ({self.desk})"

    @property
    def is_sealed(self):
        return self.sealed_at is not None


class Card(Marks):
    """A paper card as typed, which may be put right until its batch is sealed; then it becomes an answer and goes."""

    batch = models.ForeignKey(CardBatch, models.PROTECT, related_name="cards", verbose_name=_("batch of cards"))
    position = models.PositiveSmallIntegerField(_("number"))
    dossier_code = models.CharField(_("dossier code"), max_length=64, blank=True)
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("procedure")
    )

    class Meta:
        verbose_name = _("paper card")
        verbose_name_plural = _("paper cards")
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="card_position_once"),
            marks_from_one_to_five("card_marks_from_one_to_five"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="card_of_an_open_batch",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                # The lock waits for whoever seals the batch just now, and looks again.
                func="""
                    PERFORM FROM satisfaction_cardbatch WHERE id = NEW.batch_id AND sealed_at IS NULL FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'Batch % is sealed', NEW.batch_id;
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return str(self.position)
