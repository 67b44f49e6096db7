"""How long what was sent is kept beside the clean pictures."""

from datetime import timedelta

from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.signs.models import PhotoSet


def plan_removal_of_originals(work: Work, photo_set: PhotoSet) -> None:
    """Ask for the originals to be deleted when the municipality's time for them has passed."""
    days = int(places.setting(work, photo_set.municipality_id, "photo.retention_original_days"))
    work.enqueue(
        "drop_originals",
        key=f"originals:{photo_set.id}",
        municipality_id=photo_set.municipality_id,
        after=timedelta(days=days),
        set_id=photo_set.id,
    )
