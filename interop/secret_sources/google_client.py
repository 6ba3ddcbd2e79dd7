"""Google's own client as a program of its own, which prints what `doorward secret check --format json` prints.

A program, because google-auth reads the variables for the metadata server when it is imported.

    google_client.py [--grant] read REFERENCE… | rotate REFERENCE VALUE | retire REFERENCE FINGERPRINT

`--grant` makes a service account ask the token endpoint, where the client would sign tokens for itself.
"""

import hashlib
import json
import os
import sys
import urllib.parse

import google.auth
import google.auth.iam
import google.oauth2.credentials
import google_crc32c
from google.cloud import secretmanager_v1
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import SecretManagerServiceRestTransport

SCOPE = "https://www.googleapis.com/auth/cloud-platform"


# Of a person's file Google's client does not read token_uri, and of an impersonation only the account in the address;
# it has no other way to name these endpoints.
google.oauth2.credentials._GOOGLE_OAUTH2_TOKEN_ENDPOINT = os.environ["TOKEN_ENDPOINT"]
google.auth.iam._IAM_ENDPOINT = os.environ["IAM_ENDPOINT"]


def client(grant):
    """The client as an application makes it, but for the endpoint."""
    endpoint = os.environ["CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER"]
    if not grant:
        return secretmanager_v1.SecretManagerServiceClient(
            transport="rest", client_options={"api_endpoint": endpoint}
        )
    credentials, _ = google.auth.default(scopes=[SCOPE])
    transport = SecretManagerServiceRestTransport(
        credentials=credentials, host=endpoint, always_use_jwt_access=False, api_audience=None
    )
    return secretmanager_v1.SecretManagerServiceClient(transport=transport)


def parts(reference):
    """The resource of the secret, the version, and the member, of `gcp-sm://PROJECT/NAME[/VERSION][?location=L][#m]`."""
    address = urllib.parse.urlsplit(reference)
    words = (address.netloc + address.path).split("/")
    location = dict(urllib.parse.parse_qsl(address.query)).get("location")
    place = f"projects/{words[0]}" + (f"/locations/{location}" if location else "")
    return f"{place}/secrets/{words[1]}", words[2] if len(words) > 2 else None, address.fragment


def value(google, name, member):
    """The value of a version, with its checksum checked as Google's samples do."""
    payload = google.access_secret_version(name=name).payload
    assert payload.data_crc32c == google_crc32c.value(payload.data), "damaged"
    return json.loads(payload.data)[member].encode() if member else payload.data


def enabled(google, secret):
    """The enabled versions, newest first."""
    return list(google.list_secret_versions(request={"parent": secret, "filter": "state:ENABLED"}))


def number(version):
    """The number at the end of a version's name."""
    return int(version.name.rsplit("/", 1)[1])


def read(google, reference):
    """The newest enabled version and the one directly before when it is enabled too, or the one that is named."""
    secret, version, member = parts(reference)
    if version:
        found = [(f"{secret}/versions/{version}", None)]
    else:
        newest = enabled(google, secret)[:2]
        if len(newest) == 2 and number(newest[1]) != number(newest[0]) - 1:
            newest.pop()
        found = [(one.name, int(one.create_time.timestamp())) for one in newest]
    versions = [
        {
            "fingerprint": hashlib.sha256(value(google, name, member)).hexdigest()[:8],
            "version": name.rsplit("/", 1)[1],
            "since": since,
        }
        for name, since in found
    ]
    return {"source": reference, "ok": True, "versions": versions, "problem": None, "warnings": []}


def main(words):
    grant = words[0] == "--grant"
    verb, *words = words[1:] if grant else words
    google = client(grant)
    if verb == "read":
        print(json.dumps([read(google, reference) for reference in words]))
        return
    secret, _, member = parts(words[0])
    if verb == "rotate":
        data = words[1].encode()
        if member:
            data = json.dumps(json.loads(value(google, enabled(google, secret)[0].name, None)) | {member: words[1]}).encode()
        payload = {"data": data, "data_crc32c": google_crc32c.value(data)}
        print(google.add_secret_version(request={"parent": secret, "payload": payload}).name)
    else:
        for version in enabled(google, secret):
            if hashlib.sha256(value(google, version.name, member)).hexdigest().startswith(words[1]):
                print(google.disable_secret_version(request={"name": version.name, "etag": version.etag}).name)


if __name__ == "__main__":
    main(sys.argv[1:])
