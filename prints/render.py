"""The one door to typst. Values travel beside the template as JSON, never inside its source, so they print as text."""

import json
import re
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

HERE = Path(__file__).parent
ROOT = HERE.parent  # templates stand beside what fills them; what they share is imported from "/prints/_parts.typ"

# Archivable and readable by screen readers. Both refuse a page that lacks a glyph, rather than print a blank.
STANDARDS = ["a-2a", "ua-1"]

# What every face of Liberation Serif can draw of Latin, Greek, Cyrillic and the signs of an office; tested against it.
DRAWABLE = re.compile(r"[ -~¡-¬®-ɏΑ-ΡΣ-ώЀ-ҁҊ-ԓḀ-ẛẠ-ỹ‐‒-•…‰′″‹›⁄⁴-⁹₀-₉₫€№™⅓⅔⅛-⅞←-↓−≠≤≥■□●]")


def render(template: str, data: dict, images: dict[str, str]) -> bytes:
    """`template`, a path below the project's root, as PDF.

    Same arguments, same bytes: the file is dated `data["issued_at"]`, never now.
    """
    return typst.compile(
        ROOT / template,
        **_given(data, images),
        pdf_standards=STANDARDS,
        timestamp=int(data["issued_at"].timestamp()),
    )


def ask(template: str, data: dict, images: dict[str, str], label: str) -> list:
    """What `template` says under `label` as metadata, in its order; nothing is printed."""
    return json.loads(typst.query(ROOT / template, label, field="value", **_given(data, images)))


def _given(data, images):
    return {
        "root": ROOT,
        "font_paths": fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(printable(data)), "images": json.dumps(images)},
    }


@cache
def fonts() -> typst.Fonts:
    """Ours alone: without a font to fall back on, a page looks the same on every server."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"])


def printable(value):
    """The same value, every text on one line and drawable: stray marks and controls go, unknown signs become □."""
    match value:
        case str():
            return "".join(map(drawable, " ".join(unicodedata.normalize("NFC", value).split())))
        case dict():
            return {key: printable(item) for key, item in value.items()}
        case list() | tuple():
            return [printable(item) for item in value]
        case datetime():
            return value.isoformat()
        case _:
            return value


def drawable(character: str) -> str:
    if DRAWABLE.match(character):
        return character
    # Combining marks that found no letter (M), controls, direction marks, surrogates (C) have no place of their own.
    return "" if unicodedata.category(character)[0] in "MC" else "□"
