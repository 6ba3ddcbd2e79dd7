"""Load for the gate: wrk for fixed requests, oauth/load.c where every request has its own token, latency.c."""

import contextlib
import json
import os
import re
import resource
import shutil
import subprocess

from oauth.plan import Plan
from processes import LOAD_CORE, Absent, Failed, compiled, pin

CONNECTIONS = 64


def wrk(port, path="/hello", secret=None, status=200):
    """A load of one request again and again; every answer must have that status (2xx, or not)."""
    if not shutil.which("wrk"):
        raise Absent("wrk is not installed (apt-get install wrk)")

    def load(seconds):
        whole = max(1, round(seconds))
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{whole}s", "--timeout", "20s"]
        command += ["-H", f"Authorization: Bearer {secret}"] if secret else []
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(pin(LOAD_CORE, [*command, f"http://127.0.0.1:{port}{path}"]), capture_output=True,
                              text=True, timeout=whole + 60)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return counted(done.stdout + done.stderr, status), cpu

    return load


def counted(output, status):
    """The requests of wrk's report, unless some had another status than they should."""
    found = re.search(r"(\d+) requests in", output)
    if not found:
        raise Failed(f"wrk: {output.strip()[-300:]}")
    others = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    requests, refused = int(found[1]), int(others[1]) if others else 0
    errors = re.search(r"Socket errors:.*", output)
    if errors:
        raise Failed(f"wrk: {errors[0]}")
    if refused != (requests if status >= 400 else 0):
        raise Failed(f"of {requests} answers, which ought to be {status}, {refused} were refusals")
    return requests


def calls(generator, folder, port, token, settings=(), seconds=None):
    """A load of calls that oauth/load.c checks one by one; `token` may be a name that `settings` fills."""

    def load(chosen):
        plan = Plan(port, CONNECTIONS).get("/hello", f"Authorization: Bearer {token}").check('expect "message"')
        for line in settings() if callable(settings) else settings:
            plan.setting(line)
        result = plan.run(generator, folder, seconds or chosen)
        return result["requests"], result["cpu"]

    return load


class Generator:
    """latency.c with its connections open; `measure` may be called again and again."""

    def __init__(self, process):
        self.process = process

    def measure(self, seconds):
        return json.loads(self.say(f"{seconds}\n"))

    def say(self, text=""):
        """One line to it, one line from it."""
        try:
            self.process.stdin.write(text)
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            self.process.wait(20)
            raise Failed(f"latency.c: {self.process.stderr.read().strip()[:300]}")
        return line


@contextlib.contextmanager
def generator(port, connections, rate, path="/hello", secret=None):
    """Opens so many connections, each of which has been answered once; rate 0: as fast as answers come."""
    fields = [f"Authorization: Bearer {secret}"] if secret else []
    command = [compiled("latency.c", "latency"), str(port), str(connections), str(rate), path, *fields]
    with subprocess.Popen(pin(LOAD_CORE, command), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as process:
        try:
            if rate:  # what is due must not wait for others on this core; only root may say so
                with contextlib.suppress(PermissionError):
                    os.sched_setscheduler(process.pid, os.SCHED_FIFO, os.sched_param(1))
            made = Generator(process)
            made.say()
            yield made
        finally:
            process.terminate()
