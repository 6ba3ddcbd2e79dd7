"""Processes under measurement: started on free ports, pinned to a core, watched through /proc, ended by pid."""

import contextlib
import os
import pathlib
import resource
import shutil
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = pathlib.Path(os.environ.get("DOORWARD_BINARY", ROOT / ".build/release/doorward"))
BUILD = ROOT / ".build-bench"
TICKS = os.sysconf("SC_CLK_TCK")
LOAD_CORE, SERVER_CORE = 0, 1


class Failed(Exception):
    """Something that was to be measured does not run; the message says what and why."""


class NotStarted(Failed):
    """A process ended at its start, or listens on no port."""


class Absent(Failed):
    """A server to compare with cannot be had, or does not refuse what it must refuse."""


# What ends one part of the measurement, or one contestant's, and not all of it.
TROUBLE = (Failed, OSError, subprocess.SubprocessError)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def program(arguments):
    """What was started, without what pins it."""
    return arguments[3] if arguments[0] == "taskset" else arguments[0]


def wait_for(port, process=None, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process and process.poll() is not None:
            raise NotStarted(f"{program(process.args)} ended at its start with status {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.0005)
    raise NotStarted(f"nothing listens on port {port}")


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
    return sum(own_seconds(member) for member in family(pid))


def own_seconds(pid):
    """The process's CPU clock: what /proc/…/stat has in hundredths of a second, in nanoseconds."""
    try:
        return time.clock_gettime(~pid << 3 | 2)  # clock_getcpuclockid(3), which Python does not have
    except OSError:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def raise_descriptors(wanted=20_000):
    """Lets this process and what it starts have many connections; returns how many descriptors there are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for most in (max(hard, wanted), hard):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, wanted), most), most))
            break
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def compiled(source, name):
    """A generator, compiled anew when its source is newer."""
    path, program = ROOT / "Benchmarks" / source, BUILD / name
    BUILD.mkdir(exist_ok=True)
    if not program.exists() or program.stat().st_mtime < path.stat().st_mtime:
        try:
            subprocess.run(["cc", "-O2", "-o", program, path], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise Absent(f"{source} cannot be compiled: {error}") from error
    return program


def pin(core, arguments):
    available = shutil.which("taskset") and len(os.sched_getaffinity(0)) > 1
    return ["taskset", "-c", str(core), *arguments] if available and core is not None else list(arguments)


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
