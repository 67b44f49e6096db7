"""The networks that ship: each loaded once in a process, sparing of memory and of threads.

Every network reads one input, ``picture``: uint8 (1, h, w, 3), RGB; h and w are multiples of 32
(`padded` sees to it). They were made by ``scripts/weights.py``; what comes out, by name:

`centerface`  faces, at stride 4, channels first: ``heat`` (1, 1, h/4, w/4) is the score of each
    place, ``size`` (1, 2, …) the logarithm of height and width over 4, ``offset`` (1, 2, …) of the
    centre in rows and columns, ``landmarks`` (1, 10, …).
`nanodet`     COCO's 80 kinds (0 is a person): ``scores_8``, ``scores_16``, ``scores_32``
    (1, places, 80) and ``sides_8`` … (1, places, 4 * 11): for left, top, right, bottom the weights
    (before a softmax) of the distances 0..10, in strides, from the place's centre. Places go by
    rows; the centre of place (row, column) is (column + 0.5, row + 0.5) strides. Made for 416 px.
`centernet`   COCO's 80 kinds, at stride 4: ``heat`` (1, h/4, w/4, 80) and ``sides``
    (1, h/4, w/4, 4): left, top, right, bottom, in pixels from (4 * column, 4 * row). For 512 px.
`mobilenet`   features of surfaces: ``stride_8`` (1, h/8, w/8, 32), ``stride_16`` (…/16, 88).

Nothing is sent anywhere: the runtime's telemetry is switched off where a build of it has any.
"""

import os
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from grannsamverkan.imaging import weights

Network = Literal["centerface", "nanodet", "centernet", "mobilenet"]
Picture = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.float32]

THREADS = "GRANNSAMVERKAN_LOOK_THREADS"
"""Environment variable: threads of one network. The looker runs one process a core, so 1."""

STRIDE = 32


def threads() -> int:
    """Return how many threads a network may use in this process."""
    return max(1, int(os.environ.get(THREADS, "1")))


@cache
def session(name: Network) -> onnxruntime.InferenceSession:
    """Return the network `name`, loaded at the first call.

    Without arena and patterns a network gives its memory back after each picture. Measured with all
    four networks at up to 1280 x 960: 434 MB at most and 293 MB afterwards, against 658 MB and
    658 MB with both; with the arena large pictures take about half the time.
    """
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.intra_op_num_threads = threads()
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    model = files(weights).joinpath(f"{name}.onnx").read_bytes()
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def run(name: Network, picture: Picture) -> Mapping[str, Numbers]:
    """Return what the network says of an RGB picture (h, w, 3), by the names above.

    Raises ValueError unless h and w are multiples of 32.
    """
    if any(side % STRIDE for side in picture.shape[:2]):
        raise ValueError(f"sides {picture.shape[:2]} are no multiples of {STRIDE}")
    network = session(name)
    names = [each.name for each in network.get_outputs()]
    return dict(zip(names, network.run(names, {"picture": picture[None]}), strict=True))


def padded(picture: Picture) -> Picture:
    """Return the picture (h, w, 3) with black to the right and below, up to multiples of 32."""
    height, width = (-side % STRIDE for side in picture.shape[:2])
    return np.asarray(cv2.copyMakeBorder(picture, 0, height, 0, width, cv2.BORDER_CONSTANT))
