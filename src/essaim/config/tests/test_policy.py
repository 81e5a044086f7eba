"""The policy of content is on every page of ours, and gives way to a stricter one."""

from csp.decorators import csp_replace
from csp.utils import build_policy
from django.http import HttpResponse
from django.test import Client, RequestFactory

from essaim.config.middleware import ContentPolicy

HEADER = "Content-Security-Policy"


def test_pages_have_it_and_the_admin_has_its_own(client: Client, db: None) -> None:
    policy = client.get("/people/account/sign-in/").headers[HEADER]
    assert policy == build_policy()
    assert "default-src 'self'" in policy and "object-src 'none'" in policy
    assert HEADER not in client.get("/admin/login/").headers


def test_a_page_that_asks_for_another_gets_it() -> None:
    view = csp_replace({"img-src": ["https://example.org"]})(lambda request: HttpResponse())
    assert "img-src https://example.org" in ContentPolicy(view)(RequestFactory().get("/")).headers[HEADER]
    stricter = ContentPolicy(lambda request: HttpResponse(headers={HEADER: "sandbox"}))(RequestFactory().get("/"))
    assert stricter.headers[HEADER] == "sandbox"
