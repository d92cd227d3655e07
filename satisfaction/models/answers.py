import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier
from dossiers.triggers import append_only
from procedures.models import Procedure
from satisfaction.models.cards import CardBatch
from satisfaction.models.marks import Marks, marks_from_one_to_five
from units.models import OVERSEEING, ServiceDesk


class Survey(models.Model):
    """Who has answered, like the roll at a ballot: that a dossier was rated, not what was said and not when.

    Its key makes it once per dossier.
    """

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="survey", verbose_name=_("dossier")
    )

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        triggers = append_only("survey")

    def __str__(self):
        return self.dossier.code


class Source(models.TextChoices):
    RECEIPT = "receipt", _("With the receipt's secret")
    KIOSK = "kiosk", _("At the desk's kiosk")
    PAPER = "paper", _("On a paper card")


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For who oversees a unit, as sums; never for the desk that was rated. Whoever oversees nothing sees none."""
        return self.filter(desk__unit__in=user.units_of(*OVERSEEING))

    def in_months_of(self, first, last):
        """Of the months that the days from `first` to `last` touch."""
        return self.filter(month__gte=first.replace(day=1), month__lte=last)


class Answer(Marks):
    """Phiếu đánh giá: what was said in the ballot box, without the dossier, the day or the hour.

    The key is drawn by lot, so that it tells no order either.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    desk = models.ForeignKey(
        ServiceDesk, models.PROTECT, related_name="answers", db_index=False, verbose_name=_("desk")
    )
    procedure = models.ForeignKey(
        Procedure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("procedure"),
        help_text=_("A paper card may say nothing of it."),
    )
    month = models.DateField(_("month"), help_text=_("The first day of the month in which the result was ready."))
    source = models.CharField(_("source"), max_length=7, choices=Source)
    is_of_dossier = models.BooleanField(_("of a dossier"), default=True)  # a paper card need not name one
    batch = models.ForeignKey(
        CardBatch, models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("batch of cards")
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        indexes = [models.Index("desk", "month", name="answer_desk_month")]
        constraints = [
            marks_from_one_to_five("answer_marks_from_one_to_five"),
            models.CheckConstraint(condition=Q(month__day=1), name="answer_keeps_the_month_only"),
            models.CheckConstraint(
                condition=Q(source=Source.PAPER, batch__isnull=False)
                | (~Q(source=Source.PAPER) & Q(batch=None, is_of_dossier=True)),
                name="answer_on_paper_has_its_batch",
            ),
            models.CheckConstraint(
                condition=Q(is_of_dossier=False) | Q(procedure__isnull=False),
                name="answer_of_a_dossier_has_its_procedure",
            ),
        ]
        triggers = append_only("answer")

    def __str__(self):
        return self.get_source_display()
