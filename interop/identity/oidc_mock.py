"""oidc-provider-mock: asks nothing but who one wants to be. Its keys are made anew at each start."""

import contextlib
import json
import os
import sys

from conftest import started
from identity.provider import MEMBERS, Provider


class Mock(Provider):
    name, label = "mock", "The mock"

    @contextlib.contextmanager
    def running(self, folder, callback, *, options=()):
        people = []
        for member in MEMBERS:
            claims = {"sub": member.name, "email": member.email, "email_verified": member.verified}
            people += ["--user-claims", json.dumps(claims | {"name": f"{member.name.title()} of the mock"})]
        command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--host", "127.0.0.2"]
        command += ["--port", str(self.port), *people, *options]
        environment = os.environ | {"NO_COLOR": "1"}
        with started(command, f"{self.base}/jwks", folder, self.name, env=environment):
            yield self

    def sign_in(self, page, member):
        page.locator(f"button[name=sub][value={member.name}]").first.click()
        self.left(page)

    def deny(self, page, member):
        """Its answer has no `state`, which is against RFC 6749, section 4.1.2.1."""
        page.locator("button[value=deny]").click()
        self.left(page)
