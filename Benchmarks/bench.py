"""Start, memory and CPU per request of the release binary, with nginx beside it in the same run.

Machines are shared and noisy: CPU time per request, read from /proc, is the figure to compare, as a ratio within one run.
"""

import contextlib
import datetime
import http.client
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = pathlib.Path(os.environ.get("DOORWARD_BINARY", ROOT / ".build/release/doorward"))
TOKEN = "benchmark-" + "0123456789abcdef" * 4
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process=None, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process and process.poll() is not None:
            raise SystemExit(f"{process.args[0]} ended at its start with status {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.0005)
    raise SystemExit(f"nothing listens on port {port}")


def resident(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def family(pid):
    """The process and its children (nginx's worker is one)."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def cpu_seconds(pid):
    total = 0
    for member in family(pid):
        fields = pathlib.Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


@contextlib.contextmanager
def running(arguments, port, **options):
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, **options)
    try:
        wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(20)


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


def load(port, seconds, connections=64):
    """Requests that wrk got answered in this time."""
    script = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-H", f"Authorization: Bearer {TOKEN}",
              f"http://127.0.0.1:{port}/hello"]
    output = subprocess.run(pin(0, script), capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    if "Non-2xx" in output:
        raise SystemExit(f"not every answer was 200:\n{output}")
    return next(int(line.split()[0]) for line in output.splitlines() if "requests in" in line)


def pin(cpu, arguments):
    available = shutil.which("taskset") and len(os.sched_getaffinity(0)) > 1
    return ["taskset", "-c", str(cpu), *arguments] if available else arguments


def measure_forwarding(rounds=5, seconds=3):
    """CPU of the proxy per request, nginx and Doorward in turn: load and upstream on one core, the proxy on the other."""
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = pathlib.Path(name)
        upstream, front, door = free_port(), free_port(), free_port()
        (folder / "upstream.conf").write_text(UPSTREAM.format(folder=folder, port=upstream))
        (folder / "nginx.conf").write_text(
            NGINX.format(folder=folder, port=front, upstream=upstream, token=TOKEN))
        (folder / "doorward.yaml").write_text(DOORWARD.format(port=door, upstream=upstream))
        (folder / "openapi.yaml").write_text(OPENAPI)
        (folder / "secret").write_text(TOKEN)
        (folder / "secret").chmod(0o600)
        stack.enter_context(running(pin(0, ["nginx", "-c", folder / "upstream.conf"]), upstream))
        nginx = stack.enter_context(running(pin(1, ["nginx", "-c", folder / "nginx.conf"]), front))
        log = stack.enter_context(open(folder / "doorward.log", "wb"))
        doorward = stack.enter_context(
            running(pin(1, [BINARY, "serve", "--config", folder / "doorward.yaml"]), door, stderr=log))
        for port in (front, door):
            assert status(port, TOKEN) == 200 and status(port, "wrong") == 403, f"port {port} does not check the token"
        figures = {"nginx": [], "doorward": []}
        for round_number in range(rounds + 1):
            for label, process, port in (("nginx", nginx, front), ("doorward", doorward, door)):
                before = cpu_seconds(process.pid)
                requests = load(port, seconds)
                used = cpu_seconds(process.pid) - before
                if round_number:  # the first round warms up
                    figures[label].append(used / requests * 1e6)
        return figures, resident(doorward.pid) / 1024


def line(label, values, unit):
    return f"{label:<44} {min(values):8.1f} {statistics.median(values):8.1f} {max(values):8.1f}  {unit}"


def main():
    if not BINARY.exists():
        raise SystemExit(f"{BINARY} is missing: run 'make build' first")
    out = [f"{'figure':<44} {'min':>8} {'median':>8} {'max':>8}"]
    times, memory = measure_start()
    out.append(line("demo: start to first answer", times, "ms (to stay under 100)"))
    out.append(line("demo: resident memory at rest", memory, "MB (to stay under 30)"))
    peers = shutil.which("nginx") and shutil.which("wrk")
    if peers:
        figures, loaded = measure_forwarding()
        ratios = [ours / theirs for ours, theirs in zip(figures["doorward"], figures["nginx"])]
        out.append(line("bearer check, then forward: nginx", figures["nginx"], "µs CPU per request"))
        out.append(line("bearer check, then forward: doorward", figures["doorward"], "µs CPU per request"))
        out.append(line("  doorward / nginx", ratios, "x (both write an access log to a file)"))
        out.append(line("doorward: resident memory after the load", [loaded], "MB"))
    else:
        out.append("nginx or wrk is missing: the comparison was not made")
    print("\n".join(out))
    if "--write" in sys.argv:
        target = ROOT / "Benchmarks/results" / f"{datetime.date.today()}.md"
        target.parent.mkdir(exist_ok=True)
        target.write_text("# Results\n\n```\n" + "\n".join(out) + "\n```\n")
        print(f"written to {target.relative_to(ROOT)}")
    if statistics.median(times) >= 100 or statistics.median(memory) >= 30:
        raise SystemExit("a limit is exceeded")


main()
