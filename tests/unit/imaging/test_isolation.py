"""The decoder process: limits, crashes, hangs, lies; none reaches the caller as anything else."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from grannsamverkan.imaging import Refused, examine, wire
from grannsamverkan.imaging.decoders import Decoders
from grannsamverkan.imaging.intake import examine_with
from grannsamverkan.imaging.limits import WALL_SECONDS
from tests.support.lacks import ROOT
from tests.unit.imaging.samples import as_jpeg

PHOTO = as_jpeg(Image.new("RGB", (320, 240), "#7d9a4c"))


def is_gone(pid: int) -> bool:
    """Whether a process ends within a few seconds; one nobody has waited for counts as ended."""
    return waited_for(lambda: state_of(pid) in {None, "Z"})


def state_of(pid: int) -> str | None:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return None


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for_child(pid: int) -> int:
    assert waited_for(lambda: bool(children_of(pid)))
    return children_of(pid)[0]


def waited_for(state, within_s: float = 5.0) -> bool:
    until = time.monotonic() + within_s
    while not state():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def open_files(pid: int | str) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


HEAD = """
import ctypes, os, socket, subprocess, sys, threading, time
from grannsamverkan.imaging import limits, zygote

def tried(deed):
    try:
        deed()
    except OSError as error:
        return type(error).__name__.encode()
    return b"done"

def work(photo, kind):
"""


@pytest.fixture
def stand_in():
    """Decoders whose children do what a program says, behind the real walls."""
    made = []

    def make(body: str, before: str = "") -> Decoders:
        program = HEAD + textwrap.indent(body, "    ") + f"\n{before}\nzygote.serve(work)"
        made.append(Decoders((sys.executable, "-P", "-s", "-c", program)))
        return made[-1]

    yield make
    for decoders in made:
        decoders.stop()


def refusal_of(decoders: Decoders, timeout_s: float = WALL_SECONDS) -> Refused:
    with pytest.raises(Refused) as refusal:
        examine_with(decoders, PHOTO, timeout_s=timeout_s)
    return refusal.value


def answer_of(decoders: Decoders, photo: bytes = PHOTO) -> bytes:
    return decoders.ask(photo, wire.ALL, WALL_SECONDS).raw


@pytest.mark.parametrize(
    "body",
    [
        "ctypes.string_at(0)",
        "os._exit(9)",
        "raise SystemExit(3)",
        "raise KeyboardInterrupt",
        "return bytearray(1 << 30)",
        "return bytes(17 << 20)",
        "return b'{}'",
        "return b''",
        "os.close(1); return b'{}'",
        "os.close(3); time.sleep(60)",
    ],
)
def test_decoder_that_dies_or_babbles_is_a_refusal(stand_in, body):
    assert refusal_of(stand_in(body)).code == "decoder_failed"


def test_endless_work_ends_at_the_cpu_limit(stand_in):
    decoders = stand_in("while True: pass", before="limits.CPU_SECONDS = 1")

    refusal = refusal_of(decoders)

    assert (refusal.code, refusal.why) == ("too_slow", "cpu")


def test_sleeping_decoder_ends_at_the_wall_clock(stand_in):
    assert refusal_of(stand_in("time.sleep(60)"), timeout_s=0.5).code == "too_slow"


def test_missing_interpreter_is_a_refusal():
    assert refusal_of(Decoders(("/does/not/exist",))).code == "decoder_failed"


def test_program_that_never_listens_is_a_refusal():
    assert refusal_of(Decoders((sys.executable, "-c", ""))).code == "decoder_failed"


def test_limits_stand_in_the_child(stand_in):
    """What `limits` promises; they can be read no more behind the walls, so they are set aside."""
    body = """
