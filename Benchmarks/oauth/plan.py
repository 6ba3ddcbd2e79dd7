"""Plans for the load generator: requests as templates, and what is taken from and checked in each answer."""

import base64
import json
import subprocess

from processes import LOAD_CORE, Failed, pin

FORM = "Content-Type: application/x-www-form-urlencoded"


def basic(client, secret):
    return "Authorization: Basic " + base64.b64encode(f"{client}:{secret}".encode()).decode()


class Plan:
    """One round of requests that every connection repeats."""

    def __init__(self, port, connections=64):
        self.port = port
        self.connections = connections
        self.settings = []
        self.steps = []

    def get(self, path, *fields, status=200):
        return self.step(status, "\r\n".join([f"GET {path} HTTP/1.1", *self.head(fields), "", ""]))

    def post(self, path, body, *fields, status=200):
        head = [f"POST {path} HTTP/1.1", *self.head(fields), FORM, "Content-Length: $(length)"]
        return self.step(status, "\r\n".join([*head, "", body]))

    def head(self, fields):
        return [f"Host: 127.0.0.1:{self.port}", "Accept: application/json", *fields]

    def step(self, status, text):
        self.steps.append(f"step {status} {len(text.encode())}\n{text}\n")
        return self

    def check(self, line):
        """A `take`, `unique` or `expect` line on the answer to the last request."""
        self.steps.append(line + "\n")
        return self

    def take(self, name, where, what, unique=True):
        self.check(f"take {name} {where} {what}")
        return self.check(f"unique {name}") if unique else self

    def setting(self, line):
        """A `values`, `pool`, `save` or `collect` line."""
        self.settings.append(line + "\n")
        return self

    def run(self, generator, folder, seconds):
        """Runs it; returns what the generator counted."""
        head = f"to 127.0.0.1 {self.port}\nconnections {self.connections}\nseconds {seconds}\n"
        path = folder / "plan"
        path.write_bytes((head + "".join(self.settings) + "".join(self.steps)).encode())
        done = subprocess.run(
            pin(LOAD_CORE, [generator, path]), capture_output=True, timeout=seconds + 300, check=False)
        if done.returncode:
            raise Failed(done.stderr.decode(errors="replace")[:3000])
        return json.loads(done.stdout)
