"""The letter about signs outside their group's area."""

from collections.abc import Sequence

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import _, ngettext
from grannsamverkan.core.mail import Letter
from grannsamverkan.groups.models import Group
from grannsamverkan.signs.models import Sign


def signs_outside(group: Group, signs: Sequence[Sign]) -> Letter:
    """To contact persons and coordinators: the area has changed, and signs hang outside it."""
    return Letter(
        subject=_("Skyltar utanför området: %(name)s", name=group.name),
        lead=ngettext(
            "%(num)s skylt hänger utanför gruppens nya område.",
            "%(num)s skyltar hänger utanför gruppens nya område.",
            len(signs),
        ),
        button=(_("Se gruppens skyltar"), f"/grupper/{group.id}/skyltar"),
        facts=tuple((codes.pretty(sign.code), sign.post_number or sign.place) for sign in signs),
        paragraphs=(_("Kom överens om de ska flyttas, tas ned eller sitta kvar."),),
    )
