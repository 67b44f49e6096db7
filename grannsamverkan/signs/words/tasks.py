"""How each task is done, for whoever has never done it. Source of what harms the zinc: the
municipality's rules for mounting, as in `fastenings.toml`."""

from collections.abc import Mapping
from typing import Any

from grannsamverkan.core.i18n import lazy

_SEEN = lazy("Ta ett foto på nära håll och ett på håll, och skicka dem på din sida.")

HOW: Mapping[str, tuple[Any, ...]] = {
    "take_down": (
        lazy("Ta med en avbitare och ha någon som håller i stegen."),
        lazy("Klipp av buntbanden eller skruva loss banden. Håll verktyget bort från stolpen."),
        lazy("Ta bort allt som höll skylten, också gummi och bandrester."),
        lazy("Ta ett foto på nära håll där skylten satt och ett av hela stolpen."),
        lazy("Lämna skylten till gruppens kontaktombud."),
    ),
    "fault": (
        lazy("Titta på skylten och fästet."),
        lazy("Rätta felet. Byt ett trasigt band mot ett nytt buntband av plast."),
        _SEEN,
    ),
    "inspect": (
        lazy("Titta på skylten: sitter den fast, går den att läsa, är zinken hel?"),
        _SEEN,
    ),
    "put_back": (
        lazy("Sätt upp skylten på den nya stolpen, på samma höjd som förut."),
        lazy("Använd nya buntband av plast."),
        _SEEN,
    ),
}
NEVER: tuple[Any, ...] = (
    lazy("Bänd, skrapa eller slipa inte på stolpen. Zinken skyddar den mot rost."),
    lazy("Stå aldrig i körbanan."),
    lazy("Öppna inte stolpens lucka. Där finns ström."),
)
