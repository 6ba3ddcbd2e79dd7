"""Whatever colour the operator likes, what is written in it can be read."""

import pytest

from oauth.door import oauth_door
from people.visitor import Visitor


@pytest.mark.parametrize("accent", ["#ffee00", "#101010", "#8899aa"])
def test_an_accent(upstream, chromium, inspection, tmp_path, accent):
    pages = f'  sign_up: open\npages:\n  name: Notes & more\n  accent: "{accent}"\n'
    with oauth_door(tmp_path, upstream, more=pages) as running:
        context = chromium.new_context(java_script_enabled=False)
        one = Visitor(running, context, inspection)
        one.open("/account")
        assert "Notes & more" in one.page.title()
        one.look(f"sign-in-{accent[1:]}")
        one.close()
