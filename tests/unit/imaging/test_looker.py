"""Looks in processes of their own: frames come whole, and what fails gives no picture."""

import io
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from grannsamverkan.imaging import jpeg, looker
from grannsamverkan.imaging.drawn import artwork
from grannsamverkan.imaging.evidence import Asked
from grannsamverkan.imaging.looker import Lookers, LookFailed


@pytest.fixture(scope="module")
def lookers():
    made = Lookers(processes=1)
    yield made
    made.close()


@pytest.fixture(scope="module")
def asked():
    return Asked((artwork.sample(""),))


def picture(size=(320, 240)):
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def test_parts_come_back_as_they_were_however_the_bytes_arrive():
    pipe = io.BytesIO()
    looker.write_parts(pipe, [b"one", b"", b"three" * 1000])
    sent = pipe.getvalue()

    assert all(looker.split_parts(sent[:cut]) is None for cut in range(len(sent)))
    assert looker.split_parts(sent) == [b"one", b"", b"three" * 1000]


def test_a_frame_larger_than_any_look_is_refused_before_it_is_read():
    with pytest.raises(LookFailed):
        looker.split_parts(b"\xff\xff\xff\xff")
    with pytest.raises(LookFailed):
        looker.split_parts(b"\x00\x00\x00\x01\x7f\xff\xff\xff")


def test_a_look_gives_bare_pictures_of_the_same_size(lookers, asked):
    looked = lookers(picture(), asked)

    assert (looked.evidence.width, looked.evidence.height) == (320, 240)
    assert jpeg.is_bare(looked.master)
    assert jpeg.is_bare(looked.thumbnail)


def test_what_is_no_picture_fails_and_the_next_one_is_looked_at(lookers, asked):
    with pytest.raises(LookFailed):
        lookers(b"not a picture", asked)

    assert lookers(picture(), asked).evidence.width == 320


def test_a_process_that_is_killed_at_work_fails_its_look_alone(asked):
    lookers = Lookers(processes=1)
    lookers(picture(), asked)
    children = _children()
    threading.Timer(0.05, lambda: [os.kill(child, signal.SIGKILL) for child in children]).start()

    failed = 0
    until = time.monotonic() + 30
    while not failed and time.monotonic() < until:
        try:
            lookers(picture((1600, 1200)), asked)
        except LookFailed:
            failed += 1

    assert lookers(picture(), asked).evidence.width == 320
    lookers.close()


def test_a_look_that_takes_too_long_is_ended(asked):
    lookers = Lookers(processes=1, patience_s=0.001)

    with pytest.raises(LookFailed, match="no answer"):
        lookers(picture(), asked)
    lookers.close()


def _children() -> list[int]:
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    return [child for child in map(int, listed.split()) if b"looking.serve" in _command(child)]


def _command(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()
