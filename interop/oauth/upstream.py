"""A tiny API that answers with what it was sent."""

import contextlib
import http.server
import json
import threading

SCOPES = {"notes:read": "Read your notes.", "notes:write": "Change your notes."}


def document():
    """Its OpenAPI document: one operation without scopes, one with one, one with two."""
    answer = {"200": {"description": "What was sent."}}
    flow = {"authorizationUrl": "https://api.example/a", "tokenUrl": "https://api.example/t", "scopes": SCOPES}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Notes", "version": "1"},
        "components": {"securitySchemes": {"oauth": {"type": "oauth2", "flows": {"authorizationCode": flow}}}},
        "paths": {
            "/me": {"get": {"operationId": "whoAmI", "security": [{"oauth": []}], "responses": answer}},
            "/notes": {
                "get": {"operationId": "listNotes", "security": [{"oauth": ["notes:read"]}], "responses": answer},
                "post": {
                    "operationId": "addNote",
                    "security": [{"oauth": ["notes:read", "notes:write"]}],
                    "responses": answer,
                },
            },
        },
    }


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        length = int(self.headers.get("Content-Length", 0))
        sent = {name.lower(): value for name, value in self.headers.items()}
        seen = {"method": self.command, "path": self.path, "headers": sent, "body": self.rfile.read(length).decode()}
        body = json.dumps(seen).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def echo():
    """The API on a free port of the loopback; its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
