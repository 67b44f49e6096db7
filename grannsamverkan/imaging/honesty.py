"""Hints that a photo may not be what a phone's camera saw. For a person to look at, never more:
people crop and brighten in good faith, programs write what they like, and EXIF can be taken off.

Left out, because no sample shows that they work: a photo of a screen by its pixel grid, and a
picture of a screen by its status bar.
"""

import re

from grannsamverkan.imaging.checks import Result
from grannsamverkan.imaging.report import Claims, Intake

EDITORS = (
    "acdsee",
    "affinity photo",
    "airbrush",
    "aperture",
    "b612",
    "beautycam",
    "beautyplus",
    "canva",
    "capture one",
    "corel",
    "dall-e",
    "darktable",
    "digikam",
    "dxo",
    "faceapp",
    "facetune",
    "firefly",
    "fotor",
    "gimp",
    "graphicsmagick",
    "imagemagick",
    "inkscape",
    "instagram",
    "iphoto",
    "irfanview",
    "krita",
    "lightroom",
    "luminar",
    "meitu",
    "midjourney",
    "paint",
    "paint.net",
    "paintshop",
    "painttool",
    "photo editor",
    "photodirector",
    "photofiltre",
    "photolab",
    "photopea",
    "photoscape",
    "photoshop",
    "picasa",
    "picmonkey",
    "picsart",
    "pixelmator",
    "pixlr",
    "polarr",
    "rawtherapee",
    "remini",
    "skitch",
    "snapseed",
    "stable diffusion",
    "touchretouch",
    "vsco",
    "xnview",
    "youcam",
)
"""Programs that change what a picture shows, as they name themselves in EXIF's Software. Phones and
cameras write their firmware there (G935LKLU1APL1, 15.2.1, HDR+ 1.0), and programs that only carry
photos over (Nikon Transfer) are no editors."""

_EDITOR = re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, EDITORS))})(?![a-z])")

PHONE_SCREENS = frozenset(
    """640x1136 750x1334 828x1792 1125x2436 1170x2532 1179x2556 1206x2622 1242x2208 1242x2688
    1260x2736 1284x2778 1290x2796 1320x2868 720x1280 720x1440 720x1480 720x1520 720x1560 720x1600
    720x1612 720x1650 1008x2244 1080x1920 1080x2040 1080x2160 1080x2220 1080x2240 1080x2246
    1080x2248 1080x2270 1080x2280 1080x2310 1080x2312 1080x2316 1080x2340 1080x2376 1080x2388
    1080x2400 1080x2408 1080x2412 1080x2424 1080x2460 1080x2520 1080x2640 1096x2560 1200x2670
    1220x2712 1240x2772 1260x2800 1264x2780 1280x2856 1344x2992 1440x2560 1440x2880 1440x2960
    1440x3040 1440x3088 1440x3120 1440x3168 1440x3200 1440x3216 1644x3840""".split()
)
"""Pixels of phones' screens, the short side first, as their makers' data sheets give them."""

OTHER_SCREENS = frozenset(
    """768x1024 1488x2266 1536x2048 1620x2160 1640x2360 1668x2224 1668x2388 1668x2420 2048x2732
    2064x2752 720x1280 768x1366 800x1280 864x1536 900x1440 900x1600 1050x1680 1080x1920 1200x1920
    1440x2560 1600x2560 1800x2880 1964x3024 2234x3456 2160x3840""".split()
)
"""Pixels of tablets' and computers' screens, the short side first."""

TALL = 1.9
"""Long side by short side: no camera makes pictures of a phone's screen and longer than this.
Programs that send photos take their claims off and scale them to 1280x720 or 2048x1536, so that
such sizes count for a PNG alone, which no phone's camera makes."""


def hints(intake: Intake) -> tuple[Result, ...]:
    """All hints about one photo. Each verdict is `ok` (nothing was seen) or `person_looks`."""
    return edited(intake.claims), screenshot(intake)


def edited(claims: Claims) -> Result:
    """Does the file name a program that changes pictures?"""
    found = _EDITOR.search((claims.software or "").lower()) is not None
    return _hint("edited", found, "edited-1")


def screenshot(intake: Intake) -> Result:
    """Has the picture exactly a screen's size, and nothing of a camera?"""
    claims = intake.claims
    by_camera = claims.camera is not None or claims.focal_length_35mm is not None
    return _hint("screenshot", not by_camera and _has_screen_size(intake), "screenshot-1")


def _has_screen_size(intake: Intake) -> bool:
    short, long = sorted((intake.width, intake.height))
    size = f"{short}x{long}"
    if size in PHONE_SCREENS and long >= TALL * short:
        return True
    return intake.format == "PNG" and size in PHONE_SCREENS | OTHER_SCREENS


def _hint(check: str, found: bool, source: str) -> Result:
    return Result(
        check=check,
        value=None,
        limit=None,
        unit="",
        verdict="person_looks" if found else "ok",
        source=source,
        uncertainty="claim",
    )
