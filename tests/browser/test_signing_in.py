"""Signing in as people do: with a passkey of a (virtual) device, and with the company's account."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.openid.provider import provider
from tests.site import Site

CLAIRE, YANN = (f"{name}@brindel.example" for name in ("claire.marchand", "yann.legoff"))
SIGN_IN, SECURITY = "/people/account/sign-in/", "/people/account/security/"


def give_device(page: Page) -> None:
    """A device that keeps passkeys and knows its owner's finger, as Chromium's own tests have one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_made_named_used_and_removed(
    site: Site, visit: Callable[..., Page], check: Callable[[Page], None]
) -> None:
    # A passkey belongs to a name: 127.0.0.1 has none.
    page = visit(base_url=site.url.replace("127.0.0.1", "localhost"))
    give_device(page)
    page.goto(SIGN_IN)
    page.locator(f'button[value="{CLAIRE}"]').click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(SECURITY)
    check(page)
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    check(page)
    page.get_by_label("Nom de la clé").fill("Mon portable")
    page.get_by_role("button", name="Faire la clé").click()
    expect(page.get_by_role("heading", name="Mon portable")).to_be_visible()
    # Out, and in again without typing anything.
    page.goto("/people/account/sign-out/")
    page.locator("main").get_by_role("button", name="Se déconnecter").click()
    page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    page.wait_for_url(lambda url: "sign-in" not in url and "passkeys" not in url)
    page.goto(SECURITY)
    expect(page.get_by_text("avec une clé d’accès").first).to_be_visible()
    page.get_by_role("link", name=re.compile("Modifier")).click()
    page.get_by_role("button", name="Retirer la clé").click()
    expect(page.get_by_role("heading", name="Mon portable")).to_have_count(0)
    page.goto("/people/account/sign-out/")
    page.locator("main").get_by_role("button", name="Se déconnecter").click()
    page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    expect(page.get_by_text("n’est pas connue ici").first).to_be_visible()


def test_the_company_account_set_up_tried_and_used(
    site: Site, visit: Callable[..., Page], check: Callable[[Page], None]
) -> None:
    with provider(site.url) as openid:
        openid.knows("claire", email=CLAIRE, email_verified=True, name="Claire Marchand")
        yann = visit(YANN)
        yann.goto("/people/sign-in-settings/")
        check(yann)
        yann.get_by_label("Adresse du fournisseur").fill(openid.issuer)
        yann.get_by_label("Identifiant du client").fill(openid.client_id)
        yann.get_by_label("Secret du client").fill(openid.client_secret)
        yann.get_by_label("Nom du compte").fill("Brindel")
        yann.get_by_role("button", name="Essayer d’abord").click()
        expect(yann.get_by_text("reconnaît l’identifiant")).to_be_visible()
        yann.get_by_label("Secret du client").fill(openid.client_secret)
        yann.get_by_role("button", name="Enregistrer").click()
        expect(yann.get_by_text("La connexion est réglée")).to_be_visible()
        try:
            page = visit()
            page.goto(f"{SIGN_IN}?next=/people/members/")
            check(page)
            page.get_by_role("link", name="Se connecter avec Brindel").click()
            page.get_by_label("Name").fill("claire")
            page.get_by_role("button", name="Continue").click()
            page.wait_for_url(f"{site.url}/people/members/")
            page.locator(".drop > summary").click()
            page.get_by_role("button", name="Se déconnecter").click()
            # Signed out there too, and back on the page where one signs in.
            page.wait_for_url(re.compile(re.escape(site.url + SIGN_IN)))
            page.get_by_role("link", name="Se connecter avec Brindel").click()
            expect(page.get_by_label("Name")).to_be_visible()
        finally:
            yann.goto("/people/sign-in-settings/")
            yann.get_by_label("Adresse du fournisseur").fill("")
            yann.get_by_role("button", name="Enregistrer").click()
            expect(yann.get_by_text("La connexion est réglée")).to_be_visible()
