"""What the picture of a sign's printed face must be like to be looked for in photos."""

LEAST_WIDTH_PX = 400
"""Signs are to be found from a width of 130 px in a photo; three times that leaves details to tell
them by where somebody stood close."""
MOST_SKEW = 0.03
"""How much picture and plate may differ in proportions: a bleed of a few millimetres does, a frame
around the plate or swapped sides do more. Heights would be wrong by as much."""


def fitting_height_mm(width_mm: float, width_px: int, height_px: int) -> float:
    """How high a plate of this width is when the picture shows all of it."""
    return width_mm * height_px / width_px


def fits(width_mm: float, height_mm: float, width_px: int, height_px: int) -> bool:
    """True if picture and plate have the same proportions, but for `MOST_SKEW`."""
    fitting = fitting_height_mm(width_mm, width_px, height_px)
    return abs(height_mm / fitting - 1) <= MOST_SKEW
