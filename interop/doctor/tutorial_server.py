"""The application of a FastAPI plugin tutorial, rebuilt from its description, with its own check of the secret and
everything that it publishes.

PUBLIC is the address in its documents. REPAIRED=1 makes it what the tutorial leads to in the end: a logo and a legal
page that are there, a verification token, and the answers that a check ought to give.
"""

import base64
import os

from fastapi import Depends, FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

PUBLIC = os.environ["PUBLIC"]
SECRET = os.environ.get("CHATGPT_PLUGIN_SECRET")
REPAIRED = os.environ.get("REPAIRED") == "1"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/eL9GtQAAAABJRU5ErkJggg=="
)

app = FastAPI(
    title="Python ChatGPT plugin",
    description="A plugin that says hello, to try authentication at the level of the service.",
    version="0.1.0",
    servers=[{"url": PUBLIC}] if REPAIRED else None,
)
app.add_middleware(
    CORSMiddleware,
    allow_origins=["https://chat.openai.com"] + (["https://chatgpt.com"] if REPAIRED else []),
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)
bearer = HTTPBearer()


def check(credentials: HTTPAuthorizationCredentials = Depends(bearer)):
    if credentials.credentials != SECRET:
        raise HTTPException(status_code=403, detail="Forbidden")


@app.api_route("/.well-known/ai-plugin.json", methods=["GET", "HEAD"], include_in_schema=False)
async def manifest():
    auth = {"type": "service_http", "authorization_type": "bearer"}
    if REPAIRED:
        auth["verification_tokens"] = {"openai": "0" * 31 + "1"}
    return {
        "schema_version": "v1",
        "name_for_human": "Service Auth",
        "name_for_model": "pythonPlugin",
        "description_for_human": "Says hello.",
        "description_for_model": "Says hello to the user who asks.",
        "auth": auth,
        "api": {"type": "openapi", "url": f"{PUBLIC}/openapi.json", "is_user_authenticated": False},
        "logo_url": f"{PUBLIC}/logo.png",
        "contact_email": "help@localhost.localdomain" if REPAIRED else "support@example.com",
        "legal_info_url": f"{PUBLIC}/legal" if REPAIRED else "https://www.example.com/legal",
    }


@app.get("/hello", summary="Say hello", description="Says hello to the user who asks.", operation_id="hello")
async def hello(_: None = Depends(check)) -> dict[str, str]:
    return {"message": "Hello from the plugin!"}


if REPAIRED:

    @app.get("/logo.png", include_in_schema=False)
    async def logo():
        return Response(PIXEL, media_type="image/png")

    @app.get("/legal", include_in_schema=False)
    async def legal():
        return HTMLResponse("<title>Legal</title><p>Somebody is responsible.</p>")
