from units.models import Role


def workplace(request):
    """What the top of every page shows: the clock, whether it is the demo's, where one works and as what."""
    user = getattr(request, "user", None)
    context = {"now": getattr(request, "now", None), "is_demo": getattr(request, "is_demo", False)}
    if user is None or not user.is_authenticated:
        return context
    places = {duty.unit for duty in user.duties}
    return context | {
        "workplace": " · ".join(sorted(unit.name for unit in places)),
        "roles": {
            "works_at_desk": user.has_role(Role.CLERK, Role.OFFICER),
            "receives": user.has_role(Role.CLERK),
            "sees_dossiers": bool(user.duties),
            "oversees": user.oversees,
            "administers": user.is_superuser or user.has_role(Role.ADMINISTRATOR),
            "keeps_lists": user.is_superuser or user.has_role(Role.ADMINISTRATOR, Role.PROCEDURE_CONTROL),
        },
    }
