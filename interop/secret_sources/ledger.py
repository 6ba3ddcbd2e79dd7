"""When which value was good, so that every call can be judged afterwards."""

import collections
import re
import secrets
import time

from .door import fingerprint

REFRESH, GRACE, MARGIN = 1, 3, 3
# Good is a value that has left its source for so long no more: the refresh with its tenth, the grace, and two looks.
OVER = REFRESH * 1.1 + GRACE + MARGIN


class Value:
    """One value in the ledger; times of the monotonic clock, which all processes share."""

    def __init__(self, number, text):
        self.number, self.text, self.fingerprint = number, text, fingerprint(text)
        self.written = self.shown = self.good = self.leaves = self.left = None

    def judge(self, call):
        """What a call with this value had to be answered with."""
        if self.good and call.sent >= self.good and (self.leaves is None or call.answered <= self.leaves):
            return "good"
        if self.left and call.sent >= self.left + OVER:
            return "over"
        return "between"


class Ledger:
    """What happens to all values, told to the callers at once."""

    def __init__(self, places):
        self.places, self.values, self.kept = places, [], {name: [] for name in places}
        self.caller, self.rotations = None, collections.Counter()

    def rotate(self, name):
        """A new value at a place, which pushes out the oldest."""
        value = Value(len(self.values), f"made-up-{secrets.token_hex(32)}")
        place, kept = self.places[name], self.kept[name]
        out = kept[-place.depth] if len(kept) >= place.depth else None
        self.values.append(value)
        if self.caller:
            self.caller.say("other", value.number, value.text)
            if out:
                self.caller.say("other", out.number)
                out.leaves = time.monotonic()
        place.put(value.text)
        value.written = time.monotonic()
        if out:
            out.left = value.written
        kept.append(value)
        self.rotations[name] += 1

    def look(self, metrics):
        """Notes which values Doorward says to accept; they are good from now on."""
        shown = set(re.findall(r'doorward_secret_info\{[^}]*fingerprint="([0-9a-f]{8})"', metrics))
        live = set(re.findall(r'doorward_secret_age_seconds\{fingerprint="([0-9a-f]{8})"', metrics))
        now = time.monotonic()
        for value in list(self.values):
            if value.shown is None and value.fingerprint in shown:
                value.shown = now
            if value.good is None and value.fingerprint in live:
                value.good = now
                if value.leaves is None:
                    self.caller.say("good", value.number, value.text)
