"""Where another network sees vehicles: labels for sets that have none.

CenterNet, at the score published with it (0.3), has no part in the covering: its mistakes are not
those of the network that is measured.
"""

import numpy as np

from grannsamverkan.imaging.looking import boxes, networks
from grannsamverkan.imaging.looking.boxes import Box, Picture

_SCORE = 0.3
_VEHICLES = (2, 3, 5, 7)  # COCO's car, motorcycle, bus, truck
_SIDE, _STRIDE = 512, 4
_SAME = 0.6


def vehicles(image: Picture) -> list[Box]:
    """Boxes in px of the vehicles in an RGB picture."""
    height, width = image.shape[:2]
    said = networks.run("centernet", boxes.resized(image, _SIDE, _SIDE))
    heat = said["heat"][0][:, :, _VEHICLES].max(axis=2)
    row, column = np.nonzero(heat >= _SCORE)
    places = np.stack([column, row, column, row], axis=1) * _STRIDE
    outwards = said["sides"][0][row, column] * np.asarray((-1, -1, 1, 1))
    shares = (places + outwards) / _SIDE * np.asarray((width, height, width, height))
    found = boxes.found(np.asarray(shares, np.float32), heat[row, column], overlap=_SAME)
    return [one.box for one in found]
