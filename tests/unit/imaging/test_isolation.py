"""The decoder process: limits, crashes, hangs, lies; none reaches the caller as anything else."""

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

from grannsamverkan.imaging import Intake, Refused, examine, intake, wire
from grannsamverkan.imaging.report import Claims, Measures
from tests.support.lacks import ROOT
from tests.unit.imaging.samples import as_jpeg

PHOTO = as_jpeg(Image.new("RGB", (320, 240), "#7d9a4c"))
MEASURES = Measures(0.5, 0.5, 0.0, 0.0, "0" * 32, ("HTTPS://GV.SE/A",))
REPORT = Intake("JPEG", 320, 240, Claims(), PHOTO, PHOTO, MEASURES)


def python(program: str) -> tuple[str, ...]:
    """A stand-in for the decoder that runs `program` behind the real limits."""
    walls = "from grannsamverkan.imaging import limits; limits.confine_this_process()\n"
    return (sys.executable, "-P", "-s", "-c", walls + program)


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.kill(os.getpid(), 11)", "decoder_failed"),
        ("import os; os.kill(os.getpid(), 9)", "decoder_failed"),
        ("raise SystemExit(3)", "decoder_failed"),
        ("bytearray(1 << 30)", "decoder_failed"),
        ("import sys; sys.stdout.buffer.write(bytes(17 << 20))", "decoder_failed"),
        ("print('{}')", "decoder_failed"),
        ("", "decoder_failed"),
        ("import sys; sys.stdin.close()", "decoder_failed"),
    ],
)
def test_decoder_that_dies_or_babbles_is_a_refusal(monkeypatch, program, code):
    monkeypatch.setattr(intake, "_COMMAND", python(program))

    with pytest.raises(Refused) as refusal:
        examine(PHOTO)

    assert refusal.value.code == code


def test_endless_work_ends_at_the_cpu_limit(monkeypatch):
    program = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass"
    monkeypatch.setattr(intake, "_COMMAND", python(program))

    with pytest.raises(Refused) as refusal:
        examine(PHOTO)

    assert (refusal.value.code, refusal.value.why) == ("too_slow", "cpu")


def test_sleeping_decoder_ends_at_the_wall_clock(monkeypatch):
    monkeypatch.setattr(intake, "_COMMAND", python("import time; time.sleep(60)"))

    with pytest.raises(Refused) as refusal:
        examine(PHOTO, timeout_s=0.5)

    assert refusal.value.code == "too_slow"


def test_missing_interpreter_is_a_refusal(monkeypatch):
    monkeypatch.setattr(intake, "_COMMAND", ("/does/not/exist",))

    with pytest.raises(Refused) as refusal:
        examine(PHOTO)

    assert refusal.value.code == "decoder_failed"


def test_limits_stand_in_the_child(monkeypatch, tmp_path):
    seen = tmp_path / "limits"
    program = (
        "import resource as r, os\n"
        f"with open({str(seen)!r}, 'w') as f:\n"
        "  f.write(repr([r.getrlimit(x) for x in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_CORE)]))"
    )
    monkeypatch.setattr(intake, "_COMMAND", python(program))

    with pytest.raises(Refused):
        examine(PHOTO)

    most = 768 * 1024 * 1024
    assert seen.read_text() == repr([(most, most), (5, 6), (0, 0)])


def test_no_secret_of_the_caller_reaches_the_child(monkeypatch, tmp_path):
    seen = tmp_path / "environment"
    monkeypatch.setenv("SECRET_KEY", "must-not-be-seen")
    program = f"import os\nopen({str(seen)!r}, 'w').write(repr(dict(os.environ)))"
    monkeypatch.setattr(intake, "_COMMAND", python(program))

    with pytest.raises(Refused):
        examine(PHOTO)

    assert "PYTHONPATH" in seen.read_text()
    assert "must-not-be-seen" not in seen.read_text()


def test_child_loads_neither_web_nor_database():
    """A heavy package file would slow each photo down and widen what a decoder's bug can reach."""
    program = "import grannsamverkan.imaging.child, sys; print(*sorted(sys.modules))"
    command = [sys.executable, "-P", "-s", "-c", program]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}

    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)

    loaded = set(done.stdout.split())
    assert loaded.isdisjoint({"flask", "sqlalchemy", "wtforms", "numpy", "PIL", "pi_heif"})


def test_room_imports_nothing_of_the_rest_of_the_house():
    folder = ROOT / "grannsamverkan" / "imaging"

    imported = {
        line.split()[1]
        for path in folder.glob("*.py")
        for line in path.read_text().splitlines()
        if line.startswith(("from grannsamverkan", "import grannsamverkan"))
    }

    assert imported
    assert all(name.startswith("grannsamverkan.imaging") for name in imported)


def test_photos_are_examined_from_many_threads_at_once():
    outcomes = []
    threads = [threading.Thread(target=lambda: outcomes.append(examine(PHOTO))) for _ in range(6)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [(report.width, report.height) for report in outcomes] == [(320, 240)] * 6


def test_answer_survives_the_wire():
    assert wire.unpack(wire.pack(REPORT)) == REPORT


def test_refusal_survives_the_wire():
    with pytest.raises(Refused) as refusal:
        wire.unpack(wire.pack(Refused("cut_off", "OSError")))

    assert (refusal.value.code, refusal.value.why) == ("cut_off", "OSError")


def lying(**changes) -> bytes:
    """An answer with some of its header changed by a decoder that was taken over."""
    packed = wire.pack(REPORT)
    end = 4 + int.from_bytes(packed[:4], "big")
    header = {**json.loads(packed[4:end]), **changes}
    raw = json.dumps(header).encode()
    return len(raw).to_bytes(4, "big") + raw + packed[end:]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff\xff\xff\xff" + bytes(100),
        wire.pack(REPORT)[:40],
        wire.pack(REPORT)[:-1],
        wire.pack(REPORT) + b"<script>",
        lying(width="320"),
        lying(width=-1),
        lying(master=10),
        lying(claims=None),
        lying(claims={**json.loads(json.dumps(REPORT.claims.__dict__)), "taken_at": "soon"}),
        lying(measures={**REPORT.measures.__dict__, "dhash": "no hash"}),
        lying(measures={**REPORT.measures.__dict__, "codes": [1]}),
        lying(refused="because"),
    ],
)
def test_dishonest_answer_is_a_refusal(answer):
    with pytest.raises(Refused) as refusal:
        wire.unpack(answer)

    assert refusal.value.code == "decoder_failed"


def test_master_with_metadata_is_never_believed():
    out = io.BytesIO()
    Image.new("RGB", (32, 32)).save(out, "JPEG", comment=b"hello")
    smuggled = Intake("JPEG", 32, 32, Claims(), out.getvalue(), PHOTO, MEASURES)

    with pytest.raises(Refused):
        wire.unpack(wire.pack(smuggled))


def test_refusal_codes_are_a_closed_list():
    with pytest.raises(ValueError, match="unknown refusal code"):
        Refused("because")


def test_nothing_is_left_on_the_disk(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    examine(PHOTO)

    assert list(Path(tmp_path).iterdir()) == []
