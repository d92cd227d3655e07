from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from units import clock


class ClockMiddleware:
    """Reads the clock once a request: everything a request does happens at `request.now`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.url_name != "healthz":  # which must answer without a database too
            demo = clock.demo_clock()
            request.is_demo = demo is not None
            request.now = demo.now() if demo else timezone.now()
            if request.user.is_authenticated:
                request.user.today = timezone.localdate(request.now)


class PasswordChangeMiddleware:
    """Whoever got his password from an administrator chooses his own before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        open_to_all = {"password_change", "password_change_done", "logout", "set_language", "healthz"}
        if request.resolver_match.url_name in open_to_all or not request.user.is_authenticated:
            return None
        if request.user.must_change_password:
            return redirect(reverse("password_change"))
        return None
