# SPDX-License-Identifier: MIT
"""One system call of a program that fails, by way of tests/lib/fault.c."""

import errno
import os

from office import PROGRAMS

LIBRARY = PROGRAMS.parent / "tests" / "libfault.so"


class Fault:
    """The n-th call of a kind, sync, write or send, that a program makes fails with an error."""

    def __init__(self, folder, call, nth, error=errno.EIO, path=None, is_armed=True):
        assert LIBRARY.exists(), f"{LIBRARY} is not built"
        self.armed, self.fired = folder / "fault.armed", folder / "fault.fired"
        self.armed.unlink(missing_ok=True)
        self.fired.unlink(missing_ok=True)
        self.settings = {"CALL": call, "NTH": nth, "ERRNO": error, "ARMED": self.armed, "FIRED": self.fired}
        if path:
            self.settings["PATH"] = path
        if is_armed:
            self.arm()

    def command(self):
        """The words that run a program with this fault. The sanitizers would be the first to be loaded, but need not be."""
        sanitizers = f"ASAN_OPTIONS={os.environ.get('ASAN_OPTIONS', '')}:verify_asan_link_order=0"
        return ["env", f"LD_PRELOAD={LIBRARY}", sanitizers,
                *(f"DUBAN_FAULT_{name}={value}" for name, value in self.settings.items())]

    def arm(self):
        """Calls count from now on."""
        self.armed.touch()

    def has_fired(self):
        """Has the call failed?"""
        return self.fired.exists()


def sweep(folder, call, most, step=1, **options):
    """A fault at the first call, at the second ..., until one was not reached; so the whole of a program is walked through."""
    for nth in range(1, most + 1, step):
        fault = Fault(folder, call, nth, **options)
        yield fault
        if not fault.has_fired():
            return
    raise AssertionError(f"the {call} number {most} still failed: more calls than there should be")
