"""The engines of the stand-in for Vault and OpenBao: key/value with and without versions, and the database's."""

import secrets

from .vault_state import WRITES, Lease, Refusal, envelope, only, rfc3339, shown


class Engines:
    """The part of the server that answers what is asked of mounts."""

    def live(self, lease):
        """Whether a lease lives: before its end, and as long as the token it was got with."""
        return self.now() < lease.end and self.alive(lease.token)

    # Key/value without versions.

    def _plain(self, method, token, namespace, path, inside, mount, query, content):
        only(query)
        if method == "GET":
            self._allow(token, namespace, path, "read")
            if inside not in mount.data:
                raise Refusal(404)
            return 200, envelope(data=mount.data[inside], lease_duration=2764800)
        if method not in WRITES:
            raise Refusal(405, "unsupported operation")
        self._allow(token, namespace, path, "update" if inside in mount.data else "create")
        if not content:
            raise Refusal(400, "missing data fields")
        mount.data[inside] = content
        return 204, None

    # Key/value with versions.

    def _versioned(self, method, token, namespace, path, inside, mount, query, content):
        kind, _, key = inside.partition("/")
        handler = {"data": self._data, "metadata": self._metadata}.get(kind)
        if kind in ("delete", "undelete", "destroy"):
            handler = self._mark
        if handler is None or not key:
            warning = "Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use."
            raise Refusal(404, **envelope(data=None, warnings=[warning]))
        entry = mount.data.get(key)
        return handler(method, token, namespace, path, key, entry, mount, query, content)

    def _data(self, method, token, namespace, path, key, entry, mount, query, content):
        if method == "GET":
            only(query, "version")
            self._allow(token, namespace, path, "read")
            number = int(query["version"][0]) if "version" in query else 0
            version = entry and entry["versions"].get(number or entry["current"])
            if not version:
                raise Refusal(404)
            if version["destroyed"] or self._is_deleted(version):
                raise Refusal(404, **envelope(data={"data": None, "metadata": shown(version)}))
            return 200, envelope(data={"data": version["data"], "metadata": shown(version)})
        if method not in WRITES:
            raise Refusal(405, "unsupported operation")
        only(query)
        only(content, "data", "options")
        self._allow(token, namespace, path, "update" if entry else "create")
        if not isinstance(content.get("data"), dict):
            raise Refusal(400, "no data provided")
        only(content.get("options", {}), "cas")
        current = entry["current"] if entry else 0
        cas = content.get("options", {}).get("cas")
        if cas is None and mount.cas_required:
            raise Refusal(400, "check-and-set parameter required for this call")
        if cas is not None and cas != current:
            raise Refusal(400, "check-and-set parameter did not match the current version")
        version = self.put(mount, key, content["data"])
        return 200, envelope(data=shown(version))

    def put(self, mount, key, data):
        """Writes a version, as an operator would."""
        entry = mount.data.setdefault(key, {"current": 0, "versions": {}})
        number = entry["current"] = entry["current"] + 1
        version = {"version": number, "created_time": rfc3339(self.now()), "deletion_time": "", "destroyed": False}
        entry["versions"][number] = version | {"data": data}
        return entry["versions"][number]

    def _is_deleted(self, version):
        return bool(version["deletion_time"]) and version["deletion_time"] <= rfc3339(self.now())

    def _metadata(self, method, token, namespace, path, key, entry, mount, query, content):
        only(query)
        if method != "GET":
            raise Refusal(405, "unsupported operation")
        self._allow(token, namespace, path, "read")
        if not entry:
            raise Refusal(404)
        fields = ("created_time", "deletion_time", "destroyed")
        versions = {str(number): {f: one[f] for f in fields} for number, one in entry["versions"].items()}
        data = {"versions": versions, "current_version": entry["current"], "oldest_version": 0, "max_versions": 0}
        more = {"cas_required": mount.cas_required, "custom_metadata": None, "delete_version_after": "0s"}
        return 200, envelope(data=data | more)

    def _mark(self, method, token, namespace, path, key, entry, mount, query, content):
        only(query)
        if method not in WRITES:
            raise Refusal(405, "unsupported operation")
        only(content, "versions")
        self._allow(token, namespace, path, "update")
        numbers = content.get("versions")
        if not isinstance(numbers, list) or not numbers or not all(type(number) is int for number in numbers):
            raise Refusal(400, "No version number provided")
        for number in numbers:
            version = entry and entry["versions"].get(number)
            if not version:
                continue
            kind = path.removesuffix("/" + key).rpartition("/")[2]
            if kind == "destroy":
                version.update(destroyed=True, data=None)
            else:
                version["deletion_time"] = rfc3339(self.now()) if kind == "delete" else ""
        return 204, None

    # Credentials on demand.

    def _database(self, method, token, namespace, path, inside, mount, query, content):
        only(query)
        if method != "GET":
            raise Refusal(405, "unsupported operation")
        self._allow(token, namespace, path, "read")
        role = mount.data.get(inside.removeprefix("creds/")) if inside.startswith("creds/") else None
        if not role:
            raise Refusal(400, f"unknown role: {inside}")
        now, made = self.now(), secrets.token_hex(8)
        data = {"username": f"v-{made}", "password": f"made-up-{secrets.token_hex(24)}"}
        end = now + min(role["ttl"], role["maximum"])
        lease = Lease(f"{path}/{made}", token, now, role["ttl"], end, now + role["maximum"], data)
        self.leases[lease.id] = lease
        return 200, envelope(data=data, lease_id=lease.id, lease_duration=int(end - now), renewable=True)

    def _renew_lease(self, method, token, namespace, path, content):
        if method not in WRITES:
            raise Refusal(405, "unsupported operation")
        only(content, "lease_id", "increment")
        self._allow(token, namespace or token.namespace, path, "update")
        lease = self.leases.get(content.get("lease_id"))
        if lease is None or not self.live(lease):
            raise Refusal(400, "lease not found")
        lease.end = min(self.now() + (content.get("increment") or lease.ttl), lease.maximum)
        left = int(lease.end - self.now() + 0.5)
        return 200, envelope(lease_id=lease.id, lease_duration=left, renewable=True)
