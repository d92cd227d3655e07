"""The lists of postings and of procedures read back."""

from django.urls import reverse

OVERVIEW = reverse("procedures:postings")


def list_of(unit, **query):
    return reverse("procedures:unit_postings", args=[unit.code], query=query)


def said(response):
    return [str(message) for message in response.context["messages"]]


def text(response):
    """Its source, with no line broken."""
    return " ".join(response.content.decode().split())


def names(response):
    return [version.name for version in response.context["page"]]
