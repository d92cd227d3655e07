"""Who is told of a dossier on a day: those who have it in hand, their head, the leader of the unit."""

from collections import defaultdict

from dossiers.ladder import Rung
from units.models import AgencyKind, Assignment, Role


class Chain:
    """The officers and leaders of a day, read once for all dossiers."""

    def __init__(self, day):
        self.by_agency, self.by_unit, self.by_committee = defaultdict(list), defaultdict(list), defaultdict(list)
        duties = Assignment.objects.in_force_on(day).filter(role__in=(Role.OFFICER, Role.LEADER), user__is_active=True)
        for duty in duties.select_related("user", "agency").order_by("pk"):
            self.by_agency[duty.role, duty.agency_id].append(duty.user)
            if duty.agency.kind != AgencyKind.BESIDE:
                self.by_unit[duty.role, duty.agency.unit_id].append(duty.user)
            if duty.agency.kind == AgencyKind.COMMITTEE:
                self.by_committee[duty.role, duty.agency.unit_id].append(duty.user)

    def told(self, dossier, rung):
        """The users whom `rung` of `dossier` tells."""
        holder = dossier.holding_agency or dossier.competent_agency
        match rung:
            case Rung.HALF:
                officers = self._of(Role.OFFICER, holder)
                return [user for user in officers if user.pk == dossier.handled_by_id] or officers
            case Rung.DAY_BEFORE:
                return self._of(Role.LEADER, holder)
            case Rung.DUE_DAY:
                return self.by_agency[Role.LEADER, dossier.competent_agency_id]

    def _of(self, role, agency):
        """Those of the agency; for an office that has none, its committee's. Every officer works for his committee."""
        if role == Role.OFFICER and agency.kind == AgencyKind.COMMITTEE:
            return self.by_unit[role, agency.unit_id]
        own = self.by_agency[role, agency.pk]
        return self.by_committee[role, agency.unit_id] if not own and agency.kind == AgencyKind.OFFICE else own
