from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.models.querysets import reach_of
from dossiers.models.steps import Step
from dossiers.triggers import append_only
from units.models import AdministrativeUnit, Agency, ServiceDesk, User


class HandoverListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees what the office works on, or what the desk receives and hands back."""
        reach = reach_of(user)
        return self.filter(Q(agency__in=reach.agencies) | Q(desk__in=reach.desks))


class HandoverList(models.Model):
    """Phiếu bàn giao kết quả: the results that an office brought to a desk together, as printed, for ever.

    No statutory form: numbered by unit and year.
    """

    unit = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("handed over by"))
    desk = models.ForeignKey(ServiceDesk, models.PROTECT, related_name="+", verbose_name=_("desk"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    objects = HandoverListQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over list")
        verbose_name_plural = _("hand-over lists")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="handover_list_number_once_a_year")
        ]
        triggers = append_only("handover_list")

    def __str__(self):
        return f"{self.number:02}/{self.year}"

    @property
    def file_name(self):
        return f"ban-giao-ket-qua-{self.year}-{self.number:02}"


class HandoverEntry(models.Model):
    """A line of a list: the step by which a result came to the desk. No step is on two lists."""

    list = models.ForeignKey(HandoverList, models.PROTECT, related_name="entries", verbose_name=_("hand-over list"))
    position = models.PositiveSmallIntegerField(_("position"))
    step = models.OneToOneField(Step, models.PROTECT, related_name="handover_entry", verbose_name=_("step"))

    class Meta:
        verbose_name = _("line of a hand-over list")
        verbose_name_plural = _("lines of hand-over lists")
        ordering = ["list", "position"]
        constraints = [models.UniqueConstraint(fields=["list", "position"], name="handover_entry_position_once")]
        triggers = append_only("handover_entry")

    def __str__(self):
        return f"{self.list}: {self.position}"
