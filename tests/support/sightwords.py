"""Words for the drawings of a sight answer, in Swedish, as the pages would give them."""

from grannsamverkan.geometry.sight.drawings import Words

WORDS = Words(
    plate="Skylten",
    post="Stolpen",
    post_numbered="Stolpe {number}",
    car="Bilförare",
    lorry="Lastbilsförare",
    cyclist="Cyklist",
    sign="vägmärket",
    signal="trafiksignalen",
    somebody="någon på vägen",
    carriageway="Körbana",
    footway="Gångbana",
    cycleway="Cykelbana",
    north="N",
    metres="{number} m",
    error="läge ± {number} m",
    near="Stolpen förstorad",
    taller="Höjderna är förstorade {times} gånger",
    hidden="{share} % skymt",
    limit="krav {metres}",
    worst="Ritat där det är värst, inom ± {error}",
    plan_title="Från ovan",
    plan_description="{post} med vägarna runt om. Läget kan vara fel med {error}.",
    plan_sight="Siktlinjen är {metres} lång och går till {thing}.",
    along_title="Från sidan, längs siktlinjen",
    along_description="{who} har ögat {eye} över marken och ser mot {thing}, {far} bort. "
    "Skylten sitter {post} fram, från {lower} till {top} över marken.",
    across_title="Från sidan, tvärs över gatan",
    across_description="{post}: skyltens underkant {lower}, överkant {top}.",
    across_side="Till körbanan är det {side} från skylten och {kerb} från stolpen.",
    driver_title="{metres} före {thing}",
    driver_description="{who} ser {thing} delvis bakom skylten, som sitter {post} fram.",
)
