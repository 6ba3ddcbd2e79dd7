"""An authorization server as Authlib's documentation builds one: Flask, SQLAlchemy, opaque tokens in SQLite (WAL)."""

import os
import time

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.integrations.sqla_oauth2 import (
    OAuth2AuthorizationCodeMixin, OAuth2ClientMixin, OAuth2TokenMixin, create_query_client_func, create_save_token_func)
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from flask import Flask, redirect, request, session
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.urandom(32), OAUTH2_REFRESH_TOKEN_GENERATOR=True,
    SQLALCHEMY_DATABASE_URI="sqlite:///" + os.environ["BENCH_DATABASE"])
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(40), unique=True)

    def get_user_id(self):
        return self.id


class Client(db.Model, OAuth2ClientMixin):
    id = db.Column(db.Integer, primary_key=True)


class Code(db.Model, OAuth2AuthorizationCodeMixin):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer)


class Token(db.Model, OAuth2TokenMixin):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer)


class Consent(db.Model):
    user_id = db.Column(db.Integer, primary_key=True)
    client_id = db.Column(db.String(48), primary_key=True)
    scope = db.Column(db.Text)


class AuthorizationCodeGrant(grants.AuthorizationCodeGrant):
    def save_authorization_code(self, code, request):
        data = request.payload.data
        item = Code(
            code=code, client_id=request.client.client_id, redirect_uri=request.payload.redirect_uri,
            scope=request.payload.scope, user_id=request.user.id, code_challenge=data.get("code_challenge"),
            code_challenge_method=data.get("code_challenge_method"))
        db.session.add(item)
        db.session.commit()
        return item

    def query_authorization_code(self, code, client):
        item = Code.query.filter_by(code=code, client_id=client.client_id).first()
        return item if item and not item.is_expired() else None

    def delete_authorization_code(self, code):
        db.session.delete(code)
        db.session.commit()

    def authenticate_user(self, code):
        return db.session.get(User, code.user_id)


class RefreshTokenGrant(grants.RefreshTokenGrant):
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token):
        item = Token.query.filter_by(refresh_token=refresh_token).first()
        return item if item and not item.is_revoked() else None

    def authenticate_user(self, token):
        return db.session.get(User, token.user_id)

    def revoke_old_credential(self, token):
        token.refresh_token_revoked_at = int(time.time())
        db.session.add(token)
        db.session.commit()


class Introspection(IntrospectionEndpoint):
    def check_permission(self, token, client, request):
        return token.client_id == client.client_id

    def query_token(self, token, hint):
        return (Token.query.filter_by(access_token=token).first()
                or Token.query.filter_by(refresh_token=token).first())

    def introspect_token(self, token):
        return {"active": True, "client_id": token.client_id, "token_type": token.token_type, "scope": token.scope,
                "sub": str(token.user_id), "exp": token.issued_at + token.expires_in, "iat": token.issued_at}


server = AuthorizationServer(
    app, create_query_client_func(db.session, Client), create_save_token_func(db.session, Token))
server.register_grant(AuthorizationCodeGrant, [CodeChallenge(required=True)])
server.register_grant(RefreshTokenGrant)
server.register_grant(grants.ClientCredentialsGrant)
server.register_endpoint(Introspection)

with app.app_context():
    @event.listens_for(db.engine, "connect")
    def switch_on_wal(connection, _):
        connection.execute("PRAGMA journal_mode=WAL")

    db.create_all()
    if not db.session.get(User, 1):
        client = Client(client_id=os.environ["BENCH_CLIENT"], client_secret=os.environ["BENCH_SECRET"])
        client.set_client_metadata({
            "client_name": "bench", "redirect_uris": [os.environ["BENCH_REDIRECT"]], "response_types": ["code"],
            "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
            "scope": os.environ["BENCH_SCOPES"], "token_endpoint_auth_method": "client_secret_basic"})
        consent = Consent(user_id=1, client_id=client.client_id, scope=client.scope)
        db.session.add_all([User(id=1, username="ada"), client, consent])
        db.session.commit()


@app.post("/sign-in")
def sign_in():
    session["id"] = 1
    return ""


@app.get("/oauth/authorize")
def authorize():
    user = db.session.get(User, session["id"]) if "id" in session else None
    if not user:
        return redirect("/sign-in")
    grant = server.get_consent_grant(end_user=user)
    consent = db.session.get(Consent, (user.id, grant.client.client_id))
    if not consent or not set(request.args.get("scope", "").split()) <= set(consent.scope.split()):
        return "do you agree?"
    return server.create_authorization_response(grant=grant, grant_user=user)


@app.post("/oauth/token")
def issue():
    return server.create_token_response()


@app.post("/oauth/introspect")
def introspect():
    return server.create_endpoint_response("introspection")
