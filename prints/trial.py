"""What every print of the demo says of itself."""

from units.clock import demo_clock


def demo_note():
    return "Bản in thử – dữ liệu minh họa" if demo_clock() else ""
