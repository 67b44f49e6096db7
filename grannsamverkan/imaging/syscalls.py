"""A filter that leaves this process only the calls a decoder makes: compute, read, write, end.

A decoder taken over by its photo could otherwise use all that this user may: open files, connect,
signal other processes. Denied calls fail with EPERM, so that honest code that tries one (a library
that would like a cache) goes on without. Linux on x86-64 and ARM64 has it; on other systems
`deny_the_rest` does nothing, and the limits of `limits` stand alone.
"""

import ctypes
import errno
import platform
import struct
import sys
from functools import cache

_NO_NEW_PRIVILEGES, _SECCOMP, _MODE_FILTER, _DIE_WITH_PARENT = 38, 22, 2, 1
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_X32 = 0x40000000
_THREAD_FLAG = 0x00010000

_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_ALLOWED = {
    # name: number on x86-64, on ARM64
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "pread64": (17, 67),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "nanosleep": (35, 101),
    "getpid": (39, 172),
    "exit": (60, 93),
    "getcwd": (79, 17),
    "gettimeofday": (96, 169),
    "getrusage": (98, 165),
    "sigaltstack": (131, 132),
    "gettid": (186, 178),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "set_robust_list": (273, 99),
    "getrandom": (318, 278),
    "rseq": (334, 293),
}
_CLONE, _CLONE3 = (56, 220), (435, 435)


_LIBRARY = ctypes.CDLL(None)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def die_with_parent() -> None:
    """Have the system kill this process when its parent ends."""
    _prctl(_DIE_WITH_PARENT, 9)


def deny_the_rest() -> bool:
    """Deny every system call but those of a decoder, for good. False where that cannot be had."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _MACHINES:
        return False
    code = _filter(machine)
    program = _Program(len(code) // 8, code)
    return _prctl(_NO_NEW_PRIVILEGES, 1) and _prctl(
        _SECCOMP, _MODE_FILTER, ctypes.addressof(program)
    )


def _prctl(option: int, *arguments: int) -> bool:
    """Whether the system has done it."""
    call = getattr(_LIBRARY, "prctl", None)
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    return call is not None and call(option, *padded) == 0


@cache
def _filter(machine: str) -> bytes:
    """The program for the kernel's packet filter machine, with the machine's own call numbers."""
    architecture, column = _MACHINES[machine], list(_MACHINES).index(machine)
    allowed = [numbers[column] for numbers in _ALLOWED.values()]
    return b"".join(
        [
            _step(_LOAD, _ARCHITECTURE),
            _step(_EQUAL, architecture, skip_if=1),
            _step(_RETURN, _KILL),
            _step(_LOAD, _NUMBER),
            # The same calls under the numbers of the 32-bit interface on x86-64.
            _step(_AT_LEAST, _X32, skip_unless=1),
            _step(_RETURN, _KILL),
            *(_when(number, _ALLOW) for number in allowed),
            # Its flags lie in memory, which no filter can read; the library then uses clone.
            _when(_CLONE3[column], _FAIL | errno.ENOSYS),
            _step(_EQUAL, _CLONE[column], skip_unless=3),
            _step(_LOAD, _FIRST_ARGUMENT),
            # libde265 decodes HEIF in a thread; new processes stay denied.
            _step(_ANY_BIT, _THREAD_FLAG, skip_unless=1),
            _step(_RETURN, _ALLOW),
            _step(_RETURN, _FAIL | errno.EPERM),
        ]
    )


def _when(number: int, verdict: int) -> bytes:
    return _step(_EQUAL, number, skip_unless=1) + _step(_RETURN, verdict)


def _step(code: int, value: int, *, skip_if: int = 0, skip_unless: int = 0) -> bytes:
    """One instruction of 8 bytes; a comparison skips so many of the next when it holds, or not."""
    return struct.pack("=HBBI", code, skip_if, skip_unless, value)
