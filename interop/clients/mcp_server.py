"""A small MCP server made with FastMCP, without any protection of its own: that is the door's business."""

import sys

import uvicorn
from fastmcp import FastMCP

mcp = FastMCP("Notes")


@mcp.tool
def list_notes() -> list[str]:
    """Lists the notes."""
    return ["buy milk"]


@mcp.custom_route("/health", methods=["GET"])
async def health(_):
    from starlette.responses import PlainTextResponse

    return PlainTextResponse("well")


if __name__ == "__main__":
    uvicorn.run(mcp.http_app(path="/mcp"), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
