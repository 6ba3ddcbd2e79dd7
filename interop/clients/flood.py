#!/usr/bin/env python3
"""Registers clients at a steady pace over connections that stay open, all in the name of one address.

    python3 flood.py http://127.0.0.1:8000 --count 10000 --pace 250 --address 198.51.100.7

Each registration is another client. Goes on at the same pace until its input ends, and for `--count` at least. Prints
what was answered, and in how many seconds the first `--count` were, as JSON. Needs nothing but Python.
"""

import argparse
import collections
import http.client
import itertools
import json
import sys
import threading
import time
import urllib.parse


class Flood:
    def __init__(self, place, address, pace, count):
        self.place, self.address, self.pace, self.count = place, address, pace, count
        self.is_enough = threading.Event()
        self.seconds = 0
        self.statuses = collections.Counter()
        self.wrong = []
        self.lock = threading.Lock()
        self.begun = time.monotonic()

    def run(self, first, step):
        """One connection; begins number n at its time, or at once when that is over."""
        connection = http.client.HTTPConnection(self.place, timeout=60)
        for number in itertools.count(first, step):
            if number >= self.count and self.is_enough.is_set():
                break
            time.sleep(max(0, self.begun + number / self.pace - time.monotonic()))
            body = {"client_name": f"Flood {number}", "redirect_uris": [f"https://flood.example/{number}"]}
            fields = {"Content-Type": "application/json", "X-Forwarded-For": self.address}
            body |= {"token_endpoint_auth_method": "none"}
            connection.request("POST", "/oauth/register", json.dumps(body), fields)
            answer = connection.getresponse()
            problem = check(answer.status, answer.headers, answer.read())
            with self.lock:
                self.statuses[answer.status] += 1
                if number < self.count:
                    self.seconds = max(self.seconds, time.monotonic() - self.begun)
                self.wrong += [problem] if problem and len(self.wrong) < 5 else []
        connection.close()


def check(status, headers, body):
    """What is not as it must be; None when all is well."""
    if status == 201:
        return None
    if status != 429:
        return f"{status}: {body[:200]!r}"
    if not headers.get("Retry-After", "").isdigit() or int(headers["Retry-After"]) < 1:
        return f"Retry-After: {headers.get('Retry-After')}"
    return None if "error" in json.loads(body) else f"no error: {body[:200]!r}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--pace", type=float, default=250, help="how many a second")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--address", default="198.51.100.7", help="who it seems to be")
    words = parser.parse_args()
    flood = Flood(urllib.parse.urlsplit(words.base).netloc, words.address, words.pace, words.count)
    threads = [
        threading.Thread(target=flood.run, args=[first, words.connections]) for first in range(words.connections)
    ]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    flood.is_enough.set()
    for thread in threads:
        thread.join()
    print(json.dumps({"statuses": flood.statuses, "wrong": flood.wrong, "seconds": flood.seconds}))


if __name__ == "__main__":
    main()
