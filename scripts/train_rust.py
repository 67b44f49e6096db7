"""Learn the rust weights that ship, the same every time, from what their licences allow.

    python scripts/train_rust.py        TESTDATA is the folder with the sets (../shared/data)

Rust comes from ``photos/rust-polygons`` (CC BY 4.0) and is noise in rust's colours as well; what is
free of rust is drawn, or lies beside the outlines of the same pictures. Sets that may only be
measured on are not read. ``grannsamverkan photo evaluate`` measures the recipe. Needs the extra
``train`` (scikit-learn), on one thread, so that sums are added in one order.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import weights

from grannsamverkan.imaging.evaluation import rust_photos, rust_recipe
from grannsamverkan.imaging.looking import learning, rust

DATA = Path(os.environ.get("TESTDATA", weights.ROOT.parent / "shared" / "data"))
TARGET = weights.TARGET / f"{rust.SHIPPED}.json"


def main() -> None:
    """Learn, write the weights file and the list of sums, and say how many strips there were."""
    cv2.setNumThreads(1)
    photos = rust_photos.read(DATA)
    if not photos:
        sys.exit(f"no pictures in {DATA / rust_photos.FOLDER}")
    strips = list(rust_recipe.examples(photos))
    model = learning.fit(strips, unknown=rust_recipe.unknown())
    model = replace(model, name=rust.SHIPPED)
    TARGET.write_bytes(model.write())
    weights.seal()
    print(f"{len(strips)} strips, {sum(strip.rusty for strip in strips)} of them with rust")
    print(f"square {model.square}, strip {model.strip}")


if __name__ == "__main__":
    main()
