"""Pages of docs/ that come from code: a test fails when one is not what the code says, `make docs` writes them anew."""

import os
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def is_what_the_code_says(name: str, text: str) -> bool:
    """Whether docs/`name` holds `text`; under `make docs` it does afterwards."""
    page = DOCS / name
    if os.environ.get("WRITE_DOCS"):
        page.write_text(text, encoding="utf-8")
    return page.is_file() and page.read_text(encoding="utf-8") == text


def table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rows])
