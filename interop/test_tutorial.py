"""The tutorial's three answers to its three curl lines, with Doorward doing the check."""

import json
import subprocess

import pytest
import requests

from conftest import gate, uvicorn


@pytest.fixture(scope="module")
def plugin(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tutorial")
    texts = """manifest:
  name_for_human: Service Auth Plugin
  name_for_model: pythonPlugin
  description_for_human: Says hello.
  description_for_model: Says hello to the user who asks.
"""
    with uvicorn("tutorial_app:app", folder) as upstream, gate(upstream, folder, texts) as running:
        yield running


def curl(*arguments):
    return subprocess.run(["curl", "--silent", *arguments], capture_output=True, text=True, timeout=20, check=True).stdout


def test_without_a_token(plugin):
    assert curl(f"{plugin.base}/hello") == '{"detail":"Not authenticated"}'


def test_with_a_wrong_token(plugin):
    answer = curl("-H", "Authorization: Bearer wrong", f"{plugin.base}/hello")
    assert answer == '{"detail":"Forbidden"}'


def test_with_the_right_token(plugin):
    answer = curl("-H", f"Authorization: Bearer {plugin.secret}", f"{plugin.base}/hello")
    assert answer == '{"message":"Hello from the plugin!"}'


def test_the_manifest_is_the_tutorials(plugin):
    manifest = json.loads(curl(f"{plugin.base}/.well-known/ai-plugin.json"))
    assert manifest["schema_version"] == "v1"
    assert manifest["name_for_human"] == "Service Auth Plugin"
    assert manifest["name_for_model"] == "pythonPlugin"
    assert manifest["auth"]["type"] == "service_http"
    assert manifest["auth"]["authorization_type"] == "bearer"
    assert manifest["api"] == {"type": "openapi", "url": "https://plugin.example.com/openapi.json"} | {
        key: value for key, value in manifest["api"].items() if key == "is_user_authenticated"
    }


def test_fastapis_document_is_published_with_the_public_address(plugin):
    document = requests.get(f"{plugin.base}/openapi.json", timeout=20).json()
    assert document["info"]["title"] == "Python ChatGPT plugin"
    assert [server["url"] for server in document["servers"]] == ["https://plugin.example.com"]
    assert document["paths"]["/hello"]["get"]["operationId"] == "hello"


def test_fastapis_own_pages_stay_behind(plugin):
    for path in ["/redoc", "/docs/oauth2-redirect"]:
        assert requests.get(plugin.base + path, headers=plugin.authorization, timeout=20).status_code == 404


def test_cross_origin_headers_are_sent_once_though_both_have_them(plugin):
    headers = plugin.authorization | {"Origin": "https://chat.openai.com"}
    answer = requests.get(f"{plugin.base}/hello", headers=headers, timeout=20)
    assert answer.status_code == 200
    names = [name.lower() for name in answer.raw.headers.keys()]
    assert answer.headers["Access-Control-Allow-Origin"] == "https://chat.openai.com"
    assert names.count("access-control-allow-origin") == 1
