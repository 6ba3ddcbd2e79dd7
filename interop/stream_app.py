"""A plain ASGI application that takes and gives large bodies without ever holding one."""

import hashlib
import json

PIECE = bytes(range(256)) * 256  # 64 KiB

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Streams", "version": "1"},
    "paths": {
        "/upload": {"post": {"operationId": "upload", "responses": {"200": {"description": "The digest"}}}},
        "/download/{bytes}": {
            "get": {
                "operationId": "download",
                "parameters": [{"name": "bytes", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "responses": {"200": {"description": "That many bytes"}},
            }
        },
    },
}


def pieces(total):
    """`total` bytes of a fixed pattern, piece by piece."""
    while total > 0:
        yield PIECE[:total]
        total -= len(PIECE)


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    path = scope["path"]
    if path == "/openapi.json":
        await answer(send, json.dumps(DOCUMENT).encode())
    elif path == "/upload":
        digest, length = hashlib.sha256(), 0
        more = True
        while more:
            message = await receive()
            digest.update(message.get("body", b""))
            length += len(message.get("body", b""))
            more = message.get("more_body", False)
        await answer(send, json.dumps({"sha256": digest.hexdigest(), "length": length}).encode())
    elif path.startswith("/download/"):
        start = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/octet-stream")]}
        await send(start)
        for piece in pieces(int(path.rpartition("/")[2])):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body"})
    else:
        await answer(send, b"{}", status=404)


async def answer(send, body, status=200):
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
