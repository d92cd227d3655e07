from django.urls import path

from procedures import views

app_name = "procedures"

urlpatterns = [
    path("", views.procedures, name="list"),
    path("postings/", views.postings, name="postings"),
    path("postings/<str:code>/", views.unit_postings, name="unit_postings"),
    path("postings/<str:code>/put-back/", views.put_back, name="postings_put_back"),
    path("postings/<str:code>/booklet.pdf", views.prints.booklet, name="booklet"),
    path("postings/<str:code>/excel/", views.export, name="postings_export"),
    path("decisions/", views.decisions.decisions, name="decisions"),
    path("decisions/new/", views.decisions.new, name="new_decision"),
    path("decisions/<int:pk>/", views.decisions.decision, name="decision"),
    path("decisions/<int:pk>/head/", views.decisions.head, name="decision_head"),
    path("decisions/<int:pk>/lines/", views.decisions.choose, name="choose_lines"),
    path("decisions/<int:pk>/lines/table/", views.decision_table.table, name="lines_from_table"),
    path("decisions/<int:pk>/lines/abolish/", views.decision_table.abolish, name="abolish_by_code"),
    path("decisions/<int:pk>/lines/new/", views.decisions.new_line, name="new_line"),
    path("decisions/<int:pk>/lines/<int:line>/", views.decisions.line, name="line"),
    path("decisions/<int:pk>/lines/<int:line>/drop/", views.decisions.drop_line, name="drop_line"),
    path("decisions/<int:pk>/apply/", views.decisions.apply, name="apply_decision"),
    path("decisions/<int:pk>/take-back/", views.decisions.take_back, name="take_back_decision"),
    path("decisions/<int:pk>/redate/", views.decisions.redate, name="redate_decision"),
    path("decisions/<int:pk>/discard/", views.decisions.discard, name="discard_draft"),
    path("manage/", views.search.manage, name="manage"),
    path("manage/units/", views.exceptions.units, name="manage_units"),
    path("manage/units/set/", views.exceptions.set_at_units, name="set_at_units"),
    path("manage/units/<str:code>/", views.exceptions.unit, name="manage_unit"),
    path("manage/units/<str:code>/excel/", views.exceptions.excel, name="manage_unit_excel"),
    path("manage/<slug:level>/<str:code>/", views.manage.procedure, name="manage_procedure"),
    path("manage/<slug:level>/<str:code>/amend/", views.manage.amend, name="amend_procedure"),
    path("manage/<slug:level>/<str:code>/fees/", views.manage.set_fee, name="set_fee"),
    path("manage/<slug:level>/<str:code>/fees/<int:pk>/", views.manage.take_back_fee, name="take_back_fee"),
    path("decisions/<int:pk>/units/<str:code>/<slug:part>.pdf", views.prints.of_decision, name="decision_print"),
    path("<str:code>/sheet.pdf", views.prints.sheet, name="sheet"),
    path("<str:code>/", views.detail, name="detail"),
]
