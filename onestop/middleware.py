from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import middleware as auth
from django.core.exceptions import BadRequest
from django.forms import ChoiceField
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from dossiers.forms import IntakeForm
from dossiers.forms.paper_book import COLUMNS, HAS_A_VALUE, LINES


class LanguageMiddleware:
    """Vietnamese unless another language was chosen with the button: what a browser asks for, nobody chose."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class NoNulMiddleware:
    """A NUL is in nothing that anybody types, and PostgreSQL takes none: who sends one sends nonsense."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        refuse_nul(request.path, *values_in(request.GET), *request.COOKIES.values())
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        refuse_nul(*values_in(request.POST))


def values_in(query):
    return [value for _name, values in query.lists() for value in values]


def refuse_nul(*texts):
    if any("\0" in text for text in texts):
        raise BadRequest("A NUL was sent.")


class LoginRequiredMiddleware(auth.LoginRequiredMiddleware):
    """Does not ask who it is where that does not matter: asking takes the database, which may be away."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        """Who sent a form after his session ended is told that it was not saved, not led where only forms lead."""
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        typed = [*typed_intake(request.POST), *typed_lines(request.POST)]
        response = render(request, "session_over.html", {"typed": typed}, status=403)
        add_never_cache_headers(response)
        return response


class OnlySentMiddleware:
    """Where only forms lead, whoever reloads or comes back by the address is told so, not shown a blank page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        match = request.resolver_match
        code = match.kwargs.get("code") if match and match.namespace == "dossiers" else None
        page = render(request, "405.html", {"code": code}, status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def typed_intake(sent):
    """(label, text) of what was typed into an intake, to be copied: going back would lead to the log-in instead."""
    fields = IntakeForm.base_fields.items()
    texts = [(field.label, sent.get(name, "")) for name, field in fields if not isinstance(field, ChoiceField)]
    return [(label, text) for label, text in texts if label and text]


def typed_lines(sent):
    """(number, texts) of each line of the paper book that was filled in: they are as long to type as an intake."""
    for number in range(1, LINES + 1):
        texts = [sent.get(f"line{number}-{name}", "").strip() for name in COLUMNS if name not in HAS_A_VALUE]
        if any(texts):
            yield number, " · ".join(filter(None, texts))
