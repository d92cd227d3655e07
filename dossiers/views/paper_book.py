from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dossiers import actions, queries
from dossiers.forms.paper_book import PaperBook
from dossiers.models import Dossier
from dossiers.models.querysets import start_of
from dossiers.numbering import NumbersExhausted
from dossiers.permissions import may_receive
from dossiers.views.intake import desk_of
from units.models import AgencyCode

MOST_ENTERED, MOST_OFTEN = 40, 12


@require_http_methods(["GET", "HEAD", "POST"])
def paper_book(request):
    """Twenty lines of the paper book; each right one is saved by itself, the others stay with what is wrong."""
    if not may_receive(request.user):
        raise PermissionDenied
    desk = desk_of(request)
    if desk is None:
        messages.error(
            request, _("Not saved: you do not receive at that desk any more. Here is the one you receive at.")
        )
        return redirect("dossiers:paper_book")
    kept = request.session.get("paper_book")  # what the head said last: the next twenty lines are mostly of that day
    book = PaperBook(request.POST or None, desk=desk, user=request.user, now=request.now, initial=kept)
    if request.method == "POST":
        return _save(request, book)
    return _page(request, book)


def _save(request, book):
    entered = [_enter(line, request) for line in book.filled if line.is_valid()] if book.is_valid() else []
    _tell(
        request,
        new=[found.code for found, is_new in entered if found and is_new],
        again=[found.code for found, is_new in entered if found and not is_new],
    )
    if book.head.is_valid() and not book.faulty:
        said = book.said
        request.session["paper_book"] = {
            "day": f"{said['day']}",
            **{name: said[name] for name in ("reason", "procedure")},
        }
        return redirect(f"{request.path}?desk={book.desk.pk}" if len(request.user.desks) > 1 else request.path)
    book.keep_only(book.faulty if book.head.is_valid() else book.filled)
    return _page(request, book, status=400)


def _enter(line, request):
    """(the dossier or None, whether it is new); what hinders it is said at the line."""
    try:
        return line.enter(by=request.user, now=request.now)
    except actions.KeyReused as conflict:
        _saved_before(line, conflict.dossier, request.user)
    except NumbersExhausted:
        line.add_error("day", _("This office has given its 9,999 numbers of that day. The line was not saved."))
    except actions.VersionGone:
        line.add_error("procedure", _("What this procedure asks for has just changed. Enter the line once more."))
    except AgencyCode.DoesNotExist:
        line.add_error(
            "day", _("This office had no agency code on that day. Check the day, or tell your administrator.")
        )
    except OperationalError:  # an import holds the numbers of that day, say
        line.add_error("day", _("The numbers of that day are in use just now. Not saved: save once more in a minute."))
    return None, False


def _saved_before(line, dossier, user):
    """Under the line's key, as by going back; or under its number, as by another clerk."""
    line.first = Dossier.objects.visible_to(user).filter(pk=dossier.pk).first()
    written = {"number": dossier.paper_number, "code": dossier.code, "name": dossier.applicant_name}
    if line.first is None:
        written |= {"code": "–", "name": "–"}
    if dossier.key != line.cleaned_data["key"]:
        sentence = _(
            "Number %(number)s of that year was entered already, for %(name)s, otherwise than here. If this is that "
            "paper, empty the line; if it is of another book, put the book's letter before the number."
        )
        return line.add_error("paper_number", sentence % written)
    line.renew_key()
    sentence = _(
        "This line was saved before as %(code)s of %(name)s, and stays so. If it is another dossier now, save "
        "once more; else empty the line."
    )
    return line.add_error("paper_number", sentence % written)


def _tell(request, *, new, again):
    if new:
        sentence = ngettext("%(count)d dossier saved: %(codes)s.", "%(count)d dossiers saved: %(codes)s.", len(new))
        messages.success(request, sentence % {"count": len(new), "codes": ", ".join(new)})
    if again:
        sentence = ngettext(
            "%(count)d line was saved already and stays as it was: %(codes)s.",
            "%(count)d lines were saved already and stay as they were: %(codes)s.",
            len(again),
        )
        messages.info(request, sentence % {"count": len(again), "codes": ", ".join(again)})


def _page(request, book, *, status=200):
    today = timezone.localdate(request.now)
    here = Dossier.objects.visible_to(request.user).filter(receiving_desk=book.desk)
    entered = here.filter(entered_from_book_at__gte=start_of(today)).order_by("-entered_from_book_at", "-pk")
    often = queries.most_received(book.desk, now=request.now, most=MOST_OFTEN)
    context = {
        "section": "desk",
        "book": book,
        "desk": book.desk,
        "suggestions": book.procedures.suggestions(book.said.get("day") or today, often),
        "entered": list(entered.select_related("version")[: MOST_ENTERED + 1]),
        "most": MOST_ENTERED,
    }
    return render(request, "desk/paper_book.html", context, status=status)
