"""The words on the drawings of a sight answer, in the reader's language. Pure."""

from grannsamverkan.core.i18n import current_language
from grannsamverkan.core.i18n import gettext as _
from grannsamverkan.geometry.sight.drawings import Words


def drawing_words() -> Words:
    """All texts of the drawings; what stands in braces is filled in by them."""
    return Words(
        plate=_("Skylten"),
        post=_("Stolpen"),
        post_numbered=_("Stolpe {number}"),
        car=_("Bilförare"),
        lorry=_("Lastbilsförare"),
        cyclist=_("Cyklist"),
        sign=_("vägmärket"),
        signal=_("trafiksignalen"),
        somebody=_("någon på vägen"),
        carriageway=_("Körbana"),
        footway=_("Gångbana"),
        cycleway=_("Cykelbana"),
        north=_("N"),
        metres=_("{number} m"),
        error=_("läge ± {number} m"),
        near=_("Stolpen förstorad"),
        taller=_("Höjderna är förstorade {times} gånger"),
        hidden=_("{share} % skymt"),
        limit=_("krav {metres}"),
        worst=_("Ritat där det är värst, inom ± {error}"),
        plan_title=_("Från ovan"),
        plan_description=_("{post} med vägarna runt om. Läget kan vara fel med {error}."),
        plan_sight=_("Siktlinjen är {metres} lång och går till {thing}."),
        along_title=_("Från sidan, längs siktlinjen"),
        along_description=_(
            "{who} har ögat {eye} över marken och ser mot {thing}, {far} bort. Skylten sitter"
            " {post} fram, från {lower} till {top} över marken."
        ),
        across_title=_("Från sidan, tvärs över gatan"),
        across_description=_("{post}: skyltens underkant {lower}, överkant {top}."),
        across_side=_("Till körbanan är det {side} från skylten och {kerb} från stolpen."),
        driver_title=_("{metres} före {thing}"),
        driver_description=_("{who} ser {thing} delvis bakom skylten, som sitter {post} fram."),
        decimal="," if current_language() == "sv" else ".",
    )
