"""How the stand-in for Google keeps secrets: the REST interface of Secret Manager."""

import base64
import re
import urllib.parse

import google_crc32c

from .google_knowledge import NUMBER, PERSON, PROJECT, Refusal

VERSION_PATH = re.compile(
    r"/v1/projects/(?P<project>[^/:]+)(?:/locations/(?P<location>[^/:]+))?/secrets/(?P<secret>[A-Za-z0-9_-]{1,255})"
    r"(?:/versions(?:/(?P<version>[^/:]+))?)?(?::(?P<verb>[a-zA-Z]+))?"
)


class SecretManager:
    """The part of the handler that answers what is asked of secrets and their versions."""

    def secret_manager(self, match, address):
        """REST Resource: projects.secrets.versions, and projects.locations.secrets.versions."""
        principal = self.caller()
        if self.headers.get("x-goog-user-project") != (self.google.quota_project if principal == PERSON else None):
            raise Refusal(403, "x-goog-user-project", reason="USER_PROJECT_DENIED")
        query = urllib.parse.parse_qs(address.query, strict_parsing=bool(address.query), keep_blank_values=True)
        if any(len(values) != 1 for values in query.values()):
            raise Refusal(400, "a parameter occurs twice")
        query = {name: values[0] for name, values in query.items()}
        if (alt := query.pop("$alt", "json")) not in ("json", "json;enum-encoding=int"):
            raise Refusal(400, f"$alt={alt}")
        self.numbers = alt.endswith("int")
        if self.google.throttles > 0:
            self.google.throttles -= 1
            raise Refusal(429, "Quota exceeded.", reason="RATE_LIMIT_EXCEEDED")
        if match["project"] not in (PROJECT, NUMBER):
            raise Refusal(403, f"Permission denied on resource project {match['project']}.", reason="CONSUMER_INVALID")
        self.place, self.secret = match["location"], match["secret"]
        versions = self.google.secrets.get((self.place, self.secret))
        asked = (self.command, bool(match["version"]), match["verb"])
        if asked == ("GET", False, None) and address.path.endswith("/versions"):
            return self.list(principal, versions, query)
        if query:
            raise Refusal(400, f"unexpected parameters: {sorted(query)}")
        if asked == ("GET", True, "access"):
            return self.access(principal, versions, match["version"])
        if asked == ("POST", True, "disable"):
            return self.disable(principal, versions, match["version"])
        if asked == ("POST", False, "addVersion") and not address.path.endswith("/versions:addVersion"):
            return self.add(principal, versions)
        raise Refusal(404, f"no such method: {asked}")

    def allow(self, principal, members, permission, versions):
        if self.command == "GET" and self.body:
            raise Refusal(400, "the request body must be empty")
        if principal not in members:
            raise Refusal(403, f"Permission '{permission}' denied on resource (or it may not exist).")
        if versions is None:
            raise Refusal(404, f"Secret [{self.secret}] not found.")

    def name(self, number):
        place = f"/locations/{self.place}" if self.place else ""
        return f"projects/{NUMBER}{place}/secrets/{self.secret}/versions/{number}"

    def described(self, number, version):
        state = {"ENABLED": 1, "DISABLED": 2, "DESTROYED": 3}[version["state"]] if self.numbers else version["state"]
        return {
            "name": self.name(number),
            "createTime": version["created"].strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "state": state,
            "replicationStatus": {"automatic": {}},
            "etag": version["etag"],
            "clientSpecifiedPayloadChecksum": version["crc"],
        }

    def list(self, principal, versions, query):
        self.allow(principal, self.google.listers, "secretmanager.versions.list", versions)
        if not set(query) <= {"filter", "pageSize", "pageToken"}:
            raise Refusal(400, f"unexpected parameters: {sorted(query)}")
        if query.get("filter", "state:ENABLED") != "state:ENABLED":
            raise Refusal(400, "filter")
        if not query.get("pageSize", "1").isdigit():
            raise Refusal(400, "pageSize")
        found = [
            (number, version)
            for number, version in reversed(list(enumerate(versions, 1)))
            if "filter" not in query or version["state"] == "ENABLED"
        ]
        size = min(int(query.get("pageSize", 0)) or 25000, self.google.page_limit)
        start = 0
        if "pageToken" in query:
            if not re.fullmatch(r"page/\+=[0-9]+", query["pageToken"]):
                raise Refusal(400, "pageToken")
            start = int(query["pageToken"].split("=")[1])
        answer = {"versions": [self.described(*one) for one in found[start : start + size]]}
        if start + size < len(found):
            answer["nextPageToken"] = f"page/+={start + size}"
        if "filter" not in query:
            answer["totalSize"] = len(found)
        return answer

    def numbered(self, versions, text):
        number = len(versions) if text == "latest" else int(text) if text.isdigit() else 0
        if not 1 <= number <= len(versions):
            raise Refusal(404, f"Secret Version [{self.secret}/{text}] not found.")
        return number, versions[number - 1]

    def access(self, principal, versions, text):
        self.allow(principal, self.google.readers, "secretmanager.versions.access", versions)
        number, version = self.numbered(versions, text)
        if number in self.google.vanishing:
            version["state"] = "DISABLED"
        if version["state"] != "ENABLED":
            raise Refusal(400, f"Version is in {version['state']} state.", code="FAILED_PRECONDITION")
        payload = {"dataCrc32c": str(google_crc32c.value(version["data"]))}
        data = self.google.damage(version["data"]) if self.google.damage else version["data"]
        if data:
            payload["data"] = base64.b64encode(data).decode()
        return {"name": self.name(number), "payload": payload}

    def add(self, principal, versions):
        self.allow(principal, self.google.writers, "secretmanager.versions.add", versions)
        body = self.json_body()
        payload = body.pop("payload", None)
        if body or not isinstance(payload, dict) or not set(payload) <= {"data", "dataCrc32c"}:
            raise Refusal(400, "the body is not {payload: {data, dataCrc32c}}")
        data = base64.b64decode(payload.get("data", ""), validate=True)
        if len(data) > 65536:
            raise Refusal(400, "The payload is too large.")
        if "dataCrc32c" in payload and payload["dataCrc32c"] != str(google_crc32c.value(data)):
            raise Refusal(400, "dataCrc32c does not match")
        number = self.google.keep(self.secret, data, location=self.place)
        versions[number - 1]["crc"] = "dataCrc32c" in payload
        return self.described(number, versions[number - 1])

    def disable(self, principal, versions, text):
        self.allow(principal, self.google.writers, "secretmanager.versions.disable", versions)
        body = self.json_body()
        number, version = self.numbered(versions, text)
        if body.pop("etag", version["etag"]) != version["etag"] or body.pop("name", "") not in ("", self.name(number)):
            raise Refusal(400, "etag", code="FAILED_PRECONDITION")
        if body:
            raise Refusal(400, f"unexpected members: {sorted(body)}")
        if version["state"] == "DESTROYED":
            raise Refusal(400, "destroyed", code="FAILED_PRECONDITION")
        version["state"] = "DISABLED"
        return self.described(number, version)
