"""Files as people upload them: the least that tells a Word document from any other archive."""

import io
import zipfile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = b"%PDF-1.4\n%blank"


def zipped(**parts):
    """An archive; in the names of its parts `__` stands for a slash and `_dot_` for a point."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def old_office(*streams):
    return OLE + b"\0" * 100 + b"".join(f"{name}\0".encode("utf-16-le") for name in streams)


def open_xml(main, **more):
    made = io.BytesIO(zipped(**{main: "<x/>"}, **more))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return made.getvalue()


DOCX = open_xml("word__document_dot_xml")
XLSX = open_xml("xl__workbook_dot_xml")
ODT = zipped(mimetype="application/vnd.oasis.opendocument.text", content_dot_xml="<x/>")
DOC = old_office("Root Entry", "WordDocument")
XLS = old_office("Root Entry", "Workbook")
