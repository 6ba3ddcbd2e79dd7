"""What the stand-in for Vault and OpenBao knows: mounts, tokens, leases; the form of its answers, and how it refuses."""

import dataclasses
import datetime
import uuid

WRITES = ("POST", "PUT")


class Refusal(Exception):
    """An answer of 400 or above, with the texts of `errors` or with members of its own."""

    def __init__(self, status, *errors, **members):
        super().__init__(status, *errors)
        self.status, self.body = status, members or {"errors": list(errors)}


@dataclasses.dataclass
class Mount:
    """An engine: `kv` with or without versions, or `database`."""

    type: str
    version: str | None = None
    data: dict = dataclasses.field(default_factory=dict)
    cas_required: bool = False


@dataclasses.dataclass
class Token:
    """A client token, with the end it has now and the one that no renewal goes beyond."""

    value: str
    policies: list
    namespace: str
    made: float
    ttl: float
    end: float | None
    maximum: float | None
    renewable: bool


@dataclasses.dataclass
class Lease:
    """Credentials of the database engine."""

    id: str
    token: Token
    made: float
    ttl: float
    end: float
    maximum: float
    data: dict


def only(members, *allowed):
    """Refuses parameters and members that are not documented."""
    strange = set(members) - set(allowed)
    if strange:
        raise Refusal(400, f"not documented: {sorted(strange)}")


def envelope(**members):
    """What every answer with a body has."""
    empty = {"lease_id": "", "renewable": False, "lease_duration": 0, "data": None, "wrap_info": None}
    return {"request_id": str(uuid.uuid4())} | empty | {"warnings": None, "auth": None} | members


def shown(version):
    """A version without its data."""
    return {name: value for name, value in version.items() if name != "data"} | {"custom_metadata": None}


def rfc3339(seconds):
    """A time as Go writes it, with nine digits behind the point."""
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "000Z"
