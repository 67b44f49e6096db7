"""What every storage backend promises. A new backend is one more line in BACKENDS."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from grannsamverkan.core.storage import NoSpace, open_storage

BACKENDS = {"file": lambda folder: f"file://{folder}/objects%20å"}
PHOTO = bytes(range(256)) * 4000


@pytest.fixture(params=BACKENDS)
def storage(request, tmp_path):
    return open_storage(BACKENDS[request.param](tmp_path))


def test_an_object_is_named_by_its_content_and_comes_back_whole(storage):
    name = storage.put([PHOTO[:1000], PHOTO[1000:]])

    assert name == hashlib.sha256(PHOTO).hexdigest()
    assert storage.get(name) == PHOTO
    assert storage.exists(name)


def test_a_part_can_be_read_without_the_rest(storage):
    name = storage.put([PHOTO])

    with storage.open(name) as file:
        file.seek(-10, os.SEEK_END)
        assert file.read() == PHOTO[-10:]
    with pytest.raises(FileNotFoundError):
        storage.open("0" * 64)


def test_the_same_content_is_kept_once(storage):
    names = {storage.put([PHOTO]), storage.put(iter([PHOTO]))}

    assert len(names) == 1
    assert list(storage.names()) == list(names)


def test_nothing_at_all_can_be_kept_too(storage):
    assert storage.get(storage.put([])) == b""


def test_what_is_not_there_is_not_found(storage):
    absent = "0" * 64

    assert not storage.exists(absent)
    with pytest.raises(FileNotFoundError):
        storage.get(absent)
    storage.delete(absent)


def test_a_deleted_object_is_gone_for_good(storage):
    name = storage.put([PHOTO])

    storage.delete(name)

    assert not storage.exists(name)
    assert list(storage.names()) == []


@pytest.mark.parametrize("name", [
    "", "../../etc/passwd", "a" * 63, "A" * 64, "å" * 64, "/" * 64, "0" * 63 + "\n", "0" * 65
])  # fmt: skip
def test_a_name_that_is_none_reaches_no_file(storage, name):
    for reach in (storage.get, storage.delete, storage.exists):
        with pytest.raises(FileNotFoundError):
            reach(name)


def test_an_upload_that_breaks_off_leaves_nothing(storage, tmp_path):
    def broken():
        yield PHOTO
        raise ConnectionError("the phone went away")

    with pytest.raises(ConnectionError):
        storage.put(broken())

    assert list(storage.names()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_many_can_put_the_same_and_different_things_at_once(storage):
    bodies = [bytes([number % 5]) * 100_000 for number in range(40)]

    with ThreadPoolExecutor(8) as people:
        names = list(people.map(lambda body: storage.put([body]), bodies))

    assert len(set(names)) == len(list(storage.names())) == 5
    assert all(storage.get(name) == body for name, body in zip(names, bodies, strict=True))


def test_a_backend_nobody_has_built_is_named():
    with pytest.raises(ValueError, match="s3"):
        open_storage("s3://bucket")


def test_no_room_is_told_apart_from_other_faults(storage):
    def too_much():
        yield PHOTO
        raise OSError(28, "No space left on device")

    with pytest.raises(NoSpace):
        storage.put(too_much())

    assert list(storage.names()) == []


def test_what_is_received_can_be_looked_at_before_it_is_kept(storage):
    with storage.receive([PHOTO[:1000], PHOTO[1000:]]) as incoming:
        assert incoming.content[:] == PHOTO
        assert list(storage.names()) == []

        name = incoming.keep()
        incoming.wait()

        assert storage.get(name) == PHOTO


def test_who_asks_for_the_name_again_gets_it_and_one_object(storage):
    with storage.receive([PHOTO]) as incoming:
        names = {incoming.keep() for _time in range(2)}
        incoming.wait()

    assert names == set(storage.names()) == {hashlib.sha256(PHOTO).hexdigest()}


def test_what_was_received_and_not_kept_is_gone(storage, tmp_path):
    with storage.receive([PHOTO]):
        pass

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
