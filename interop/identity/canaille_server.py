"""Serves Canaille from memory, with the members and the one client that a file names. A program of its own."""

import datetime
import json
import pathlib
import secrets
import sys

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from joserfc.jwk import ECKey, RSAKey
from werkzeug.serving import make_server


def keys():
    made = (RSAKey.generate_key(2048, auto_kid=True), ECKey.generate_key("P-256", auto_kid=True))
    return [key.as_dict(private=True) for key in made]


def configuration():
    return {
        "SECRET_KEY": secrets.token_hex(32),
        "SESSION_COOKIE_NAME": "canaille",
        "CANAILLE": {"DATABASE": "memory", "LOGGING": {"version": 1, "disable_existing_loggers": False}},
        "CANAILLE_OIDC": {
            "ACTIVE_JWKS": keys(),
            "REQUIRE_NONCE": True,
            # Nobody is trusted without being asked, though all of this is on one machine.
            "TRUSTED_DOMAINS": ["nobody.example"],
        },
    }


def vouch(application, given):
    """Its mapping has no `email_verified`; what is added to it comes as a text, as all of the mapping's values do."""
    verified = [name for name, member in given["members"].items() if member["verified"]]
    text = "{% if user.user_name in " + repr(verified) + " %}true{% endif %}"
    application.config["CANAILLE_OIDC"]["USERINFO_MAPPING"]["EMAIL_VERIFIED"] = text


def fill(given):
    now = datetime.datetime.now(datetime.timezone.utc)
    for name, member in given["members"].items():
        user = models.User(
            user_name=name,
            formatted_name=f"{name.title()} of Canaille",
            family_name=name.title(),
            emails=[member["email"]],
            password=member["password"],
        )
        Backend.instance.save(user)
    client = models.Client(
        client_id=given["client"]["id"],
        client_secret=given["client"]["secret"],
        client_name="Doorward",
        client_uri="https://door.example",
        client_id_issued_at=now,
        redirect_uris=[given["client"]["redirect"]],
        grant_types=["authorization_code", "refresh_token"],
        response_types=["code"],
        scope=["openid", "email", "profile", "groups", "offline_access"],
        token_endpoint_auth_method="client_secret_basic",
        id_token_signed_response_alg="ES256",
    )
    Backend.instance.save(client)
    # It is known by what it was saved as.
    client.audience = [client]
    Backend.instance.save(client)


def main():
    given = json.loads(pathlib.Path(sys.argv[1]).read_text())
    application = create_app(config=configuration())
    vouch(application, given)
    with application.app_context(), Backend.instance.session():
        fill(given)
    make_server(given["host"], given["port"], application, threaded=True).serve_forever()


if __name__ == "__main__":
    main()
