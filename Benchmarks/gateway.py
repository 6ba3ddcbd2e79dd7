"""Doorward as a gate: its start, its memory, and CPU per request beside nginx doing the same work."""

import contextlib
import http.client
import pathlib
import subprocess
import tempfile
import time

from processes import (
    BINARY, LOAD_CORE, SERVER_CORE, cpu_seconds, free_port, pin, resident, running, wait_for)

TOKEN = "benchmark-" + "0123456789abcdef" * 4


def status(port, token):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    connection.request("GET", "/hello", headers=headers)
    return connection.getresponse().status


def measure_start(runs=7):
    """From the start of `doorward demo` to the first answer, and the memory it rests with."""
    times, memory = [], []
    for _ in range(runs):
        port = free_port()
        begun = time.monotonic()
        process = subprocess.Popen(
            [BINARY, "demo", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(port, process)
            answer = status(port, None)
            times.append((time.monotonic() - begun) * 1000)
            assert answer == 401, answer
            time.sleep(0.7)
            memory.append(resident(process.pid) / 1024)
        finally:
            process.terminate()
            assert process.wait(20) == 0
    return times, memory


NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log {folder}/access.log; client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  upstream api {{ server 127.0.0.1:{upstream}; keepalive 128; }}
  server {{ listen 127.0.0.1:{port};
    location = /hello {{
      if ($http_authorization != "Bearer {token}") {{ return 403; }}
      proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Authorization "";
    }} }}
}}
"""

UPSTREAM = """
daemon off; worker_processes 1; pid {folder}/upstream.pid; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; keepalive_requests 1000000000;
    location = /hello {{ default_type application/json; return 200 '{{"message":"Hello from the plugin!"}}'; }} }} }}
"""

DOORWARD = """
public_url: https://api.example.com
listen: 127.0.0.1:{port}
upstream: {{url: "http://127.0.0.1:{upstream}", openapi: openapi.yaml}}
auth: service_http
service: {{secrets: ["file:secret"]}}
database: none
metrics: {{listen: "off"}}
logging: {{format: json}}
"""

OPENAPI = """
openapi: 3.1.0
info: {title: Hello, version: "1"}
paths: {/hello: {get: {operationId: sayHello, summary: Says hello., responses: {"200": {description: A greeting.}}}}}
"""


@contextlib.contextmanager
def upstream(folder, port):
    """An API that says hello, on the core of the load."""
    (folder / "upstream.conf").write_text(UPSTREAM.format(folder=folder, port=port))
    with running(pin(LOAD_CORE, ["nginx", "-c", folder / "upstream.conf"]), port) as process:
        yield process


@contextlib.contextmanager
def door(folder, port, upstream_port):
    """Doorward with a service token before that API; its access log goes to a file."""
    (folder / "doorward.yaml").write_text(DOORWARD.format(port=port, upstream=upstream_port))
    (folder / "openapi.yaml").write_text(OPENAPI)
    (folder / "secret").write_text(TOKEN)
    (folder / "secret").chmod(0o600)
    with open(folder / "doorward.log", "wb") as log, running(
            pin(SERVER_CORE, [BINARY, "serve", "--config", folder / "doorward.yaml"]), port, stderr=log) as process:
        yield process


def load(port, seconds, connections=64):
    """Requests that wrk got answered in this time."""
    script = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-H", f"Authorization: Bearer {TOKEN}",
              f"http://127.0.0.1:{port}/hello"]
    done = subprocess.run(pin(LOAD_CORE, script), capture_output=True, text=True, check=True, timeout=seconds + 30)
    output = done.stdout
    if "Non-2xx" in output:
        raise SystemExit(f"not every answer was 200:\n{output}")
    return next(int(line.split()[0]) for line in output.splitlines() if "requests in" in line)


def measure_forwarding(rounds=5, seconds=3):
    """CPU of the proxy per request, nginx and Doorward in turn; load and upstream have the other core."""
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = pathlib.Path(name)
        api, front, gate = free_port(), free_port(), free_port()
        (folder / "nginx.conf").write_text(
            NGINX.format(folder=folder, port=front, upstream=api, token=TOKEN))
        stack.enter_context(upstream(folder, api))
        nginx = stack.enter_context(running(pin(SERVER_CORE, ["nginx", "-c", folder / "nginx.conf"]), front))
        doorward = stack.enter_context(door(folder, gate, api))
        for port in (front, gate):
            assert status(port, TOKEN) == 200 and status(port, "wrong") == 403, f"port {port} does not check the token"
        figures = {"nginx": [], "doorward": []}
        for round_number in range(rounds + 1):
            for label, process, port in (("nginx", nginx, front), ("doorward", doorward, gate)):
                before = cpu_seconds(process.pid)
                requests = load(port, seconds)
                used = cpu_seconds(process.pid) - before
                if round_number:  # the first round warms up
                    figures[label].append(used / requests * 1e6)
        return figures, resident(doorward.pid) / 1024
