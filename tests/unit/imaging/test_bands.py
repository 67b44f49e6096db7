"""The bands of a fingerprint miss none that are as near as promised."""

from hypothesis import given
from hypothesis import strategies as st

from grannsamverkan.imaging import similar
from grannsamverkan.imaging.bands import BANDS, MOST_BITS, bands, near_bands
from grannsamverkan.imaging.quality import SAME_PHOTO_BITS

BITS = 128


def written(number):
    return f"{number:0{BITS // 4}x}"


@given(
    st.integers(0, 2**BITS - 1),
    st.sets(st.integers(0, BITS - 1), max_size=MOST_BITS),
)
def test_whoever_is_near_is_found(number, flipped):
    other = number
    for bit in flipped:
        other ^= 1 << bit

    assert similar(written(number), written(other)) == len(flipped)
    assert set(near_bands(written(number))) & set(bands(written(other)))


def test_the_promise_covers_what_counts_as_the_same_photo():
    assert SAME_PHOTO_BITS <= MOST_BITS


def test_unlike_pictures_rarely_meet():
    one, other = written(0), written(int("a5" * 16, 16))

    assert len(bands(one)) == BANDS
    assert not set(near_bands(one)) & set(bands(other))
