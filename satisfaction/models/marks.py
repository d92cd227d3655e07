from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mark(models.IntegerChoices):
    """Mức độ hài lòng: the five levels of SIPAS (QĐ 2640/QĐ-BNV 2017)."""

    VERY_SATISFIED = 5, _("Very satisfied")
    SATISFIED = 4, _("Satisfied")
    NEUTRAL = 3, _("Neither satisfied nor dissatisfied")
    DISSATISFIED = 2, _("Dissatisfied")
    VERY_DISSATISFIED = 1, _("Very dissatisfied")


class Factor(models.TextChoices):
    """The five factors of SIPAS; each names the field of `Marks` that holds its mark."""

    ACCESS = "access", _("Getting to the desk: place, seats, signs, equipment")
    PAPERWORK = "paperwork", _("The procedure: papers asked for, time, cost, as published")
    STAFF = "staff", _("The staff: attitude, understanding, clear advice")
    RESULT = "result", _("The result: correct, complete, on time")
    FEEDBACK = "feedback", _("Feedback: received, answered, put right")


class Marks(models.Model):
    """What one person thought of it: a mark over all, one for each factor he cared to answer, a comment."""

    overall = models.PositiveSmallIntegerField(_("over all"), choices=Mark)
    access = models.PositiveSmallIntegerField(Factor.ACCESS.label, choices=Mark, null=True, blank=True)
    paperwork = models.PositiveSmallIntegerField(Factor.PAPERWORK.label, choices=Mark, null=True, blank=True)
    staff = models.PositiveSmallIntegerField(Factor.STAFF.label, choices=Mark, null=True, blank=True)
    result = models.PositiveSmallIntegerField(Factor.RESULT.label, choices=Mark, null=True, blank=True)
    feedback = models.PositiveSmallIntegerField(Factor.FEEDBACK.label, choices=Mark, null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)

    class Meta:
        abstract = True


def marks_from_one_to_five(name):
    conditions = [Q(**{f"{factor}__range": (1, 5)}) | Q(**{factor: None}) for factor in Factor.values]
    return models.CheckConstraint(condition=Q(*conditions, overall__range=(1, 5)), name=name)
