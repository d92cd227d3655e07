"""The one clock. Views read it once a request (`request.now`), commands once a run; everything below takes `now=`."""

from django.utils import timezone

from units.models.demo_clock import DemoClock


def demo_clock():
    """The demo's clock, or None in a real installation."""
    return DemoClock.objects.first()


def now():
    """The moment it is at the desks of this installation: the real one, or the demo's."""
    demo = demo_clock()
    return demo.now() if demo else timezone.now()


def today():
    return timezone.localdate(now())
