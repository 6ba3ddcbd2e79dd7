"""Processes under measurement: started on free ports, pinned to a core, watched through /proc, ended by pid."""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = pathlib.Path(os.environ.get("DOORWARD_BINARY", ROOT / ".build/release/doorward"))
TICKS = os.sysconf("SC_CLK_TCK")
LOAD_CORE, SERVER_CORE = 0, 1


class Failed(Exception):
    """Something that was to be measured does not run; the message says what and why."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process=None, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process and process.poll() is not None:
            raise Failed(f"{process.args[0]} ended at its start with status {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.0005)
    raise Failed(f"nothing listens on port {port}")


def family(pid):
    """The process and all below it (nginx and gunicorn work in children)."""
    members = [pid]
    for member in members:
        with contextlib.suppress(OSError):
            children = pathlib.Path(f"/proc/{member}/task/{member}/children").read_text()
            members += map(int, children.split())
    return members


def resident(pid):
    """Resident memory of the process and all below it, in kB."""
    total = 0
    for member in family(pid):
        for line in pathlib.Path(f"/proc/{member}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                total += int(line.split()[1])
    return total


def cpu_seconds(pid):
    """User and system time of the process and all below it, with all their threads."""
    total = 0
    for member in family(pid):
        fields = pathlib.Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def pin(core, arguments):
    available = shutil.which("taskset") and len(os.sched_getaffinity(0)) > 1
    return ["taskset", "-c", str(core), *arguments] if available else list(arguments)


def stop(process):
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(20)


@contextlib.contextmanager
def running(arguments, port, **options):
    process = subprocess.Popen(arguments, **{"stdout": subprocess.DEVNULL, **options})
    try:
        wait_for(port, process)
        yield process
    finally:
        stop(process)
