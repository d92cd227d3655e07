from django.urls import path

from procedures import views

app_name = "procedures"

urlpatterns = [
    path("", views.procedures, name="list"),
    path("postings/", views.postings, name="postings"),
    path("postings/<str:code>/", views.unit_postings, name="unit_postings"),
    path("postings/<str:code>/put-back/", views.put_back, name="postings_put_back"),
    path("postings/<str:code>/excel/", views.export, name="postings_export"),
    path("<str:code>/", views.detail, name="detail"),
]
