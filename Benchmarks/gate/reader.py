"""Reads one path again and again, as fast as it comes, until it is ended; prints "ready" when bytes flow."""

import signal
import socket
import sys

BUFFER = bytearray(1 << 20)


def read(connection, request):
    """One answer: its bytes, one count after another."""
    connection.sendall(request)
    head = b""
    while b"\r\n\r\n" not in head:
        got = connection.recv(65536)
        if not got:
            raise SystemExit("closed before an answer")
        head += got
    fields, _, body = head.partition(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in fields.split(b"\r\n")
                   if line.lower().startswith(b"content-length:")), None)
    if not fields.startswith(b"HTTP/1.1 200 ") or length is None:
        raise SystemExit(f"not what was asked for: {fields[:300]!r}")
    left = length - len(body)
    yield len(body)
    while left:
        got = connection.recv_into(BUFFER, min(left, len(BUFFER)))
        if not got:
            raise SystemExit("closed in the middle of an answer")
        left -= got
        yield got


def main(port, path, *fields):
    total, told = 0, False
    head = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *fields, "", ""]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with socket.create_connection(("127.0.0.1", int(port)), 20) as connection:
            while True:
                for got in read(connection, "\r\n".join(head).encode()):
                    total += got
                    if not told and total > 4 * len(BUFFER):
                        told = True
                        print("ready", flush=True)
    finally:
        print(total, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
