"""The command `grannsamverkan photo train`: the rust model learns from the reviewers' marks."""

import importlib
import io
from collections.abc import Sequence
from typing import Any

import click
import numpy as np
from PIL import Image

from grannsamverkan.core.work import Runtime
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs.queries import evidence
from grannsamverkan.signs.queries.evidence import MarkedPhoto
from grannsamverkan.signs.usecases import artworks

LOOKING = "grannsamverkan.imaging.looking"


@click.command("train")
@click.option("--municipality", "slug", help="Its short name; not needed where there is only one.")
@click.pass_obj
def train(runtime: Runtime, slug: str | None) -> None:
    """Learn rust again from what reviewers have marked, split by sign, beside the present model.

    The new model is kept, and used once an administrator switches it on.
    """
    # By name and late: scikit-learn and the networks are needed here alone.
    try:
        learning = importlib.import_module(f"{LOOKING}.learning")
    except ModuleNotFoundError as missing:
        raise click.ClickException(
            f"{missing.name} is missing: install the extra 'train'"
        ) from None
    rust = importlib.import_module(f"{LOOKING}.rust")
    with runtime.reading() as work:
        place = _chosen(places.municipalities(work), slug)
        weights = evidence.rust_weights(work, place.id)
        sizes = {one.key: one.height_mm for one in evidence.artworks(work, place.id)}
        samples = [
            _sample(learning, photo, sizes) for photo in evidence.marked_photos(work, place.id)
        ]
    present = rust.Model.read(weights) if weights else rust.Model.shipped()
    try:
        learnt = learning.learn(samples, present)
    except learning.TooFewLabels as few:
        raise click.ClickException(
            f"Too few marks to learn from: {few}. Five of each are needed."
        ) from few
    figures = {"present": _told(learnt.figures_present), "new": _told(learnt.figures_new)}
    for name, told in figures.items():
        click.echo(f"{name:<8} {told}")
    stored = runtime.storage.put([learnt.weights])
    with runtime.work() as work:
        artworks.keep_rust_model(work, work.get(Municipality, place.id), stored, figures)
    click.echo("Kept. An administrator switches it on under Bildkontroll.")


def _chosen(known: Sequence[Municipality], slug: str | None) -> Municipality:
    found = [one for one in known if slug in (None, one.slug)]
    if len(found) != 1:
        names = ", ".join(one.slug for one in known)
        raise click.ClickException(f"Say --municipality with one of: {names}")
    return found[0]


def _sample(learning: Any, photo: MarkedPhoto, sizes: dict[str, float]) -> Any:
    with Image.open(io.BytesIO(photo.picture)) as opened:
        picture = np.asarray(opened.convert("RGB"))
    sign = photo.found.sign
    height_mm = sizes.get(sign.artwork) if sign else None
    return learning.Marked(
        picture=picture,
        post=photo.found.post,
        marks=photo.marks,
        group=str(photo.sign_id),
        corners=sign.corners if sign else None,
        mm_per_pixel=photo.found.mm_per_pixel(height_mm) if height_mm else None,
    )


def _told(figures: Any) -> str:
    return (
        f"AUC {figures.auc:.3f}, calibration error {figures.calibration_error:.3f},"
        f" {figures.strips} posts of {figures.signs} signs, {figures.rusty} with rust"
    )
