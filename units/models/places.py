from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from units.validity import Validity, ValidityQuerySet, ends_after_it_starts, in_force_on, never_two_at_once


class Level(models.TextChoices):
    """Cấp thực hiện: the tier of government that a procedure belongs to."""

    COMMUNE = "commune", _("Commune level")
    DISTRICT = "district", _("District level")
    PROVINCE = "province", _("Province level")
    MINISTRY = "ministry", _("Ministry level")
    OTHER = "other", _("Other bodies")


class UnitKind(models.TextChoices):
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")
    TOWNSHIP = "township", _("Township")
    WARD = "ward", _("Ward")
    SPECIAL_ZONE = "special_zone", _("Special zone")

    @property
    def level(self):
        return Level(self) if self in (self.PROVINCE, self.DISTRICT) else Level.COMMUNE


def within(units):
    """The condition that a unit is one of `units` or lies under one: there are three tiers at most."""
    return Q(pk__in=units) | Q(parent__in=units) | Q(parent__parent__in=units)


class AdministrativeUnitQuerySet(ValidityQuerySet):
    def with_code_on(self, code, day):
        return self.in_force_on(day).filter(code=code)

    def within(self, units):
        return self.filter(within(units))


class AdministrativeUnit(Validity):
    """Đơn vị hành chính. The statistics office gives a code anew to other units: code and day together identify one."""

    kind = models.CharField(_("kind"), max_length=16, choices=UnitKind)
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = AdministrativeUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering = ["code", "valid_from"]
        constraints = [
            ends_after_it_starts("unit_ends_after_it_starts"),
            never_two_at_once(
                "code", name="unit_code_once_a_day", message=_("Another unit has this code at the same time.")
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def level(self):
        return UnitKind(self.kind).level

    @property
    def place_name(self):
        """The name without its kind, as it stands before the date of a document: Kim Định."""
        for prefix in ("Thành phố ", "Thị trấn ", "Đặc khu ", "Thị xã ", "Phường ", "Quận ", "Huyện ", "Tỉnh ", "Xã "):
            if self.name.startswith(prefix):
                return self.name.removeprefix(prefix)
        return self.name

    @property
    def name_in_sentence(self):
        """xã Kim Định, huyện Kim Sơn: what kind of unit it is begins with a small letter inside a phrase."""
        return self.name[:1].lower() + self.name[1:]

    def with_days(self, name, first, last) -> str:
        """`name` with the day from which, or until which, it was a unit, if it was not on all these days."""
        facts = {"unit": name, "from": f"{self.valid_from:%d/%m/%Y}" if self.valid_from else ""}
        facts["until"] = f"{self.valid_to:%d/%m/%Y}" if self.valid_to else ""
        begins, ends = self.valid_from and self.valid_from > first, self.valid_to and self.valid_to < last
        if begins and ends:
            return _("%(unit)s (%(from)s – %(until)s)") % facts
        if begins:
            return _("%(unit)s (from %(from)s)") % facts
        return _("%(unit)s (until %(until)s)") % facts if ends else name

    def why_not_between(self, first, last) -> str:
        """Why it was no unit on any of these days, as a sentence; "" if it was on one. None leaves an end open."""
        facts = {"unit": self.name}
        if first and self.valid_to and self.valid_to < first:
            facts["day"] = f"{self.valid_to:%d/%m/%Y}"
            return _("%(unit)s was a unit until %(day)s only. Choose another unit or other days.") % facts
        if last and self.valid_from and self.valid_from > last:
            facts["day"] = f"{self.valid_from:%d/%m/%Y}"
            return _("%(unit)s is a unit only from %(day)s on. Choose another unit or other days.") % facts
        return ""

    @cached_property
    def committee(self):
        return self.agencies.get(kind=AgencyKind.COMMITTEE)


class UnitEventKind(models.TextChoices):
    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")
    ABOLISH_DISTRICT = "abolish_district", _("District level abolished")
    MERGE_PROVINCE = "merge_province", _("Provinces merged")


class UnitEvent(models.Model):
    """Sáp nhập, chia tách, giải thể: what became of which units on which day, many to many."""

    effective_on = models.DateField(_("effective on"))
    kind = models.CharField(_("kind"), max_length=20, choices=UnitEventKind)
    from_units = models.ManyToManyField(AdministrativeUnit, related_name="ended_by", verbose_name=_("from"))
    to_units = models.ManyToManyField(AdministrativeUnit, blank=True, related_name="begun_by", verbose_name=_("to"))
    description = models.CharField(_("description"), max_length=300)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of units")
        verbose_name_plural = _("changes of units")
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["effective_on", "kind", "description"], name="unit_event_known_once")
        ]

    def __str__(self):
        return self.description


class AgencyKind(models.TextChoices):
    COMMITTEE = "committee", _("People's Committee")
    OFFICE = "office", _("Office of the committee")
    BESIDE = "beside", _("Agency of another system in the area")


class Agency(models.Model):
    """Cơ quan: a unit's People's Committee, which alone numbers dossiers, and the offices that hold steps."""

    unit = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="agencies", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=10, choices=AgencyKind)
    name = models.CharField(_("name"), max_length=150)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["unit", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="agency_name_once_a_unit"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(kind=AgencyKind.COMMITTEE), name="one_committee_a_unit"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_beside(self):
        """Of another system: in the unit, not of it; it works on what it holds and sees nothing else."""
        return self.kind == AgencyKind.BESIDE


class AgencyCodeQuerySet(ValidityQuerySet):
    def of_committee(self, unit, day):
        """The code under which the committee of `unit` numbers on `day`, with its agency."""
        committee = {"agency__unit": unit, "agency__kind": AgencyKind.COMMITTEE}
        return self.in_force_on(day).select_related("agency").get(**committee)


class AgencyCode(Validity):
    """Mã định danh cơ quan: what the dossier codes of a committee begin with, in the style of its day."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="codes", verbose_name=_("agency"))
    code = models.CharField(_("code"), max_length=35)

    objects = AgencyCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency code")
        verbose_name_plural = _("agency codes")
        ordering = ["code"]
        constraints = [
            ends_after_it_starts("agency_code_ends_after_it_starts"),
            never_two_at_once(
                "agency", name="one_code_an_agency_a_day", message=_("This agency has a code in those days already.")
            ),
            never_two_at_once(
                "code", name="agency_code_once_a_day", message=_("Another agency has this code at the same time.")
            ),
        ]

    def __str__(self):
        return self.code


class DeskKind(models.TextChoices):
    DESK = "desk", _("One-stop desk")
    CENTER = "center", _("One-stop centre")


class ServiceDeskQuerySet(models.QuerySet):
    def open_on(self, day):
        return self.filter(in_force_on(day, "unit__"))


class ServiceDesk(models.Model):
    """Bộ phận Tiếp nhận và Trả kết quả, Trung tâm một cửa: where dossiers are handed in and results handed back."""

    unit = models.OneToOneField(AdministrativeUnit, models.PROTECT, related_name="desk", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=10, choices=DeskKind, default=DeskKind.DESK)
    name = models.CharField(_("name"), max_length=150, default="Bộ phận Tiếp nhận và Trả kết quả")
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    prints_two_on_one = models.BooleanField(
        _("print both copies of the receipt on one A4 sheet"), default=False, help_text=_("Two A5 side by side.")
    )

    objects = ServiceDeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("service desk")
        verbose_name_plural = _("service desks")
        ordering = ["unit"]

    def __str__(self):
        return f"{self.name} {self.unit.name_in_sentence}"
