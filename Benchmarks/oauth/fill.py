"""Fills a SQLite store of Doorward's with live grants: each of its own user, with agreement and refresh token."""

import base64
import contextlib
import hashlib
import os
import random
import sqlite3
import time

SAMPLE = 50_000


def opaque(count):
    return base64.urlsafe_b64encode(os.urandom(count)).decode().rstrip("=")


def fill(database, count, tokens):
    """Adds `count` grants like the newest one that is there. Some of their refresh tokens are written to `tokens`."""
    now = int(time.time())
    with contextlib.closing(sqlite3.connect(database)) as store:
        store.execute("PRAGMA synchronous=OFF")
        store.execute("PRAGMA cache_size=-1000000")
        like = store.execute(
            "SELECT client_id, resource, scopes, redirect_uri, user_id FROM oauth_grant WHERE user_id IS NOT NULL"
            " ORDER BY created_at DESC LIMIT 1").fetchone()
        client, resource, scopes, redirect, user = like
        origin, = store.execute("SELECT redirect_origin FROM consent WHERE user_id = ?", (user,)).fetchone()
        ends = now + 30 * 86400
        # By their keys, in order: the trees are built from one side and the file is compact.
        users = sorted(opaque(16) for _ in range(count))
        grants = sorted(opaque(16) for _ in range(count))
        refresh = ["dwr_" + opaque(32) for _ in range(count)]
        digests = sorted(hashlib.sha256(token.encode()).digest() for token in refresh)
        owners = random.sample(users, count)
        store.executemany(
            "INSERT INTO oauth_user (id, name, email, last_totp_step, created_at) VALUES (?, ?, '', 0, ?)",
            ((one, "u" + one, now) for one in users))
        store.executemany("INSERT INTO user_login (login, user_id) VALUES (?, ?)", (("u" + one, one) for one in users))
        store.executemany(
            "INSERT INTO consent (user_id, client_id, redirect_origin, resource, scopes, granted_at)"
            " VALUES (?, ?, ?, ?, ?, ?)", ((one, client, origin, resource, scopes, now) for one in users))
        store.executemany(
            "INSERT INTO oauth_grant (id, user_id, client_id, resource, scopes, redirect_uri, created_at, last_used_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((one, owner, client, resource, scopes, redirect, now - random.randrange(86400), now)
             for one, owner in zip(grants, owners)))
        store.executemany(
            "INSERT INTO refresh_token (digest, grant_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
            ((digest, one, now, ends) for digest, one in zip(digests, random.sample(grants, count))))
        store.commit()
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    tokens.write_text("\n".join(refresh[:SAMPLE]) + "\n")
