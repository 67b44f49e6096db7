"""Drawings of a sight answer as SVG: from above, from the side, and from the driver's seat."""

from grannsamverkan.geometry.sight.drawings.driver import driver_view
from grannsamverkan.geometry.sight.drawings.plan import plan
from grannsamverkan.geometry.sight.drawings.scene import Scene
from grannsamverkan.geometry.sight.drawings.section import cross_section
from grannsamverkan.geometry.sight.drawings.sheet import PAGE, PRINT, Drawing, Palette
from grannsamverkan.geometry.sight.drawings.words import Words

__all__ = [
    "PAGE",
    "PRINT",
    "Drawing",
    "Palette",
    "Scene",
    "Words",
    "cross_section",
    "driver_view",
    "plan",
]
