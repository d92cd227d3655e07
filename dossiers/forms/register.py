from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.register import ALL_BOOKS, WITHOUT_BOOK, own_desk
from units.forms import DayForm, PeriodForm, filled
from units.periods import month_of


class DeskField(forms.ModelChoiceField):
    """A desk among those one may look at; where it is the only one, nobody is asked."""

    def __init__(self, desks, empty_label=None):
        super().__init__(queryset=desks, label=_("Service desk"), required=False, empty_label=empty_label)
        if len(desks) == 1:
            self.widget = forms.HiddenInput()

    def label_from_instance(self, desk):
        return desk.unit.name


class RegisterForm(PeriodForm):
    """Which register: the desk, the book, the period. All of it in the address, nothing personal in it."""

    place_in_list = "after"

    def __init__(self, data, *, user, desks, today):
        data = _with_desk(data, user, desks)
        super().__init__(data, today=today, default=month_of(today).until(today))
        self.fields["desk"] = DeskField(desks)
        book = forms.Select(choices=[(ALL_BOOKS, _("All books"))])
        self.fields["book"] = forms.CharField(label=_("Book"), required=False, max_length=160, widget=book)
        self.order_fields(["desk", "book", "from", "to"])

    @property
    def is_of_a_strange_desk(self):
        return "desk" in self.errors

    def offer(self, books):
        """The books of the period to choose from, and the one asked for even if the period has none of it."""
        asked = self.cleaned_data["book"]
        named = sorted({*filter(None, books), asked} - {ALL_BOOKS, WITHOUT_BOOK})
        choices = [(ALL_BOOKS, _("All books")), *((book, book) for book in named)]
        if "" in books or asked == WITHOUT_BOOK:
            choices.append((WITHOUT_BOOK, _("Without a book")))
        self.fields["book"].widget.choices = choices


class DayEndForm(DayForm):
    """Which day at which desk; without them today at one's own."""

    def __init__(self, data, *, user, desks, today):
        super().__init__(_with_desk(data, user, desks), today=today)
        self.fields["desk"] = DeskField(desks)
        self.order_fields(["desk", "on"])

    @property
    def is_of_a_strange_desk(self):
        return "desk" in self.errors


class CashForm(DayForm):
    """Which day at which desk (or, for who oversees several, at all of them) and, to print it, of which clerk."""

    clerk = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, user, desks, today):
        super().__init__(data if "desk" in data else _with_desk(data, user, desks), today=today)
        self.desks = desks
        self.fields["desk"] = DeskField(desks, empty_label=_("All desks"))
        self.order_fields(["desk", "on"])

    @property
    def is_of_a_strange_desk(self):
        return "desk" in self.errors

    @property
    def desks_asked(self):
        return [self.cleaned_data["desk"]] if self.cleaned_data["desk"] else list(self.desks)


def _with_desk(data, user, desks):
    return filled(data, desk=data.get("desk") or own_desk(user, desks).pk)
