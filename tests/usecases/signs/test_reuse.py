"""Photos sent before are found by index, with the same findings as by looking at all of them."""

import hashlib

import pytest
from sqlalchemy import select

from grannsamverkan.imaging import Measures, similar
from grannsamverkan.imaging.bands import bands, near_bands
from grannsamverkan.imaging.quality import SAME_PHOTO_BITS
from grannsamverkan.signs import rules
from grannsamverkan.signs.models import Photo, PhotoSet
from grannsamverkan.signs.models.review import PhotoBand
from grannsamverkan.signs.queries import findings as finding_queries
from grannsamverkan.signs.usecases import mounting
from tests.usecases.signs.case import VIEWS, intake

MEASURES = {"sharpness": 0.4, "brightness": 0.5, "clipped_dark": 0.0, "clipped_light": 0.0}


def fingerprint(seed):
    """128 bits that look drawn by lot, the same each time."""
    return int(hashlib.sha256(str(seed).encode()).hexdigest()[:32], 16)


def looking(dhash):
    return intake(measures=Measures(dhash=f"{dhash:032x}", **MEASURES))


def plain_way(work, photo):
    """Every sent photo of other signs, one by one."""
    others = work.session.execute(
        select(Photo.original, Photo.dhash)
        .join(PhotoSet)
        .where(
            Photo.municipality_id == photo.municipality_id,
            PhotoSet.sign_id != photo.set.sign_id,
            PhotoSet.sent_at.is_not(None),
        )
    ).all()
    bits = [similar(photo.dhash, dhash) for _original, dhash in others if dhash]
    near = [number for number in bits if number <= SAME_PHOTO_BITS]
    same = any(original == photo.original for original, _dhash in others)
    return rules.check_reuse(same, min(near, default=None), SAME_PHOTO_BITS)


@pytest.fixture
def sent(scene):
    """A sign whose photos were sent, with fingerprints drawn by lot."""
    sign_id = scene.handed_out()
    hashes = [fingerprint(view) for view in VIEWS]
    for view, dhash in zip(VIEWS, hashes, strict=True):
        scene.photo(sign_id, view, f"{view} first".encode(), looking(dhash))
    scene.photos_sent_as_they_are(sign_id)
    return sign_id, hashes


@pytest.mark.parametrize("bits", [0, 1, 11, 12, 13, 60])
def test_the_finding_is_that_of_the_plain_way(scene, sent, bits):
    first, hashes = sent
    # Spread over the whole fingerprint, which is the hardest case for its bands.
    flipped = sum(1 << (128 * number // max(bits, 1)) for number in range(bits))
    other = scene.handed_out(scene.sign(first).group_id, "1043")

    photo_id = scene.photo(other, "post", b"another file", looking(hashes[1] ^ flipped))

    with scene.runtime.reading() as work:
        photo = work.get(Photo, photo_id)
        found = finding_queries.reuse_finding(work, photo)
        assert found == plain_way(work, photo)
    assert found.finding == ("alike" if bits <= SAME_PHOTO_BITS else "new_photo")


def test_the_same_file_is_found_and_ones_own_photos_are_not(scene, sent):
    first, hashes = sent
    other = scene.handed_out(scene.sign(first).group_id, "1043")

    again = scene.photo(other, "road", b"road first", looking(hashes[2]))
    own = scene.sign(first).sent_set.photos[0].id

    with scene.runtime.reading() as work:
        assert finding_queries.reuse_finding(work, work.get(Photo, again)).finding == "same_file"
        assert finding_queries.reuse_finding(work, work.get(Photo, own)).finding == "new_photo"


def test_what_is_read_does_not_grow_with_the_photos_of_the_municipality(scene, sent, given):
    first, hashes = sent
    with given() as work:
        mine = work.get(PhotoSet, scene.sign(first).sent_set.id)
        for number in range(300):
            dhash = f"{fingerprint(number):032x}"
            photo = Photo(
                municipality_id=mine.municipality_id,
                view="post",
                original=f"{number:064x}",
                dhash=dhash,
                received_at=work.now,
            )
            photo.bands = [
                PhotoBand(municipality_id=mine.municipality_id, band=band) for band in bands(dhash)
            ]
            mine.photos.append(photo)
    with scene.runtime.reading() as work:
        wanted = near_bands(f"{hashes[0]:032x}")
        met = work.session.scalars(
            select(PhotoBand.photo_id).where(PhotoBand.band.in_(wanted)).distinct()
        ).all()

    assert len(met) <= 4


def test_a_removed_photo_leaves_no_fingerprint(scene, given):
    sign_id = scene.handed_out()
    photo_id = scene.photo(sign_id, "post", b"x", looking(5))

    with scene.runtime.work(scene.mounter(sign_id)) as work:
        mounting.remove_photo(work, sign_id, photo_id)

    with scene.runtime.reading() as work:
        assert work.session.scalars(select(PhotoBand)).all() == []
