"""Text in a picture: where it stands, and what it says.

PP-OCRv6 small (Apache-2.0), whose weights lie in rapidocr's wheel. Its detector and recogniser are
used one by one, so that each is loaded when it is first needed, and are given their files by path,
so that nothing is ever looked for on the net.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import rapidocr
from omegaconf import DictConfig
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.ch_ppocr_det.utils import DetPreProcess
from rapidocr.ch_ppocr_rec import TextRecInput, TextRecognizer
from rapidocr.utils.parse_parameters import ParseParams

Picture = npt.NDArray[np.uint8]
Point = tuple[float, float]

LONG_SIDE = 960
"""Pixels: PP-OCR's own default for street scenes; 0.5 s on one core."""

_HOME = Path(rapidocr.__file__).parent
_DETECTOR = _HOME / "models" / "PP-OCRv6_det_small.onnx"
_RECOGNISER = _HOME / "models" / "PP-OCRv6_rec_small.onnx"
_NO_LIMIT = 100_000
_STANDING = 1.5

logging.getLogger("RapidOCR").setLevel(logging.WARNING)


@dataclass(frozen=True)
class TextBox:
    """A line of text: upper left, upper right, lower right, lower left corner in px, as seen.

    `score` 0..1 is the detector's mean certainty over the box.
    """

    corners: tuple[Point, Point, Point, Point]
    score: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in px."""
        across, down = zip(*self.corners, strict=True)
        return min(across), min(down), max(across), max(down)


def find(image: Picture, *, long_side: int = LONG_SIDE, least_score: float = 0.5) -> list[TextBox]:
    """Lines of text in an RGB `image`, looked for at a long side of at most `long_side` px.

    Never enlarged: a caller who looks for very small text gives an enlarged part of the picture.
    Letters should be some 8 px high at that size. `least_score`: PP-OCR's default is 0.5.
    """
    scale = min(1.0, long_side / max(image.shape[:2]))
    small = _shrunk(image, scale)
    found = _detector()(cv2.cvtColor(small, cv2.COLOR_RGB2BGR))
    if found.boxes is None or found.scores is None:
        return []
    across, down = image.shape[1] / small.shape[1], image.shape[0] / small.shape[0]
    return [
        _text_box(box * (across, down), score)
        for box, score in zip(found.boxes, found.scores, strict=True)
        if score >= least_score
    ]


def read(image: Picture, boxes: Sequence[TextBox]) -> list[tuple[str, float]]:
    """What stands in each of `boxes` of an RGB `image`: the text and its score 0..1.

    An unreadable box gives an empty text. A standing box is read from top to bottom.
    """
    if not boxes:
        return []
    crops = [_upright(image, box) for box in boxes]
    result = _recogniser()(
        TextRecInput(img=[cv2.cvtColor(one, cv2.COLOR_RGB2BGR) for one in crops])
    )
    return list(zip(result.txts or (), map(float, result.scores), strict=True))


def _text_box(corners: npt.NDArray[np.float64], score: float) -> TextBox:
    """`corners` (4, 2) in px as plain numbers."""
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return TextBox((first, second, third, fourth), float(score))


def _shrunk(image: Picture, scale: float) -> Picture:
    """`image` times `scale`, at most 1."""
    if scale >= 1:
        return image
    height, width = image.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _upright(image: Picture, box: TextBox) -> Picture:
    """The box cut out and set straight; a standing one is turned to lie."""
    corners = np.asarray(box.corners, np.float32)
    width, height = (
        max(1, round(float(max(np.linalg.norm(a - b), np.linalg.norm(c - d)))))
        for a, b, c, d in (corners[[0, 1, 3, 2]], corners[[0, 3, 1, 2]])
    )
    flat = np.asarray([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    turn = cv2.getPerspectiveTransform(corners, flat)
    cut = cv2.warpPerspective(
        image, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(np.rot90(cut) if height >= _STANDING * width else cut, np.uint8)


class Levels(DetPreProcess):
    """The library's own preparation, with what each of the 256 tones becomes reckoned once."""

    def __call__(self, img: Picture) -> npt.NDArray[np.float32] | None:
        """A small RGB or BGR picture (h, w, 3) as the network wants it: (1, 3, h, w)."""
        fitted = self.resize(img)
        if fitted is None:
            return None
        levels = self.normalize(np.arange(256, dtype=np.float32)[:, None]).astype(np.float32)
        planes = [cv2.LUT(one, levels[:, at]) for at, one in enumerate(cv2.split(fitted))]
        return np.asarray(np.stack(planes)[None], np.float32)


class _Detector(TextDetector):
    """The library's own, whose caller shrinks: it has no limit of its own."""

    def get_preprocess(self) -> DetPreProcess:
        # As numbers of 64 bits, as they come, they would make a picture of 64 bits.
        return Levels(_NO_LIMIT, "max", np.float32(self.mean), np.float32(self.std))


@cache
def _detector() -> TextDetector:
    """The detector, loaded once per process."""
    return _Detector(_with_model(_config().Det, _DETECTOR))


@cache
def _recogniser() -> TextRecognizer:
    """The recogniser, loaded once per process. Its alphabet lies in the model's own metadata."""
    config = _config().Rec
    config.font_path = None
    return TextRecognizer(_with_model(config, _RECOGNISER))


def _config() -> DictConfig:
    """The library's own settings."""
    return ParseParams.load(_HOME / "config.yaml")


def _with_model(config: DictConfig, path: Path) -> Any:
    """One thread and no memory arena (an arena keeps the largest picture's memory for good).

    `Any`, since rapidocr's annotations ask for a dict where it wants the settings it made itself.
    """
    config.model_path = str(path)
    config.engine_cfg = {
        **_config().EngineConfig.onnxruntime,
        "intra_op_num_threads": 1,
        "inter_op_num_threads": 1,
        "enable_cpu_mem_arena": False,
    }
    return config
