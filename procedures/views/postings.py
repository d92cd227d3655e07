"""Niêm yết công khai, for staff: what each unit has put up, and putting it up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procedures import actions
from procedures.forms import ChosenForm, PostingFilter, PostingsDayForm
from procedures.models import Posting, PostingPlace
from procedures.permissions import may_post, units_in_sight
from procedures.postings import State, coverage, listed, place_of
from procedures.publicity import faults, groups
from procedures.punctuality import Punctuality, days_late, due_of, punctuality_of
from procedures.rounds import to_post
from units.models import Level
from units.sheets import Column, Sheet, notes_sheet, workbook_response

PAGE_SIZE = 100
MOST_FAULTS = 6  # units that the overview names before its table
TAKEN_DOWN = "postings_taken_down"  # of the session: the keys of what one took down last
PLACE_IN_NAMES = {PostingPlace.BOARD: "bang-niem-yet", PostingPlace.PORTAL: "cong-thong-tin"}


@require_safe
def postings(request):
    """Each unit in one's sight with what it has posted on a day."""
    in_sight = units_with_desks(request.user)
    form = PostingsDayForm(request.GET, today=timezone.localdate(request.now))
    context = {"form": form, "section": "procedures", "day": form.day}
    if form.errors:
        return render(request, "procedures/postings.html", context, status=400)
    context["rows"] = rows = overview(in_sight, form.day)
    shares = {unit: counted.at(place_of(unit)) for unit, counted, _late in rows if counted.applied}
    context |= {"posted_groups": groups(shares, form.day), "posted_faults": faults(shares, form.day)}
    context["of_all"] = sum((late for _unit, _counted, late in rows), Punctuality())
    return render(request, "procedures/postings.html", context | {"most_faults": MOST_FAULTS})


@require_http_methods(["GET", "HEAD", "POST"])
def unit_postings(request, code):
    """One unit's list for its board or its portal; what is ticked in it is posted or taken down."""
    asked = PostingFilter(request.GET, today=timezone.localdate(request.now))
    unit = get_unit(request.user, code, asked.day)
    if unit is None or asked.errors.get("on"):
        return not_to_be_shown(request, code, unit, asked)
    may = may_change(request, unit, asked)
    if request.method == "POST" and not may:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    chosen = ChosenForm(data, asked=asked, unit=unit, initial={"day": asked.today}) if may else None
    if data is not None and chosen.is_valid():
        if asked.takes_down and not chosen.cleaned_data["sure"]:
            return ask_first(request, chosen)
        if carried_out(request, chosen):
            return redirect(request.get_full_path())
    status = 400 if data is not None else 200
    return render(request, "procedures/postings_unit.html", page_of(request, unit, asked, chosen), status=status)


@require_POST
def put_back(request, code):
    """Undo what one has just taken down of this unit."""
    asked = PostingFilter(request.GET, today=timezone.localdate(request.now))
    unit = get_unit(request.user, code, asked.day)
    if unit is None or asked.errors.get("on"):
        return not_to_be_shown(request, code, unit, asked)
    if not may_change(request, unit, asked):
        raise PermissionDenied
    if n := actions.put_back(postings=just_taken_down(request, unit, asked.place_asked), by=request.user):
        del request.session[TAKEN_DOWN]
        said = ngettext("%(n)d posting hangs again as before.", "%(n)d postings hang again as before.", n)
        messages.success(request, said % {"n": n})
    else:
        said = _("Nothing was put back: what you took down last hangs here again, or is not of this list.")
        messages.warning(request, said)
    return redirect(f"{reverse('procedures:unit_postings', args=[code])}?{request.GET.urlencode()}")


@require_safe
def overview_export(request):
    """What `postings` shows at the same address, as a workbook."""
    form = PostingsDayForm(request.GET, today=timezone.localdate(request.now))
    in_sight = units_with_desks(request.user)
    if form.errors:
        raise Http404
    notes = notes_sheet(_("Notes"), overview_facts(request, form.day))
    return workbook_response(f"niem-yet-{form.day}.xlsx", overview_sheet(overview(in_sight, form.day)), notes)


