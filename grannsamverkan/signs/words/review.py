"""What the reviewer's pages say of colleagues. Pure."""

from collections.abc import Sequence

from grannsamverkan.core.i18n import _, ngettext


def also_here(names: Sequence[str]) -> str:
    """Who else has the case open; empty if nobody has."""
    if not names:
        return ""
    if len(names) == 1:
        return _("%(name)s har ärendet öppet just nu.", name=names[0])
    return ngettext(
        "%(names)s har ärendet öppet just nu.",
        "%(names)s har ärendet öppet just nu.",
        len(names),
        names=", ".join(names),
    )
