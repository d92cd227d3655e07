from django.urls import path

from satisfaction.views import cards, kiosks, rating, results

app_name = "satisfaction"

urlpatterns = [
    path("rate/", rating.rate, name="rate"),
    path("rate/answer/", rating.answer, name="answer"),
    path("rate/thanks/", rating.thanks, name="thanks"),
    # /kiosk/, for the tablet that is one or is to be: only here its cookie is sent
    path("kiosk/start/<int:desk>/", kiosks.start, name="start_kiosk"),
    path("kiosk/", kiosks.kiosk, name="kiosk"),
    path("kiosk/rate/", kiosks.open_rating, name="kiosk_rate"),
    path("kiosk/answer/", kiosks.answer, name="kiosk_answer"),
    path("kiosk/thanks/", kiosks.thanks, name="kiosk_thanks"),
    # /satisfaction/, for who oversees desks
    path("satisfaction/", results.results, name="results"),
    path("satisfaction/results.xlsx", results.workbook, name="results_xlsx"),
    path("satisfaction/cards/", cards.batches, name="batches"),
    path("satisfaction/cards/new/", cards.new_batch, name="new_batch"),
    path("satisfaction/cards/<int:pk>/", cards.batch, name="batch"),
    path("satisfaction/cards/<int:pk>/seal/", cards.seal, name="seal"),
    path("satisfaction/kiosks/", kiosks.kiosks, name="kiosks"),
    path("satisfaction/kiosks/<int:pk>/end/", kiosks.end, name="end_kiosk"),
]
