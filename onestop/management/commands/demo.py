import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from dossiers.imports import COLUMNS, import_dossiers
from dossiers.models import Dossier, DossierEvent
from onestop.demo import offices, postings, published, ratings, receipts, said, staff, story, submitted
from procedures.actions import give_everyday_words, make_life_events, mark_posted_only
from procedures.imports import import_procedures
from procedures.models import ProcedureVersion
from reports.folding import fold
from units.imports import import_units
from units.models import AdministrativeUnit, DemoClock, User
from units.tables import Progress, TableFaults, write_csv
from units.worktime import VIETNAM

STARTS_AT = story.NOW.replace(tzinfo=VIETNAM)
UNITS = settings.BASE_DIR / "units" / "data"
PROCEDURES = settings.BASE_DIR / "procedures" / "data" / "kimson_2017_procedures.csv"

SAYS = """
Kim Sơn; the clock goes on from {now}. From a press article of January 2018 are the numbers of dossiers of 2017 (2407
received and 2289 resolved at the district's centre, 78406 resolved at the communes, over 90 %) and of procedures (248
and 152, all posted; 32 new or amended in 2017), and that satisfaction was at 80 % where it was lowest. Everything else
is made up: names, days, sectors, staff, agency codes, decisions, internal processes, what citizens answered.

Accounts, all with the password {password}
  clerk.376, officer.376, leader.376      the district's centre
  land.376, tax.376, labour.376, building.376   officers of its offices and of agencies beside it
  control.376, reform.376                 procedure control, reform index
  clerk.14635, officer.14635, leader.14635 and so on with each commune's code, 14620 to 14698
  admin                                   everything, and /admin/
"""
SAYS_OF_RECEIPTS = """Two receipts to follow and rate with, at /track/:
{receipts}
"""


class Command(BaseCommand):
    help = "Fill an empty database with Kim Sơn 2017, or set the clock of such a one going again."

    def handle(self, **options):
        clock = DemoClock.objects.first()
        if clock is None and any(model.objects.exists() for model in (User, AdministrativeUnit, Dossier)):
            raise CommandError("This database holds rows that are not the demo's; the demo wants one of its own.")
        password = staff.demo_password(settings.VAR / "demo-password")
        is_new = clock is None or clock.is_loading
        if is_new:
            self.load(password)
        if made := offices.make_processes():
            self.say("internal processes", f"{made} added")
        if made := postings.make_postings(now=STARTS_AT):  # an older demo has none
            self.say("postings", f"{made} added")
        if made := make_life_events():
            self.say("life events", f"{made} added")
        if not ProcedureVersion.objects.exclude(keywords="").exists():
            self.say("procedures with everyday words", f"{give_everyday_words(today=story.TODAY)} added")
        if made := published.make_publications():
            self.say("months of results published", f"{made} added")
        if made := said.make_feedback():
            self.say("feedback on procedures", f"{made} added")
        if made := submitted.make_submissions():
            self.say("reports submitted", f"{made} added")
        if made := ratings.make_ratings():
            self.say("answers", f"{made} added")
        if is_new and (made := receipts.make_receipts()):
            self.say("dossiers with a receipt", f"{made} added")
        fold()
        staff.set_password(password)
        starts_at = set_clock()
        now = f"{starts_at.astimezone(VIETNAM):%Y-%m-%d %H:%M}"
        self.stdout.write(SAYS.format(password=password, now=now))
        if found := receipts.in_words():  # an older demo has none
            self.stdout.write(SAYS_OF_RECEIPTS.format(receipts=found))

    def load(self, password):
        """Idempotent step by step, so that a run that was killed is taken up where it stopped."""
        set_clock(is_loading=True)
        try:
            for name in ("units", "unit_events", "offices"):
                self.say(name.replace("_", " "), import_units(UNITS / f"{name}.csv"))
            self.say("procedures", import_procedures(PROCEDURES, today=story.TODAY))
            mark_posted_only(today=story.TODAY)
            staff.make_staff(password)
            self.say("dossiers", import_story(self.stderr))
            self.say("dossiers handed to offices", offices.hand_out())
        except TableFaults as error:
            raise CommandError("\n".join(error.faults)) from error
        fold()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def say(self, what, counts):
        self.stdout.write(f"{what}: {counts}")
        self.stdout.flush()


def import_story(out):
    """The made-up dossiers, through the door for any others."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dossiers.csv"
        write_csv(path, COLUMNS, story.rows())
        return import_dossiers(path, now=STARTS_AT, progress=Progress(out))


def set_clock(*, is_loading=False):
    """Let the demo's clock go from where its history ends: never back behind what was done in it."""
    last = DossierEvent.objects.aggregate(last=Max("at"))["last"]
    starts_at = max(STARTS_AT, last or STARTS_AT)
    DemoClock.objects.update_or_create(
        pk=1, defaults={"starts_at": starts_at, "set_at": timezone.now(), "is_loading": is_loading}
    )
    return starts_at
