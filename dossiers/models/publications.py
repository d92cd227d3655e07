from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import AdministrativeUnit, Role, User


class ResultsPublicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the units where one works or that one looks over."""
        return self.all() if user.is_superuser else self.filter(unit__in=user.units_of(*Role))

    def made_by(self, day):
        """What stood on the portal on `day`."""
        return self.filter(published_on__lte=day, undone_at=None)


class ResultsPublication(models.Model):
    """Công khai kết quả giải quyết: a month's results of a unit put on the portal, for everybody to read."""

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="results_publications", verbose_name=_("unit")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    published_on = models.DateField(_("published on"))
    link = models.URLField(_("link"), max_length=500)
    at = models.DateTimeField(_("recorded at"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = ResultsPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication of results")
        verbose_name_plural = _("publications of results")
        ordering = ["unit", "month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month"], condition=Q(undone_at=None), name="results_of_a_month_published_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="results_published_by_the_month"),
            models.CheckConstraint(
                condition=Q(published_on__gt=models.F("month")), name="results_published_after_they_began"
            ),
            models.CheckConstraint(
                condition=Q(link__startswith="https://"), name="results_published_at_a_safe_address"
            ),
        ]

    def __str__(self):
        return f"{self.unit}, {self.month:%m/%Y}"
