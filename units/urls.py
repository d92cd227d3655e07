from django.urls import path

from units import views

app_name = "units"

urlpatterns = [
    # /staff/
    path("staff/", views.staff, name="staff"),
    path("staff/new/", views.new, name="new"),
    path("staff/<str:username>/", views.person, name="person"),
    path("staff/<str:username>/details/", views.details, name="details"),
    path("staff/<str:username>/assign/", views.assign, name="assign"),
    path("staff/<str:username>/assignments/<int:pk>/end/", views.end_assignment, name="end_assignment"),
    path("staff/<str:username>/assignments/<int:pk>/take-back/", views.take_back_assignment, name="take_back"),
    path("staff/<str:username>/disable/", views.disable, name="disable"),
    path("staff/<str:username>/enable/", views.enable, name="enable"),
    path("staff/<str:username>/reset-password/", views.reset_password, name="reset_password"),
]
