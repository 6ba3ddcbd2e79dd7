"""The API behind the proxies: nginx on the core of the load, with a short answer, one of 10 KB, and one of 1 GB."""

import contextlib
import json
import shutil

from processes import LOAD_CORE, Failed, free_port, pin, running

HELLO = b'{"message":"Hello from the plugin"}'
LARGE = (json.dumps({"message": "Hello from the plugin", "text": "x" * 10_240})[:10_238] + '"}').encode()
STREAM = 1_000_000_000
OPENAPI = """
openapi: 3.1.0
info: {title: Hello, version: "1", description: Says hello.}
paths:
  /hello: {get: {operationId: sayHello, summary: Says hello., responses: {"200": {description: A greeting.}}}}
  /large: {get: {operationId: sayMuch, summary: Says 10 KB., responses: {"200": {description: A text.}}}}
  /stream: {get: {operationId: sayAll, summary: Says 1 GB., responses: {"200": {description: Zeros.}}}}
"""

CONFIGURATION = """
daemon off; worker_processes 1; worker_rlimit_nofile 12000; pid {folder}/upstream.pid; error_log stderr crit;
events {{ worker_connections 10000; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  default_type application/json; sendfile on; sendfile_max_chunk 128k; tcp_nopush on; open_file_cache max=16;
  keepalive_timeout 3600; keepalive_requests 1000000000;
  server {{
    listen 127.0.0.1:{port} backlog=4096; root {folder}/files;
    location = /hello {{ return 200 '{hello}'; }}
    location / {{ }}
  }}
}}
"""


@contextlib.contextmanager
def upstream(folder, port=None, files=None):
    """Yields process and port; `files` are further documents, by name."""
    if not shutil.which("nginx"):
        raise Failed("nginx is not installed (apt-get install nginx-light): it is the API behind every proxy")
    port = port or free_port()
    place = folder / "files"
    place.mkdir(exist_ok=True)
    place.parent.chmod(0o755)  # nginx's worker is not root
    (place / "large").write_bytes(LARGE)
    with open(place / "stream", "wb") as file:
        file.truncate(STREAM)  # a file of nothing but holes
    for name, text in (files or {}).items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text)
    (folder / "upstream.conf").write_text(CONFIGURATION.format(folder=folder, port=port, hello=HELLO.decode()))
    with running(pin(LOAD_CORE, ["nginx", "-c", folder / "upstream.conf"]), port) as process:
        yield process, port
