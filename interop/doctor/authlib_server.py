"""An authorization server made with Authlib on Flask, and a small API behind it that takes its tokens.

It reads forms at its token endpoint, as Authlib does. JSON_TOKENS=1 makes it understand JSON there too, which is what
plugins whose manifest says `application/json` send.
"""

import os
import secrets
import sys
import time
import urllib.parse

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin, grants
from flask import Flask, Response, jsonify, redirect, request, session

PUBLIC = os.environ["PUBLIC"]
REDIRECTS = os.environ["REDIRECTS"].split()
CLIENT_ID, CLIENT_SECRET = os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]
PASSWORD = os.environ["PASSWORD"]
CONTENT_TYPE = os.environ.get("CONTENT_TYPE", "application/x-www-form-urlencoded")

app = Flask(__name__)
app.secret_key = secrets.token_hex(16)


class Client(ClientMixin):
    def get_client_id(self):
        return CLIENT_ID

    def get_default_redirect_uri(self):
        return REDIRECTS[0]

    def get_allowed_scope(self, scope):
        return " ".join(name for name in (scope or "").split() if name in {"notes:read"})

    def check_redirect_uri(self, uri):
        return uri in REDIRECTS

    def check_client_secret(self, secret):
        return secrets.compare_digest(secret, CLIENT_SECRET)

    def check_endpoint_auth_method(self, method, endpoint):
        return method in {"client_secret_post", "client_secret_basic"}

    def check_response_type(self, kind):
        return kind == "code"

    def check_grant_type(self, kind):
        return kind in {"authorization_code", "refresh_token"}


class Token(TokenMixin, dict):
    def check_client(self, client):
        return True

    def get_scope(self):
        return self["scope"]

    def get_expires_in(self):
        return self["expires_in"]

    def is_expired(self):
        return time.time() > self["issued_at"] + self["expires_in"]

    def is_revoked(self):
        return self.get("revoked", False)

    def get_user(self):
        return "ada"


class Code(dict):
    def is_expired(self):
        return time.time() > self["made"] + 300

    def get_redirect_uri(self):
        return self["redirect_uri"]

    def get_scope(self):
        return self["scope"]


CODES, TOKENS = {}, []


def save(token, request):
    # A refreshed token takes the place of the old one.
    old = getattr(request, "refresh_token", None)
    if old is not None:
        old["revoked"] = True
    TOKENS.append(Token(token, issued_at=time.time(), scope=token.get("scope", "")))


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post", "client_secret_basic"]

    def save_authorization_code(self, code, request):
        payload = request.payload
        CODES[code] = Code(made=time.time(), redirect_uri=payload.redirect_uri, scope=payload.scope or "", code=code)

    def query_authorization_code(self, code, client):
        return CODES.get(code)

    def delete_authorization_code(self, code):
        CODES.pop(code["code"], None)

    def authenticate_user(self, code):
        return "ada"


class RefreshGrant(grants.RefreshTokenGrant):
    INCLUDE_NEW_REFRESH_TOKEN = True
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post", "client_secret_basic"]

    def authenticate_refresh_token(self, text):
        for token in TOKENS:
            if token.get("refresh_token") == text and not token.is_revoked():
                return token
        return None

    def authenticate_user(self, token):
        return "ada"

    def revoke_old_credential(self, token):
        token["revoked"] = True


# Without this Authlib gives no refresh tokens, and the sign-in lasts ten days at most.
app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = os.environ.get("REFRESH", "1") == "1"
server = AuthorizationServer(app, query_client=lambda name: Client() if name == CLIENT_ID else None, save_token=save)
server.register_grant(CodeGrant)
server.register_grant(RefreshGrant)


@app.get("/.well-known/ai-plugin.json")
def manifest():
    return {
        "schema_version": "v1",
        "name_for_human": "Notes",
        "name_for_model": "notes",
        "description_for_human": "Keeps notes.",
        "description_for_model": "Reads the notes of the user.",
        "auth": {
            "type": "oauth",
            "client_url": f"{PUBLIC}/oauth/authorize",
            "scope": "notes:read",
            "authorization_url": f"{PUBLIC}/oauth/token",
            "authorization_content_type": CONTENT_TYPE,
            "verification_tokens": {"openai": "0" * 31 + "2"},
        },
        "api": {"type": "openapi", "url": f"{PUBLIC}/openapi.json"},
        "logo_url": f"{PUBLIC}/logo.png",
        "contact_email": "help@localhost.localdomain",
        "legal_info_url": f"{PUBLIC}/legal",
    }


@app.get("/openapi.json")
def document():
    flow = {
        "authorizationUrl": f"{PUBLIC}/oauth/authorize",
        "tokenUrl": f"{PUBLIC}/oauth/token",
        "scopes": {"notes:read": "Read notes"},
    }
    answer = {"description": "The notes", "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Notes", "version": "1.0.0"},
        "servers": [{"url": PUBLIC}],
        "paths": {"/notes": {"get": {"operationId": "listNotes", "summary": "Lists the notes", "responses": {"200": answer}}}},
        "security": [{"oauth": ["notes:read"]}],
        "components": {"securitySchemes": {"oauth": {"type": "oauth2", "flows": {"authorizationCode": flow}}}},
    }


@app.get("/logo.png")
def logo():
    import base64

    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/eL9GtQAAAABJRU5ErkJggg=="
    return Response(base64.b64decode(pixel), mimetype="image/png")


@app.get("/legal")
def legal():
    return "<title>Legal</title><p>Somebody is responsible.</p>"


@app.get("/notes")
def notes():
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    for token in TOKENS:
        if kind.lower() == "bearer" and token["access_token"] == text and not token.is_expired() and not token.is_revoked():
            return jsonify(["buy milk"])
    return Response('{"error":"invalid_token"}', 401, {"WWW-Authenticate": "Bearer"}, mimetype="application/json")


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST" and secrets.compare_digest(request.form.get("password", ""), PASSWORD):
        session["user"] = request.form["username"]
        return redirect(request.form["next"], 303)
    target = request.values.get("next", "/")
    from markupsafe import escape

    return (
        "<title>Sign in</title><form method=post action=/login>"
        f"<input type=hidden name=next value='{escape(target)}'>"
        "<label>Name <input name=username></label><label>Password <input type=password name=password></label>"
        "<button>Sign in</button></form>"
    )


@app.route("/oauth/authorize", methods=["GET", "POST"])
def authorize():
    if "user" not in session:
        # The request is looked at first: a wrong one must not lead people to a form.
        try:
            server.get_consent_grant(end_user=None)
        except Exception as error:  # Authlib's own errors carry their answer.
            return server.handle_error_response(server.create_oauth2_request(request), error)
        return redirect("/login?" + urllib.parse.urlencode({"next": request.full_path}))
    if request.method == "POST":
        user = session["user"] if request.form.get("decision") == "allow" else None
        return server.create_authorization_response(grant_user=user)
    return (
        "<title>Allow?</title><form method=post><p>ChatGPT asks for your notes.</p>"
        "<button name=decision value=deny>Deny</button><button name=decision value=allow>Allow</button></form>"
    )


@app.post("/oauth/token")
def token():
    if request.is_json and os.environ.get("JSON_TOKENS") == "1":
        body = urllib.parse.urlencode(request.get_json())
        builder = {"method": "POST", "data": body, "content_type": "application/x-www-form-urlencoded"}
        headers = {key: value for key, value in request.headers if key.lower() == "authorization"}
        with app.test_request_context("/oauth/token", headers=headers, **builder):
            return server.create_token_response()
    return server.create_token_response()


if __name__ == "__main__":
    app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
