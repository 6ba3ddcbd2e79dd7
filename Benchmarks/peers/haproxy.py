"""HAProxy: the bearer check is a rule; access tokens are verified by its `jwt_verify`, their claims by rules."""

import shutil

from peers.proxy import SECRET, Proxy

CONFIGURATION = """
global
  nbthread {loops}
  maxconn 4000
  {log_global}
defaults
  mode http
  {log_defaults}
  timeout connect 5s
  timeout client 75s
  timeout server 75s
  timeout http-request 10s
  timeout http-keep-alive 75s
  option http-keep-alive
  http-reuse always
frontend door
  bind 127.0.0.1:{port} backlog 4096
{rules}
  http-request del-header authorization
  default_backend api
backend api
  server api 127.0.0.1:{upstream} pool-max-conn -1
"""

BEARER = """  http-request deny deny_status 403 unless {{ req.hdr(authorization) -m str "Bearer {secret}" }}"""

# What its manual's example of jwt_verify checks, and issuer, audience and end besides.
TOKEN = """  http-request set-var(txn.bearer) http_auth_bearer
  http-request set-var(txn.alg) var(txn.bearer),jwt_header_query('$.alg')
  http-request deny deny_status 401 unless {{ var(txn.alg) -m str ES256 }}
  http-request set-var(txn.iss) var(txn.bearer),jwt_payload_query('$.iss')
  http-request deny deny_status 401 unless {{ var(txn.iss) -m str {issuer} }}
  http-request set-var(txn.aud) var(txn.bearer),jwt_payload_query('$.aud')
  http-request deny deny_status 401 unless {{ var(txn.aud) -m str {audience} }}
  http-request set-var(txn.now) date()
  http-request set-var(txn.left) var(txn.bearer),jwt_payload_query('$.exp','int'),sub(txn.now)
  http-request deny deny_status 401 unless {{ var(txn.left) -m int gt 0 }}
  http-request deny deny_status 401 unless {{ var(txn.bearer),jwt_verify(txn.alg,"{key}") -m int 1 }}"""


class HAProxy(Proxy):
    name = "HAProxy"
    rows = frozenset(("forward", "large", "tokens"))
    file = "haproxy.cfg"

    @classmethod
    def missing(cls):
        return "" if shutil.which("haproxy") else "is not installed (apt-get install haproxy)"

    @classmethod
    def version(cls):
        return cls.version_of("haproxy", "-v")

    def log(self):
        return "httplog on standard output, which is a file; one write per request" if self.setup.log else "off"

    def configuration(self):
        issuer, log = self.setup.issuer, self.setup.log
        rules = TOKEN.format(issuer=issuer.address, audience=issuer.audience, key=issuer.public_file) if issuer \
            else BEARER.format(secret=SECRET)
        return CONFIGURATION.format(
            loops=self.setup.loops, port=self.port, upstream=self.setup.upstream, rules=rules,
            log_global="log stdout format raw daemon info" if log else "",
            log_defaults="log global\n  option httplog" if log else "no log")

    def command(self):
        return ["haproxy", "-db", "-f", self.folder / self.file]
