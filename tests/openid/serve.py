"""python -m tests.openid.serve PORT FOLDER BASE_URL: the provider, which knows one client, essaim, at BASE_URL."""

import os
import sys


def main(port: str, folder: str, base_url: str) -> None:
    os.environ["OPENID_FOLDER"] = folder
    os.environ["OPENID_ISSUER"] = f"http://127.0.0.1:{port}/o"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.openid.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from oauth2_provider.models import Application

    Application.objects.create(
        client_id="essaim",
        client_secret="le secret du client",
        client_type="confidential",
        authorization_grant_type="authorization-code",
        algorithm="RS256",
        redirect_uris=f"{base_url}/people/account/company/back/",
        post_logout_redirect_uris=f"{base_url}/people/account/sign-in/",
        skip_authorization=True,
    )
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    from django.core.wsgi import get_wsgi_application

    make_server("127.0.0.1", int(port), get_wsgi_application(), handler_class=WSGIRequestHandler).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:4])
