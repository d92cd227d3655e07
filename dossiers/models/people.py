from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from units.text import Words


def words_of_names():
    """The words of all three names, folded, each between blanks: a word typed is looked for at the start of one."""
    blank = Value(" ")
    names = [blank, F("applicant_name"), blank, F("owner_name"), blank, F("representative_name"), blank]
    return models.GeneratedField(
        expression=Words(Concat(*names, output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
    )


class OfPeople(models.Model):
    """Whose matter it is: the columns that a dossier and an enquiry share, for whatever reads or fills in both."""

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

    class Meta:
        abstract = True

    @property
    def handed_in_by(self):
        """Who stood at the desk: the representative, where there is one."""
        return self.representative_name or self.applicant_name
