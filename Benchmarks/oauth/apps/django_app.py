"""django-oauth-toolkit with its defaults: opaque rotating tokens, PKCE required, SQLite (WAL). All in one file."""

import os
import sys

from django.conf import settings

settings.configure(
    SECRET_KEY="benchmark", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, USE_TZ=True, DEBUG=False,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    DATABASES={"default": {
        "ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BENCH_DATABASE"], "CONN_MAX_AGE": None,
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL", "transaction_mode": "IMMEDIATE", "timeout": 60}}},
    OAUTH2_PROVIDER={"SCOPES": {scope: scope for scope in os.environ["BENCH_SCOPES"].split()}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", LOGIN_URL="/sign-in")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from django.contrib.auth import login  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402


@csrf_exempt
def sign_in(request):
    from django.contrib.auth.models import User
    login(request, User.objects.get(username="ada"))
    return HttpResponse("")


urlpatterns = [
    path("sign-in", sign_in),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]


def prepare():
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import Application
    call_command("migrate", verbosity=0)
    user = User.objects.create_user("ada", "ada@client.example", "not used")
    for suffix, grant in (("", "authorization-code"), ("-machine", "client-credentials")):
        Application.objects.create(
            name="bench", user=user, client_id=os.environ["BENCH_CLIENT"] + suffix,
            client_secret=os.environ["BENCH_SECRET"], hash_client_secret=os.environ["BENCH_HASH"] == "yes",
            client_type="confidential", authorization_grant_type=grant, skip_authorization=True,
            redirect_uris=os.environ["BENCH_REDIRECT"])


if __name__ == "__main__" and sys.argv[1:] == ["prepare"]:
    prepare()
