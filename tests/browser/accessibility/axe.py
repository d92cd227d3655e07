"""What axe finds against WCAG 2.2 AA, in the wide and the narrow layout."""

from axe_playwright_python.sync_playwright import Axe

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
WIDTHS = (1366, 390)
axe = Axe()


def faults(page):
    """What axe says of the page as it stands, in both layouts, everything folded opened."""
    found = set()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(
            "document.querySelectorAll('details').forEach((part) => { part.open = !part.matches('.person') })"
        )
        for violation in axe.run(page, options=RULES).response["violations"]:
            found |= {f"{violation['id']}: {node['html'][:150]}" for node in violation["nodes"]}
    return sorted(found)


def faults_at(page, *paths):
    found = {}
    for path in paths:
        page.goto(path)
        if faulty := faults(page):
            found[path] = faulty
    return found
