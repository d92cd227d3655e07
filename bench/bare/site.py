from datetime import timedelta

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.db import transaction  # noqa: E402 - Django is set up by the line above
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.bare.models import Case, Event, Paper  # noqa: E402


def receive(request):
    if request.method == "POST":
        insert(request.POST, timezone.now())
    return HttpResponse("done")


@transaction.atomic
def insert(given, now):
    case = Case.objects.create(
        code=given["key"],
        desk=1,
        procedure=1,
        state="received",
        channel=given["channel"],
        applicant_name=given["applicant_name"],
        applicant_id_number=given["applicant_id"],
        applicant_phone=given["applicant_phone"],
        applicant_address=given["applicant_address"],
        received_at=now,
        due_at=now + timedelta(days=5),
    )
    papers = enumerate(given.getlist("paper"), 1)
    Paper.objects.bulk_create(Paper(case=case, position=position, name=name) for position, name in papers)
    Event.objects.create(case=case, kind="received", at=now, data={"channel": given["channel"]})


urlpatterns = [path("", receive)]
