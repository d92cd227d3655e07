from units.models import DemoClock


def workplace(request):
    """What the top bar shows: the clock and whether it is the demo's."""
    return {"now": getattr(request, "now", None), "is_demo": DemoClock.objects.exists}
