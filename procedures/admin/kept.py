from units.admin_permissions import KeptAbove
from units.models import Role


class KeptByProcedureControl(KeptAbove):
    """The lists are one for all communes, so they are kept above them."""

    kept_by = (Role.PROCEDURE_CONTROL, Role.ADMINISTRATOR)