@require_safe
def export(request, code):
    """The list that `unit_postings` shows at the same address, as a workbook."""
    asked = PostingFilter(request.GET, today=timezone.localdate(request.now))
    unit = get_unit(request.user, code, asked.day)
    if unit is None or asked.errors.get("on"):
        raise Http404
    filename = f"niem-yet-{unit.code}-{PLACE_IN_NAMES[asked.place_asked]}-{asked.day}.xlsx"
    return workbook_response(filename, list_sheet(unit, asked), notes_sheet(_("Notes"), facts(request, unit, asked)))


def units_with_desks(user):
    """Those in one's sight that have a desk; who has no work here has no business with postings."""
    if not (user.is_superuser or user.duties):
        raise PermissionDenied
    return units_in_sight(user).filter(desk__isnull=False).select_related("desk")


def overview(in_sight, day):
    """Each unit with its coverage and its days late, those above the communes first."""
    units = list(in_sight.in_force_on(day))
    counts, late = coverage(units, day), punctuality_of(units, day)
    units.sort(key=lambda unit: (unit.level == Level.COMMUNE, unit.code))
    return [(unit, counts[unit.pk], late[unit.pk]) for unit in units]


def get_unit(user, code, day):
    """The unit in one's sight that has this code on that day, or None."""
    return units_with_desks(user).filter(code=code).in_force_on(day).first()


def not_to_be_shown(request, code, unit, asked):
    """Why there is no list: a day that is none, a code of another time, or no unit of that code in one's sight."""
    context = {"asked": asked, "unit": unit, "code": code, "section": "procedures"}
    context["is_of_another_day"] = units_with_desks(request.user).filter(code=code).exists()
    status = 404 if unit is None else 400
    return render(request, "procedures/postings_unit.html", context, status=status)


def may_change(request, unit, asked):
    """What hung on an earlier day is there to look at only."""
    return asked.day == asked.today and may_post(request.user, unit, asked.place_asked)


def page_of(request, unit, asked, chosen):
    states, pages = states_of(unit, asked), Paginator(asked.found_at(unit), PAGE_SIZE)
    counts, state = {value: n for value, _label, n in states}, asked.cleaned_data.get("state", "")
    if not asked.is_narrowed:
        pages.count = counts[state]
    page = pages.get_page(request.GET.get("page"))
    return {
        "unit": unit,
        "asked": asked,
        "chosen": chosen,
        "is_to_do": chosen and (state or chosen.is_bound or counts[State.MISSING]),
        "page": page,
        "rows": [(version, days_late_at(unit, version, asked.day)) for version in page],
        "states": states,
        "places": PostingPlace.choices,
        "to_put_back": how_many_to_put_back(request, unit, asked) if chosen else 0,
        "to_post": to_post(unit, asked.day) if chosen and asked.place_asked == place_of(unit) else (),
        "checks_place": place_of(unit),
        "section": "procedures",
    }


def days_late_at(unit, version, day):
    """How many days late `version` of a list was posted, or is by now; None where nothing says when it was due."""
    due = due_of(version, unit)
    return days_late(due, version.first_posted_on, day) if due and due <= day else None


def states_of(unit, asked):
    """The lists there are of the unit's board or portal: value, words and number of each."""
    share = coverage([unit], asked.day)[unit.pk].at(asked.place_asked)
    counts = {State.MISSING: share.missing, State.POSTED: share.posted, State.STALE: share.stale}
    counts[State.COMING] = listed(unit, asked.day, asked.place_asked, State.COMING).count()
    return [("", _("All that apply"), share.applied), *((state, state.label, n) for state, n in counts.items())]


def ask_first(request, chosen):
    """What would be taken down: exactly these, whatever the list holds when it is confirmed."""
    context = {"chosen": chosen, "unit": chosen.unit, "asked": chosen.asked, "section": "procedures"}
    context["hanging"] = chosen_hanging(chosen).select_related("version").order_by("version__name")
    return render(request, "procedures/postings_take_down.html", context)


def how_many_to_put_back(request, unit, asked):
    return just_taken_down(request, unit, asked.place_asked).count() if TAKEN_DOWN in request.session else 0


def just_taken_down(request, unit, place):
    """Of what one took down last, what is still down there; nothing of another unit or place."""
    down = Posting.objects.filter(desk=unit.desk, place=place, removed_by=request.user)
    return down.filter(pk__in=request.session.get(TAKEN_DOWN, ())).not_up_anew()


