"""nginx: the bearer check is one comparison in its configuration."""

import shutil

from peers.proxy import CONNECTIONS, SECRET, Proxy

CONFIGURATION = """
daemon off; worker_processes {loops}; worker_rlimit_nofile 25000; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections {connections}; }}
http {{
  access_log {log}; client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  keepalive_requests 1000000000; keepalive_timeout 75; proxy_max_temp_file_size 0;
  upstream api {{ server 127.0.0.1:{upstream}; keepalive 4096; keepalive_requests 1000000000; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    {answers}
    location / {{
      if ($http_authorization != "Bearer {secret}") {{ return 403; }}
      proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Authorization "";
    }}
  }}
}}
"""


class Nginx(Proxy):
    name = "nginx"
    rows = frozenset(("direct", "forward", "large", "connections", "latency"))
    file = "nginx.conf"

    def __init__(self, setup, answers=None):
        """`answers`: bodies that are returned without a check, by path."""
        super().__init__(setup)
        self.answers = answers or {}

    @classmethod
    def missing(cls):
        return "" if shutil.which("nginx") else "is not installed (apt-get install nginx-light)"

    @classmethod
    def version(cls):
        return cls.version_of("nginx", "-v")

    def log(self):
        return "to a file, one write per request (its default; no buffer)" if self.setup.log else "off"

    def configuration(self):
        log = f"{self.folder}/access.log" if self.setup.log else "off"
        answers = "\n    ".join(
            f'location = {path} {{ default_type application/json; return 200 "{body}"; }}'
            for path, body in self.answers.items())
        return CONFIGURATION.format(
            loops=self.setup.loops, folder=self.folder, connections=2 * CONNECTIONS, log=log, answers=answers,
            upstream=self.setup.upstream, port=self.port, secret=SECRET)

    def command(self):
        return ["nginx", "-c", self.folder / self.file]
