"""Running a part of the work in processes of its own: how long, how much of the cores, how much memory at most."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.05


@dataclass(frozen=True)
class Cost:
    """`seconds` by the clock, `cpu_seconds` of all processes, `peak_mib` resident in all of them together."""

    seconds: float
    cpu_seconds: float
    peak_mib: float


def cost(module: str, *arguments: str) -> Cost:
    """Run a module with arguments and measure it and every process it starts.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-m", module, *arguments]
    peak = 0.0
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_resident_mib, _family(process.pid))))
            time.sleep(SAMPLE_SECONDS)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, used, peak)


def _family(process: int) -> list[int]:
    """Return a process and all that descend from it."""
    try:
        tasks = Path(f"/proc/{process}/task")
        children = [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [process, *(member for child in children for member in _family(child))]


def _resident_mib(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
