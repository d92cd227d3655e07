import unicodedata

import pytest
from django.db import connection
from django.db.models import Q, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from units.models import RuleSet
from units.text import Words, fold, normalise

TYPOGRAPHIC = "’‘“”„…–—·•«»&/ßþðæœøł½№ﬁ_%\\"
VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"


def test_diacritics_go():
    assert fold("Nguyễn Thị ĐỨC Ỷ") == "nguyen thi duc y"


def test_composed_and_decomposed_are_the_same():
    assert normalise(unicodedata.normalize("NFD", "Nguyễn")) == "Nguyễn"
    assert fold(unicodedata.normalize("NFD", "Nguyễn")) == "nguyen"


def test_blanks_and_controls_are_put_in_order():
    assert normalise("  a\t b\r\n\x00c  ") == "a b c"


@pytest.mark.django_db
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " 0123456789'", max_size=40))
def test_the_database_folds_as_python_does(text):
    text = normalise(text)
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.fold_text(%s), public.fold_text(%s)", [text, unicodedata.normalize("NFD", text)])
        assert cursor.fetchone() == (fold(text), fold(text))


@pytest.mark.django_db
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + TYPOGRAPHIC + " 0123456789'-.", max_size=40))
def test_each_word_of_a_name_finds_that_name(text):
    name = normalise(text)
    one_row = RuleSet.objects.order_by("pk")[:1].values("pk")
    names = RuleSet.objects.filter(pk__in=one_row).annotate(words=Words(Value(f" {name} ")))
    found = names.filter(*(Q(words__contains=Words(Value(f" {word}"))) for word in name.split()))
    assert found.exists()
