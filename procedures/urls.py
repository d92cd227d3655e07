from django.urls import path

from procedures import views

app_name = "procedures"

urlpatterns = [
    path("", views.procedures, name="list"),
    path("<str:code>/", views.detail, name="detail"),
]
