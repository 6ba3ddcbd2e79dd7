"""The application of a FastAPI plugin tutorial, rebuilt from its description, without its own check of the secret:
that is Doorward's work here."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI(
    title="Python ChatGPT plugin",
    description="A plugin that says hello, to try authentication at the level of the service.",
    version="0.1.0",
)

app.add_middleware(
    CORSMiddleware,
    allow_origins=["https://chat.openai.com"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)


@app.get("/hello", summary="Say hello", description="Says hello to the user who asks.", operation_id="hello")
async def hello() -> dict[str, str]:
    return {"message": "Hello from the plugin!"}
