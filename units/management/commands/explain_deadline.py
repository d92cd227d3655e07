import json
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError

from units.calendars import work_calendar
from units.deadlines import Pause, TimeLimit, TimeUnit, deadline, describe
from units.models import RuleSet
from units.worktime import VIETNAM


class Command(BaseCommand):
    help = "Print, as JSON, when a result is due, and each day from reception to it: counted or not, and why."

    def add_arguments(self, parser):
        parser.add_argument("--received", required=True, metavar="ISO", help="without an offset: Vietnam time")
        parser.add_argument("--limit", required=True, type=int, metavar="N", help="0: the same day")
        parser.add_argument("--unit", required=True, choices=[unit.value for unit in TimeUnit])
        parser.add_argument("--rules", metavar="NAME", help="a rule set's key; default: the one in force at reception")
        parser.add_argument(
            "--paused", nargs=2, action="append", default=[], metavar=("FROM", "TO"), help="may be given again"
        )
        parser.add_argument("--restarts", action="store_true", help="after a pause the limit begins anew")

    def handle(self, *, received, limit, unit, rules, paused, restarts, **options):
        if restarts and not paused:
            raise CommandError("--restarts says what follows a pause; give --paused, too", returncode=2)
        try:
            received_at = vietnam_time("--received", received)
            pauses = [
                Pause(vietnam_time("--paused", begins), vietnam_time("--paused", ends), restarts)
                for begins, ends in paused
            ]
            calendar = work_calendar(on=received_at.date())
            rule_set = rule_set_named(rules) if rules else RuleSet.objects.in_force_on(received_at.date())
            result = deadline(received_at, TimeLimit(limit, TimeUnit(unit)), calendar, rule_set.as_rules(), pauses)
        except RuleSet.DoesNotExist:
            raise CommandError(f"no rule set is in force on {received_at:%d/%m/%Y}; name one with --rules") from None
        except ValueError as error:
            raise CommandError(str(error)) from error
        steps = [
            {"day": f"{step.day}", "counted": step.counted, "reason": describe(step.reason, step.note)}
            for step in result.steps
        ]
        answer = {"due_at": result.due_at.isoformat(), "steps": steps}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        unknown = {step.day.year for step in result.steps} - {day.year for day in calendar.holidays}
        if unknown:
            self.stderr.write(f"the calendar has no holidays for {', '.join(map(str, sorted(unknown)))}")


def vietnam_time(option, text):
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    except (ValueError, OverflowError):
        raise CommandError(f"{option}: {text!r} is not a time such as 2018-02-13T10:00") from None


def rule_set_named(name):
    try:
        return RuleSet.objects.get(key=name)
    except RuleSet.DoesNotExist:
        known = ", ".join(RuleSet.objects.values_list("key", flat=True)) or "none"
        raise CommandError(f"--rules: there is no rule set {name!r}; there are: {known}") from None