import resource as r
return repr([r.getrlimit(x) for x in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_CORE)]).encode()"""
    decoders = stand_in(
        body, before="import resource; limits.syscalls.deny_the_rest = lambda: None"
    )

    seen = answer_of(decoders)

    most = 768 * 1024 * 1024
    assert seen.decode() == repr([(most, most), (5, 6), (0, 0)])


@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/passwd')",
        "open('taken', 'w')",
        "os.listdir('/')",
        "socket.socket()",
        "os.dup(0)",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getpid(), 0)",
        "os.setpgid(0, 0)",
    ],
)
def test_child_reaches_nothing_but_its_photo_and_its_answer(stand_in, deed):
    allowed = answer_of(stand_in("return tried(lambda: os.write(1, b''))"))
    denied = answer_of(stand_in(f"return tried(lambda: {deed})"))

    assert allowed == b"done"
    assert denied in {b"PermissionError", b"OSError"}


def test_a_place_made_free_is_no_way_out_either(stand_in):
    assert answer_of(stand_in("os.close(2); return tried(lambda: open('/'))")) != b"done"


def test_without_a_filter_of_calls_no_file_can_be_opened_either(stand_in):
    decoders = stand_in(
        "return tried(lambda: open('/etc/passwd'))",
        before="limits.syscalls.deny_the_rest = lambda: False",
    )

    assert answer_of(decoders) == b"OSError"


def test_no_secret_of_the_caller_reaches_the_child(stand_in, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "must-not-be-seen")

    seen = answer_of(stand_in("return repr(dict(os.environ)).encode()"))

    assert b"PYTHONPATH" in seen
    assert b"must-not-be-seen" not in seen


def test_a_photo_leaves_nothing_behind_for_the_next(stand_in):
    decoders = stand_in("seen.append(photo); return repr(seen).encode()", before="seen = []")

    first, second = answer_of(decoders, b"first"), answer_of(decoders, b"second")

    assert (first, second) == (b"[b'first']", b"[b'second']")


def test_crash_of_one_photo_leaves_another_at_its_work(stand_in):
    decoders = stand_in("time.sleep(0.5 if photo == b'slow' else 0)\nos._exit(photo == b'bad')")
    ends = {}

    def ask(photo: bytes) -> None:
        ends[photo] = decoders.ask(photo, wire.ALL, WALL_SECONDS).end.code

    threads = [threading.Thread(target=ask, args=(photo,)) for photo in (b"slow", b"bad")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ends == {b"slow": 0, b"bad": 1}


def test_killed_zygote_is_started_again(stand_in):
    decoders = stand_in("return b'whole'")
    decoders.start()
    first = decoders.pid()

    os.kill(first, signal.SIGKILL)
    answer = answer_of(decoders)

    assert answer == b"whole"
    assert first != decoders.pid()
    assert is_gone(first)


def test_child_whose_caller_gave_up_is_killed(stand_in):
    decoders = stand_in("time.sleep(60)")

    refusal_of(decoders, timeout_s=0.5)

    assert waited_for(lambda: not children_of(decoders.pid()))


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_the_program(end):
    """However it ends, and in the middle of a photo: zygote and child end with it."""
    program = """
import sys
from grannsamverkan.imaging.decoders import Decoders
work = "import os,time\\ndef work(photo, kind):\\n  time.sleep(60)\\n"
serve = "from grannsamverkan.imaging import zygote; zygote.serve(work)"
decoders = Decoders((sys.executable, "-P", "-s", "-c", work + serve))
decoders.start()
print(decoders.pid(), flush=True)
decoders.ask(b"photo", b"a", 60)
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    caller = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=env)
    with caller:
        zygote = int(caller.stdout.readline())
        child = wait_for_child(zygote)
        caller.send_signal(end)

    assert is_gone(zygote)
    assert is_gone(child)


def test_forked_program_gets_a_zygote_of_its_own():
    program = """
import os
from grannsamverkan.imaging import intake
intake.prepare()
own = intake._decoders.pid()
read, write = os.pipe()
if os.fork() == 0:
    intake.prepare()
    os.write(write, str(intake._decoders.pid()).encode())
    intake._decoders.stop()
    os._exit(0)
os.wait()
print(own, os.read(read, 20).decode(), intake._decoders.pid())
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}

    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True
    )

    before, forked, after = done.stdout.split()
    assert before == after != forked


def test_no_file_stays_open(stand_in):
    decoders = stand_in("return b''")
    answer_of(decoders)
    zygote = decoders.pid()
    ours, its = open_files("self"), open_files(zygote)

    for _ in range(20):
        answer_of(decoders)

    # The zygote closes a photo's last file a moment after it has told of its end.
    assert waited_for(lambda: open_files("self") <= ours and open_files(zygote) <= its)


def test_child_loads_neither_web_nor_database():
    """A heavy package would slow each fork down and widen what a decoder's bug can reach."""
    loaded = modules_after("grannsamverkan.imaging.child")

    assert "PIL" in loaded
    assert loaded.isdisjoint({"flask", "sqlalchemy", "wtforms", "numpy", "cv2"})


def test_caller_loads_no_decoder():
    loaded = modules_after("grannsamverkan.imaging")

    assert "grannsamverkan.imaging.decoders" in loaded
    assert loaded.isdisjoint({"PIL", "pi_heif", "zxingcpp", "numpy", "cv2"})


def modules_after(name: str) -> set[str]:
    command = [sys.executable, "-P", "-s", "-c", f"import {name}, sys; print(*sys.modules)"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


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


def test_nothing_is_left_on_the_disk(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    examine(PHOTO)

    assert list(Path(tmp_path).iterdir()) == []
