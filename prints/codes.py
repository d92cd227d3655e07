"""Machine-readable codes as SVG, quiet zones included. Cheap scanners read only 1D, telephones only QR: print both."""

from io import BytesIO

import segno
from barcode import Code128
from barcode.writer import SVGWriter

CODE128_LOOK = {
    "module_width": 0.254,  # mm: 10 mil, whole dots at 300 and at 600 dpi
    "module_height": 9,  # mm
    "quiet_zone": 2.54,  # mm: ten modules, as ISO/IEC 15417 asks
    "margin_top": 0,
    "margin_bottom": 0,
    "write_text": False,
}


def qr(text: str) -> str:
    out = BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", border=4, xmldecl=False)  # border: four modules, ISO/IEC 18004
    return out.getvalue().decode()


def code128(text: str) -> str:
    return Code128(text, writer=SVGWriter()).render(CODE128_LOOK).decode()
