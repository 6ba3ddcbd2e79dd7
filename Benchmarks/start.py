"""From the start of `doorward demo` to the first answer, and the memory it rests with."""

import statistics
import subprocess
import time

from peers.proxy import ask
from processes import BINARY, Failed, free_port, resident, stop, wait_for

TIME, MEMORY = 100, 30


def measure_start(runs=7):
    """Times in ms and memory in MB."""
    times, memory = [], []
    for _ in range(runs):
        port = free_port()
        begun = time.monotonic()
        process = subprocess.Popen(
            [BINARY, "demo", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(port, process)
            status, _ = ask(port)
            times.append((time.monotonic() - begun) * 1000)
            if status != 401:
                raise Failed(f"the demonstration answers {status}, not 401")
            time.sleep(0.7)
            memory.append(resident(process.pid) / 1024)
        finally:
            stop(process)
        if process.returncode:
            raise Failed(f"the demonstration ends with status {process.returncode}")
    return times, memory


def missed(times, memory):
    slow = statistics.median(times) >= TIME or statistics.median(memory) >= MEMORY
    return ["the demonstration starts too slowly or takes too much memory"] if slow else []
