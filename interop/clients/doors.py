"""Doors that differ from the usual one: another API behind them, or another public address."""

import contextlib
import json
import os

from conftest import BINARY, free_port, started
from oauth.door import CREDENTIAL, Door, configuration
from oauth.upstream import SCOPES, document

# What Doorward gives out besides: device codes, names of pushed requests, tokens of registrations.
OTHERS = ("dwd_", "dwra_", "request_uri:")


@contextlib.contextmanager
def special_door(folder, upstream, *, more="", api=None, public=None):
    """Doorward with `auth: oauth`, in front of the API that `api` describes, known to others as `public`."""
    base = f"http://127.0.0.1:{free_port()}"
    text = configuration(base, upstream, "sqlite:doorward.db", more)
    if public:
        text = text.replace(f"public_url: {base}", f"public_url: {public}")
    (folder / "openapi.json").write_text(json.dumps(api or document()))
    (folder / "doorward.yaml").write_text(text)
    command = [str(BINARY), "serve", "--config", str(folder / "doorward.yaml")]
    with started(command, f"{base}/readyz", folder, "doorward") as process:
        door = Door(base, folder, dict(os.environ))
        door.process = process
        yield door
    assert process.returncode == 0, door.log[-4000:]
    assert not CREDENTIAL.search(door.log), "a credential is in the log"
    for secret in (*door.secrets, *OTHERS):
        assert secret not in door.log, f"{secret[:12]} is in the log"


def mcp_document():
    """An API that is an MCP endpoint: the three methods of Streamable HTTP."""
    answer = {"200": {"description": "An answer of MCP."}, "202": {"description": "Taken."}}
    flow = {"authorizationUrl": "https://api.example/a", "tokenUrl": "https://api.example/t", "scopes": SCOPES}
    operations = {
        method: {"operationId": f"mcp_{method}", "security": [{"oauth": ["notes:read"]}], "responses": answer}
        for method in ("post", "get", "delete")
    }
    body = {"content": {"application/json": {"schema": {"type": "object"}}}}
    operations["post"]["requestBody"] = body
    return {
        "openapi": "3.1.0",
        "info": {"title": "Notes", "version": "1"},
        "components": {"securitySchemes": {"oauth": {"type": "oauth2", "flows": {"authorizationCode": flow}}}},
        "paths": {"/mcp": operations},
    }