def carried_out(request, chosen):
    """Whether what was ticked is posted or taken down now; if not, the form says why, and nothing was changed."""
    do = take_down if chosen.asked.takes_down else post
    try:
        message = do(request, chosen, day=chosen.cleaned_data["day"])
    except ValidationError as refusal:
        chosen.add_error(None, refusal)
        return False
    messages.success(request, message)
    return True


def post(request, chosen, *, day):
    place, desk = chosen.asked.place_asked, chosen.unit.desk
    done = actions.post(
        versions=chosen.versions(), desk=desk, place=place, posted_on=day, by=request.user, now=request.now
    )
    said = ngettext("%(n)d procedure is posted.", "%(n)d procedures are posted.", done.posted) % {"n": done.posted}
    if done.already:
        left = ngettext(
            "%(n)d hung there already and was left as it was.",
            "%(n)d hung there already and were left as they were.",
            done.already,
        )
        said = f"{said} {left % {'n': done.already}}"
    return said


def take_down(request, chosen, *, day):
    hanging = list(chosen_hanging(chosen))
    n = actions.take_down(postings=hanging, removed_on=day, by=request.user, now=request.now)
    request.session[TAKEN_DOWN] = [posting.pk for posting in hanging]
    return ngettext("%(n)d posting is taken down.", "%(n)d postings are taken down.", n) % {"n": n}


def chosen_hanging(chosen):
    there = Posting.objects.filter(desk=chosen.unit.desk, place=chosen.asked.place_asked, removed_on=None)
    return there.filter(version__in=[version.pk for version in chosen.versions()])


def list_sheet(unit, asked):
    columns = [
        Column(_("Code"), 14),
        Column(_("Procedure"), 70),
        Column(_("Sector"), 30),
        Column(_("In force from"), 14),
        Column(_("In force until"), 14),
        Column(_("Posted on"), 14),
        Column(_("Posted by"), 24),
        Column(_("Days late"), 10),
    ]
    found = asked.found_at(unit).iterator(chunk_size=500)
    rows = ((*_cells(version), days_late_at(unit, version, asked.day)) for version in found)
    return Sheet(_("Postings"), columns, rows)


def overview_sheet(rows):
    counted = [_("Applied"), _("On the board at the desk"), _("On the unit's portal"), _("Out of date")]
    late = [_("Due by a day"), _("Late"), _("Days late: median"), _("Days late: most"), _("Not posted yet")]
    columns = [Column(_("Unit"), 30), *(Column(heading, 14) for heading in (*counted, *late))]
    return Sheet(_("Postings"), columns, (_counted_cells(*row) for row in rows))


def overview_facts(request, day):
    yield _("As at"), day
    yield (
        _("Days late"),
        _("Calendar days after the day of effect, or the day the decision was issued if that is later."),
    )
    yield _("Made by"), f"{request.user.full_name} ({request.user.username})"
    yield _("Made at"), request.now


def _counted_cells(unit, counted, late):
    return (
        unit.name,
        counted.applied,
        counted.on_board,
        counted.on_portal,
        counted.stale,
        len(late.days),
        late.late,
        late.median,
        late.most,
        late.waiting,
    )


def facts(request, unit, asked):
    """What the list holds, as its page shows it."""
    wanted = asked.cleaned_data
    yield _("Unit"), unit.name
    yield _("Where it is posted"), asked.place_asked.label
    yield _("As at"), asked.day
    yield _("State"), State(wanted["state"]).label if wanted.get("state") else _("All that apply")
    if wanted.get("sector"):
        yield _("Sector"), wanted["sector"].name
    if wanted.get("q"):
        yield asked.fields["q"].label, wanted["q"]
    yield _("Made by"), f"{request.user.full_name} ({request.user.username})"
    yield _("Made at"), request.now


def _cells(version):
    posting = version.hanging[0] if version.hanging else None
    put_up = (posting.posted_on, str(posting.posted_by or "")) if posting else (None, "")
    return (
        version.procedure.code,
        version.name,
        version.sector.name,
        version.valid_from,
        version.valid_to,
        *put_up,
    )
