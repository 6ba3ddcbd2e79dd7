"""How the stand-in for Google gives tokens: token endpoint, Security Token Service, IAM credentials, metadata server."""

import datetime
import json
import urllib.parse

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from .google_knowledge import (
    AUDIENCE,
    ISSUER,
    MACHINE,
    PERSON,
    PROJECT,
    ROBOT,
    SCOPE,
    TARGET,
    TOKEN_ENDPOINT,
    WORKLOAD,
    Refusal,
    unbase64url,
)


class Tokens:
    """The part of the handler that gives access tokens, and knows who comes with one."""

    def form(self, address):
        """The fields of a form, each once; anything else about the request is refused."""
        if self.command != "POST":
            raise Refusal(405, "a token endpoint takes POST", oauth="invalid_request")
        if self.headers.get("content-type") != "application/x-www-form-urlencoded":
            raise Refusal(400, "the content type is not that of a form", oauth="invalid_request")
        if address.query:
            raise Refusal(400, "parameters belong into the body", oauth="invalid_request")
        pairs = urllib.parse.parse_qsl(
            self.body.decode("ascii"), strict_parsing=True, keep_blank_values=True, errors="strict"
        )
        if len(pairs) != len(dict(pairs)):
            raise Refusal(400, "a parameter occurs twice", oauth="invalid_request")
        if any(not value for _, value in pairs):
            raise Refusal(400, "a parameter is empty", oauth="invalid_request")
        return dict(pairs)

    def token(self, form):
        """The token endpoint: "Using OAuth 2.0 for Server to Server Applications", and RFC 6749 section 6."""
        kind = form.pop("grant_type", None)
        if kind == "urn:ietf:params:oauth:grant-type:jwt-bearer":
            if set(form) != {"assertion"}:
                raise Refusal(400, f"unexpected parameters: {sorted(form)}", oauth="invalid_request")
            claims = self.assertion(form["assertion"])
            own = f"http://{self.headers['host']}/token"
            if claims["aud"] not in (own, TOKEN_ENDPOINT):
                raise Refusal(400, "Invalid JWT: aud", oauth="invalid_grant")
            principal = ROBOT
        elif kind == "refresh_token":
            scope = form.pop("scope", SCOPE)
            if scope != SCOPE:
                raise Refusal(400, "scope", oauth="invalid_scope")
            if set(form) != set(self.google.user):
                raise Refusal(400, f"unexpected parameters: {sorted(form)}", oauth="invalid_request")
            if form != self.google.user:
                raise Refusal(400, "Token has been expired or revoked.", oauth="invalid_grant")
            principal = PERSON
        else:
            raise Refusal(400, "grant_type", oauth="unsupported_grant_type")
        token = self.google.issue(principal, kind)
        return {"access_token": token, "expires_in": 3599, "token_type": "Bearer", "scope": SCOPE}

    def assertion(self, text, wanted=("iss", "scope", "aud", "iat", "exp")):
        """The claims of a JWT that the service account signed."""
        bad = lambda what: Refusal(400, f"Invalid JWT: {what}", oauth="invalid_grant")
        try:
            head, claims, signature = text.split(".")
            header = json.loads(unbase64url(head))
            self.google.key.public_key().verify(
                unbase64url(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256()
            )
            claims = json.loads(unbase64url(claims))
        except (ValueError, InvalidSignature) as error:
            raise bad(f"signature or form ({error!r})") from error
        if header != {"alg": "RS256", "typ": "JWT", "kid": self.google.key_id}:
            raise bad(f"header {header}")
        if set(claims) != set(wanted):
            raise bad(f"claims {sorted(claims)}")
        if claims["iss"] != ROBOT or claims.get("scope", SCOPE) != SCOPE:
            raise bad("iss or scope")
        now = self.google.now()
        if not all(isinstance(claims[name], int) for name in ("iat", "exp")):
            raise bad("iat and exp are whole numbers")
        if not (claims["iat"] <= now + 60 and now < claims["exp"] <= claims["iat"] + 3600):
            raise bad("Token must be a short-lived token (60 minutes) and in a reasonable timeframe.")
        return claims

    def exchange(self, form):
        """The Security Token Service: Method: token, of its REST reference (RFC 8693 section 2.1)."""
        if self.headers.get("authorization"):
            raise Refusal(401, "a workload has no client", oauth="invalid_client")
        # A token that is only to impersonate may be had for less.
        scope = form.pop("scope", None)
        if scope not in (SCOPE, "https://www.googleapis.com/auth/iam"):
            raise Refusal(400, "scope", oauth="invalid_scope")
        wanted = {
            "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
            "audience": AUDIENCE,
            "requested_token_type": "urn:ietf:params:oauth:token-type:access_token",
            "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        }
        subject = form.pop("subject_token", "")
        if form != wanted:
            raise Refusal(400, f"unexpected parameters: {form}", oauth="invalid_request")
        try:
            head, claims, signature = subject.split(".")
            self.google.issuer_key.public_key().verify(
                unbase64url(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256()
            )
            claims = json.loads(unbase64url(claims))
        except (ValueError, InvalidSignature) as error:
            raise Refusal(400, "subject_token", oauth="invalid_grant") from error
        if claims["iss"] != ISSUER or claims["aud"] != AUDIENCE or claims["exp"] < self.google.now():
            raise Refusal(400, "claims of subject_token", oauth="invalid_grant")
        return {
            "access_token": self.google.issue(WORKLOAD, "exchange"),
            "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
            "token_type": "Bearer",
            "expires_in": 3600,
        }

    def impersonate(self, address):
        """generateAccessToken of the IAM Service Account Credentials API."""
        if self.command != "POST" or address.query:
            raise Refusal(405, "POST without parameters")
        principal = self.caller()
        if principal not in (WORKLOAD, PERSON, ROBOT):
            raise Refusal(403, "iam.serviceAccounts.getAccessToken")
        body = self.json_body()
        if body.pop("delegates", None):
            raise Refusal(400, "delegates")
        if body != {"scope": [SCOPE], "lifetime": "3600s"}:
            raise Refusal(400, f"unexpected body: {body}")
        end = datetime.datetime.fromtimestamp(self.google.now() + 3600, datetime.timezone.utc)
        return {
            "accessToken": self.google.issue(TARGET, f"impersonation by {principal}"),
            "expireTime": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    def oidc(self):
        """The provider of a workload's token, at an address."""
        if self.command != "GET" or self.body or self.headers.get("x-workload") != "job":
            raise Refusal(403, "x-workload")
        return 200, {"value": {"ignored": True}, "id_token": self.google.subject_token()}, {}

    def metadata(self, address):
        """The metadata server ("About VM metadata", "Access tokens" of service accounts)."""
        if self.command != "GET":
            raise Refusal(405, "GET only")
        if self.headers.get("metadata-flavor") != "Google" or self.headers.get("x-forwarded-for"):
            raise Refusal(403, "Missing Metadata-Flavor:Google header.")
        if self.headers.get("authorization"):
            raise Refusal(403, "tokens do not belong here")
        query = urllib.parse.parse_qs(address.query, strict_parsing=bool(address.query))
        flavor = {"Metadata-Flavor": "Google", "Server": "Metadata Server for VM"}
        base = "/computeMetadata/v1/"
        if address.path == "/" and not query:
            return 200, b"computeMetadata/\n", flavor
        if address.path == base + "project/project-id" and not query:
            return 200, PROJECT.encode(), flavor | {"Content-Type": "application/text"}
        if address.path == base + "universe/universe-domain":
            return 200, b"googleapis.com", flavor | {"Content-Type": "application/text"}
        account = base + "instance/service-accounts/"
        if address.path in (account + "default/", account + ROBOT + "/") and query == {"recursive": ["true"]}:
            return 200, {"aliases": ["default"], "email": ROBOT, "scopes": [SCOPE]}, flavor
        if address.path in (account + "default/token", account + ROBOT + "/token"):
            if query not in ({}, {"scopes": [SCOPE]}):
                raise Refusal(400, f"unexpected parameters: {query}")
            token = self.google.issue(MACHINE, "metadata")
            return 200, {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}, flavor
        raise Refusal(404, f"no such metadata: {self.path}")

    def caller(self):
        """Who asks: by an access token, or by a JWT that the service account signed for itself (AIP-4111)."""
        scheme, _, token = (self.headers.get("authorization") or "").partition(" ")
        if scheme != "Bearer" or not token:
            raise Refusal(401, "no bearer token", reason="CREDENTIALS_MISSING")
        if token.count(".") == 2 and not token.startswith("ya29."):
            claims = self.assertion(token, wanted=("iss", "sub", "aud", "iat", "exp"))
            if claims["aud"] != "https://secretmanager.googleapis.com/" or claims["sub"] != ROBOT:
                raise Refusal(401, f"aud or sub: {claims['aud']}")
            self.google.grants.append("self-signed")
            return ROBOT
        principal, end = self.google.tokens.get(token, (None, 0))
        if self.google.now() >= end:
            raise Refusal(401, "unknown or expired token", reason="ACCESS_TOKEN_EXPIRED")
        return principal
