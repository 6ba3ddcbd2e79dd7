"""An MCP server made with FastMCP, protected by its authorization server in memory, which lets everybody in."""

import sys

import uvicorn
from fastmcp import FastMCP
from fastmcp.server.auth.auth import ClientRegistrationOptions, RevocationOptions
from fastmcp.server.auth.providers.in_memory import InMemoryOAuthProvider

PORT = int(sys.argv[1])
BASE = f"http://127.0.0.1:{PORT}"

provider = InMemoryOAuthProvider(
    base_url=BASE,
    client_registration_options=ClientRegistrationOptions(enabled=True, valid_scopes=["notes:read"], default_scopes=["notes:read"]),
    revocation_options=RevocationOptions(enabled=True),
    required_scopes=["notes:read"],
)
mcp = FastMCP("Notes", auth=provider)


@mcp.tool
def list_notes() -> list[str]:
    """Lists the notes."""
    return ["buy milk"]


uvicorn.run(mcp.http_app(path="/mcp"), host="127.0.0.1", port=PORT, log_level="warning")
