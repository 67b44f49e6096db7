"""Drawn photos with exact truth: a camera, a street, a lamp post, a plate with an artwork.

`random_scene` makes a scene, `render` draws it and says what is true of it, `put_on` draws a plate
into a real photo, `sample` is the product's own sign. The same arguments give the same bytes. Needs
NumPy and Pillow only, so that the web process may import it.
"""

from grannsamverkan.imaging.drawn.artwork import sample
from grannsamverkan.imaging.drawn.chance import DEFAULT_RANGES, random_scene
from grannsamverkan.imaging.drawn.pasted import put_on
from grannsamverkan.imaging.drawn.render import Drawn, render
from grannsamverkan.imaging.drawn.scene import Scene, Weather
from grannsamverkan.imaging.drawn.truth import Truth

__all__ = [
    "DEFAULT_RANGES",
    "Drawn",
    "Scene",
    "Truth",
    "Weather",
    "put_on",
    "random_scene",
    "render",
    "sample",
]
