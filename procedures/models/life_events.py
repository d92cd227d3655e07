from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from procedures.models.catalogue import Procedure, Sector
from procedures.models.versions import ProcedureVersion
from units.models import Level


class Audience(models.TextChoices):
    CITIZEN = "citizen", _("For citizens")
    BUSINESS = "business", _("For businesses")


class LifeEventQuerySet(models.QuerySet):
    def leading_somewhere_on(self, day):
        """Those for which some procedure is in force on `day`."""
        parts = LifeEventPart.objects.filter(event=OuterRef("pk"))
        procedures = parts.filter(Exists(_meant(ProcedureVersion.objects.in_force_on(day))))
        return self.filter(Exists(procedures))


class LifeEvent(models.Model):
    """Sự kiện cuộc đời: what happened to somebody, so that he needs procedures of several sectors."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("in addresses"), max_length=60, unique=True)
    audience = models.CharField(_("for whom"), max_length=8, choices=Audience, default=Audience.CITIZEN)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = LifeEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("life event")
        verbose_name_plural = _("life events")
        ordering = ["-audience", "position", "name"]  # citizens first

    def __str__(self):
        return self.name

    def versions_among(self, versions):
        """Those of `versions` whose procedure, or whose sector (at that level), belongs to it."""
        parts = self.parts.filter(_means(OuterRef("procedure"), OuterRef("sector"), OuterRef("procedure__level")))
        return versions.filter(Exists(parts))


class LifeEventPart(models.Model):
    """What belongs to a life event: one procedure, or a whole sector, at one level or at all."""

    event = models.ForeignKey(LifeEvent, models.CASCADE, related_name="parts", verbose_name=_("life event"))
    sector = models.ForeignKey(
        Sector, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )
    level = models.CharField(
        _("level"), max_length=10, choices=Level, blank=True, help_text=_("Of the sector; empty: at every level.")
    )
    procedure = models.ForeignKey(
        Procedure, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("procedure")
    )

    class Meta:
        verbose_name = _("part of a life event")
        verbose_name_plural = _("parts of a life event")
        constraints = [
            models.CheckConstraint(
                condition=Q(sector__isnull=False, procedure=None) | Q(sector=None, procedure__isnull=False, level=""),
                name="life_event_part_is_one_thing",
                violation_error_message=_("Name either a sector (with or without a level) or a procedure."),
            ),
            models.UniqueConstraint(
                fields=["event", "sector", "level", "procedure"],
                nulls_distinct=False,
                name="life_event_part_once",
                violation_error_message=_("This belongs to the life event already."),
            ),
        ]

    def __str__(self):
        return str(self.procedure or self.sector)


def _means(procedure, sector, level):
    return Q(procedure=procedure) | (Q(sector=sector) & (Q(level="") | Q(level=level)))


def _meant(versions):
    """Those of `versions` that the part of the outer query means."""
    versions = versions.annotate(part_level=ExpressionWrapper(OuterRef("level"), models.CharField()))
    of_sector = Q(sector=OuterRef("sector")) & (Q(part_level="") | Q(part_level=F("procedure__level")))
    return versions.filter(Q(procedure=OuterRef("procedure")) | of_sector)
