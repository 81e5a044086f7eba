"""Notifications on a device, in a real browser. Its maker's service alone is stood in for: no browser of a test has one."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.site import Site

CLAIRE = "claire.marchand@brindel.example"
READY = "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
SUBSCRIBES = """
PushManager.prototype.getSubscription = async () => null;
PushManager.prototype.subscribe = async (how) => {
  if (how.applicationServerKey.length !== 65) throw new Error("no key");
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const text = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const point = text(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  const secret = text(crypto.getRandomValues(new Uint8Array(16)));
  return { toJSON: () => ({ endpoint: "https://93.184.215.14/push/" + secret, keys: { p256dh: point, auth: secret } }) };
};
"""


def test_a_device_is_added_chosen_for_and_removed(visit: Callable[..., Page], check: Callable[[Page], None]) -> None:
    page = visit(CLAIRE, permissions=["notifications"])
    page.context.add_init_script(SUBSCRIBES)
    page.wait_for_function(READY)
    page.goto("/notifications/preferences/")
    check(page)
    expect(page.get_by_label("Sur mes appareils")).to_have_count(0)
    page.get_by_role("button", name="Recevoir des notifications sur cet appareil").click()
    expect(page.locator("#devices li")).to_have_count(1)
    expect(page.get_by_role("button", name="Recevoir des notifications sur cet appareil")).to_have_count(0)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        check(page)
    choice = page.get_by_label("Sur mes appareils").first
    choice.check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(choice).to_be_checked()
    page.locator("#devices li").get_by_role("button").click()
    expect(page.locator("#devices li")).to_have_count(0)


def test_without_scripts_the_page_says_what_it_needs(visit: Callable[..., Page]) -> None:
    page = visit(CLAIRE, js=False)
    page.goto("/notifications/preferences/")
    expect(page.get_by_role("button", name="Recevoir des notifications sur cet appareil")).to_have_count(0)
    expect(page.get_by_text("il faut JavaScript")).to_be_visible()


def test_what_is_pushed_is_shown_once_for_each_topic(site: Site, visit: Callable[..., Page]) -> None:
    page = visit(CLAIRE, permissions=["notifications"])
    page.wait_for_function(READY)
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(r["registrationId"] for r in said["registrations"])
    )
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    for number in (1, 2):
        told = f'{{"title": "Samia vous répond ({number})", "url": "/notifications/", "tag": "thread:1"}}'
        session.send("ServiceWorker.deliverPushMessage", {"origin": site.url, "registrationId": found[0], "data": told})
    page.wait_for_function(
        """async () => (await (await navigator.serviceWorker.ready).getNotifications())
        .map((one) => one.title + one.tag).join() === "Samia vous répond (2)thread:1" """
    )
