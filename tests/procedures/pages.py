"""The lists of postings and of procedures read back."""

from django.urls import reverse

OVERVIEW = reverse("procedures:postings")


def list_of(unit, **query):
    return reverse("procedures:unit_postings", args=[unit.code], query=query)


def said(response):
    return [str(message) for message in response.context["messages"]]


def names(response):
    return [version.name for version in response.context["page"]]
