"""A PostgreSQL server of its own, in a folder of its own, on a free port of the loopback."""

import contextlib
import os
import pathlib
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time

from conftest import free_port

PROGRAMS = ("initdb", "postgres", "pg_isready")


def programs():
    """The folder of PostgreSQL's programs, Debian's newest first; None when it is not installed."""
    places = sorted(pathlib.Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda one: -int(one.parent.name))
    places += [pathlib.Path(place) for place in os.environ.get("PATH", "").split(":") if place]
    return next((place for place in places if all((place / name).exists() for name in PROGRAMS)), None)


class Account:
    """As whom PostgreSQL runs: it refuses to run as root."""

    def __init__(self):
        self.is_other = os.getuid() == 0
        self.options = {"user": "postgres", "group": "postgres", "extra_groups": []} if self.is_other else {}

    @property
    def exists(self):
        with contextlib.suppress(KeyError):
            return not self.is_other or bool(pwd.getpwnam("postgres"))
        return False

    def own(self, path):
        if self.is_other:
            shutil.chown(path, "postgres", "postgres")


@contextlib.contextmanager
def postgresql():
    """A running server: its address without the password, and the password."""
    place, account = programs(), Account()
    with tempfile.TemporaryDirectory(prefix="doorward-postgresql-", dir="/tmp") as name:
        folder = pathlib.Path(name)
        account.own(folder)
        password = secrets.token_hex(16)
        (folder / "password").write_text(password)
        account.own(folder / "password")
        words = ["-D", folder / "data", "-U", "doorward", "--auth=scram-sha-256", "--no-sync", "--locale=C"]
        subprocess.run(
            [place / "initdb", *words, "-E", "UTF8", f"--pwfile={folder / 'password'}"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **account.options,
        )
        port = free_port()
        settings = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", "fsync=off"]
        options = [word for setting in settings for word in ("-c", setting)]
        log = (folder / "log").open("wb")
        server = subprocess.Popen(
            [place / "postgres", "-D", folder / "data", *options],
            stdout=log,
            stderr=log,
            cwd=folder,
            **account.options,
        )
        try:
            wait(place, port, server, folder)
            yield f"postgres://doorward@127.0.0.1:{port}/postgres", password
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
            log.close()


def wait(place, port, server, folder):
    ready = [place / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    deadline = time.monotonic() + 30
    while subprocess.run(ready).returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError((folder / "log").read_text()[-2000:])
        time.sleep(0.05)
