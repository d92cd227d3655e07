from django.urls import path, register_converter

from dossiers.models import EnquiryKind, ExportKind
from dossiers.states import Verb
from dossiers.views import (
    apologies,
    batches,
    calendar,
    cash,
    corrections,
    custody,
    desk,
    dossier,
    enquiries,
    exports,
    handovers,
    intake,
    lists,
    paper_book,
    person,
    processing,
    publications,
    register,
    reminders,
    signatures,
    signed,
    successions,
    tracking,
)

app_name = "dossiers"


class VerbConverter:
    """Only the verbs of the table of lawful moves are addresses."""

    regex = "|".join(Verb.values)

    def to_python(self, value):
        return Verb(value)

    def to_url(self, value):
        return str(value)


register_converter(VerbConverter, "verb")

urlpatterns = [
    path("track/", tracking.track, name="track"),
    path("track/<slug:key>/", tracking.followed, name="followed"),
    path("results/published/", publications.published, name="published"),
    path("results/published/<str:code>/", publications.published_by, name="published_by"),
    path("results/published/<str:code>/<int:pk>/undo/", publications.undo, name="undo_publication"),
    # /desk/
    path("desk/", desk.home, name="desk"),
    path("desk/find/", desk.find, name="find"),
    path("desk/receive/", intake.receive, name="receive"),
    path("desk/receive/procedures/", intake.choices, name="choices"),
    path("desk/receive/doubles/", intake.doubles, name="doubles"),
    path("desk/enquiries/", enquiries.enquiries, name="enquiries"),
    path("desk/enquiries/guidance/", enquiries.new, {"kind": EnquiryKind.GUIDANCE}, name="advise"),
    path("desk/enquiries/refusal/", enquiries.new, {"kind": EnquiryKind.REFUSAL}, name="refuse"),
    path("desk/enquiries/<int:pk>/", enquiries.detail, name="enquiry"),
    path("desk/enquiries/<int:pk>/slip.pdf", enquiries.slip, name="enquiry_slip"),
    path("desk/enquiries/<int:pk>/signed/", signed.upload_of_enquiry, name="file_signed_of_enquiry"),
    path("desk/enquiries/<int:pk>/signed/<int:scan>/", signed.download_of_enquiry, name="signed_of_enquiry"),
    path("desk/apologies/", apologies.apologies, name="apologies"),
    path("desk/apologies/print.pdf", apologies.apologies_pdf, name="apologies_pdf"),
    path("desk/reminders/", reminders.reminders, name="reminders"),
    path("desk/paper-book/", paper_book.paper_book, name="paper_book"),
    path("desk/custody/", custody.custody, name="custody"),
    path("desk/handover/", handovers.handover, name="handover"),
    path("desk/handover/take/", handovers.take_results, name="take_results"),
    path("desk/handover/<int:pk>/", handovers.handover_list, name="handover_list"),
    path("desk/handover/<int:pk>/signed/", signed.upload_of_list, name="file_signed_of_list"),
    path("desk/handover/<int:pk>/signed/<int:scan>/", signed.download_of_list, name="signed_of_list"),
    path("desk/handover/<int:pk>/list.pdf", handovers.handover_pdf, name="handover_pdf"),
    path("desk/day/", register.day, name="day_end"),
    path("desk/day/day.pdf", register.day_pdf, name="day_end_pdf"),
    path("desk/cash/", cash.cash, name="cash"),
    path("desk/cash/cash.pdf", cash.cash_pdf, name="cash_pdf"),
    path("desk/cash/cash.xlsx", cash.cash_xlsx, name="cash_xlsx"),
    path("desk/signatures/", signatures.signatures, name="signatures"),
    path("desk/signatures/list.pdf", signatures.list_pdf, name="signatures_pdf"),
    # /desk/batches/: many dossiers at once
    path("desk/batches/", batches.batches, name="batches"),
    path("desk/batches/new/", batches.new, name="batch_new"),
    path("desk/batches/begin/", batches.begin_it, name="batch_begin"),
    path("desk/batches/<int:pk>/", batches.detail, name="batch"),
    path("desk/batches/<int:pk>/print.pdf", batches.pdf, name="batch_pdf"),
    # /register/
    path("register/", register.register, name="register"),
    path("register/register.pdf", register.register_pdf, name="register_pdf"),
    path("register/register.xlsx", register.register_xlsx, name="register_xlsx"),
    # /calendar/
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/change/", calendar.change, name="change_calendar"),
    path("calendar/changes/<int:pk>/", calendar.changed, name="calendar_changed"),
    # /dossiers/
    path("dossiers/", lists.dossiers, name="list"),
    path("dossiers/export.csv", exports.export, {"kind": ExportKind.CSV}, name="export_csv"),
    path("dossiers/export.xlsx", exports.export, {"kind": ExportKind.XLSX}, name="export_xlsx"),
    path("dossiers/exports/", exports.mine, name="exports"),
    path("dossiers/exports/ask/", exports.ask, name="ask_export"),
    path("dossiers/exports/<int:pk>/", exports.detail, name="export"),
    path("dossiers/exports/<int:pk>/file/", exports.file, name="export_file"),
    path("dossiers/exports/<int:pk>/end/", exports.end, name="end_export"),
    path("dossiers/successions/", successions.units, name="successions"),
    path("dossiers/successions/<int:pk>/", successions.unit, name="succession"),
    path("dossiers/successions/of/<str:username>/", successions.officer, name="hand_over_work"),
    path("dossiers/<str:code>/", dossier.detail, name="detail"),
    path("dossiers/<str:code>/person/", person.person, name="person"),
    path("dossiers/<str:code>/receipt.pdf", dossier.receipt, name="receipt"),
    path("dossiers/<str:code>/supplement-<int:number>.pdf", dossier.supplement, name="supplement"),
    path("dossiers/<str:code>/apology-<int:number>.pdf", dossier.apology, name="apology"),
    path("dossiers/<str:code>/fee-<int:pk>.pdf", dossier.fee_slip, name="fee_slip"),
    path("dossiers/<str:code>/control-<int:number>.pdf", dossier.control, name="control"),
    path("dossiers/<str:code>/id-number/", dossier.unmask, name="unmask"),
    path("dossiers/<str:code>/files/<int:pk>/", dossier.scan, name="scan"),
    path("dossiers/<str:code>/slips/<int:pk>/signed/", signed.upload, name="file_signed"),
    path("dossiers/<str:code>/signed/<int:pk>/", signed.download, name="signed"),
    path("dossiers/<str:code>/correct/", corrections.correct, name="correct"),
    path("dossiers/<str:code>/<verb:verb>/", processing.move, name="move"),
]
