"""A dashboard read back, what SQL counts, and rows that the cast has no actions for."""

import re
from datetime import date
from html.parser import HTMLParser

from django.db import connection

from procedures.models import Posting, PostingPlace
from satisfaction.models import Answer, Source

JANUARY = "from=2018-01-01&to=2018-01-15"


class Links(HTMLParser):
    """The links of a page, each with the number that stands in it first, if any."""

    def __init__(self, page):
        super().__init__()
        self.found, self.open, self.depth = [], None, 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.open = [dict(attributes).get("href", ""), ""]

    def handle_data(self, data):
        if self.open:
            self.open[1] += data

    def handle_endtag(self, tag):
        if tag == "a" and self.open:
            self.found.append(tuple(self.open))
            self.open = None


def figures_of(page):
    """(address, number) of each link to a list, of dossiers, postings or procedures, that says how many there are."""
    for href, text in Links(page.content.decode()).found:
        number = re.search(r"(?<![\d/])(\d+)(?! ?%|,\d)\b", re.sub(r"(\d)\.(\d{3})", r"\1\2", text.strip()))
        is_list = href.startswith(("/dossiers/", "/procedures/?")) or "&state=" in href
        if is_list and number and "%" not in text:
            yield href, int(number[1])


def rows(page):
    """The lines of the table, by unit's or procedure's name: the values of their cells."""
    table = page.context["table"]
    return {row.line.name: {cell.column.key: cell.value for cell in row.cells} for row in [*table.rows, *table.totals]}


def length_of(page):
    """How many there are in a list, on all its pages."""
    return page.context["count"] if "count" in page.context else page.context["page"].paginator.count


def open_page(client, user, query="", status=200):
    client.force_login(user)
    page = client.get(f"/dashboard/?{query}")
    assert page.status_code == status, page.content.decode()[:500]
    return page


SQL = """
SELECT count(*) FILTER (WHERE received >= %(first)s),
       count(*) FILTER (WHERE finished <= %(last)s),
       count(*) FILTER (WHERE finished <= %(last)s AND finished > due),
       count(*) FILTER (WHERE coalesce(finished, 'infinity') > %(last)s),
       count(*) FILTER (WHERE coalesce(finished, 'infinity') > %(last)s AND due < %(last)s)
FROM (SELECT (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS received,
             (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS due,
             (finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS finished, unit.code
      FROM dossiers_dossier JOIN units_agency agency ON agency.id = competent_agency_id
      JOIN units_administrativeunit unit ON unit.id = agency.unit_id) dossier
WHERE received <= %(last)s AND coalesce(finished, 'infinity') >= %(first)s AND code LIKE %(code)s
"""


KEYS = ("received", "resolved", "late", "pending", "overdue")


def counted(code, first="2018-01-01", last="2018-01-15"):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"first": first, "last": last, "code": code})
        return list(cursor.fetchone())


def answers(unit, procedure, marks, month):
    for mark in marks:
        Answer.objects.create(
            desk=unit.desk, procedure=procedure, month=month, source=Source.KIOSK, overall=mark, staff=mark
        )


def posting(unit, procedure, place=PostingPlace.BOARD):
    Posting.objects.create(version=procedure.versions.get(), desk=unit.desk, place=place, posted_on=date(2017, 2, 1))
