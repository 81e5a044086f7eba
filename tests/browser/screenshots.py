"""Pictures of the pages of a running demo, to look at before calling a page done."""

import argparse
import os
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, sign_in

CLAIRE, THOMAS, AURELIE, YANN, JULIE = (
    f"{name}@brindel.example"
    for name in (
        "claire.marchand", "thomas.quere", "aurelie.vasseur", "yann.legoff", "julie.kerdreux",
    )
)  # fmt: skip
PAGES = [
    ("sign-in", "", "/people/account/sign-in/"),
    ("codes", "", "/people/codes/"),
    ("home", CLAIRE, "/"),
    ("home-hr", THOMAS, "/"),
    ("programme", CLAIRE, "/content/programmes/"),
    ("sequences", CLAIRE, "/learning/sequences/"),
    ("sequence", CLAIRE, "/learning/sequences/repondre-en-public/"),
    ("lesson", CLAIRE, "/learning/lessons/repondre-en-public/que-repondre-en-premier/"),
    ("threads", CLAIRE, "/conversations/threads/"),
    ("thread", CLAIRE, "/conversations/threads/1/"),
    ("new-thread", CLAIRE, "/conversations/threads/new/"),
    ("search", CLAIRE, "/search/?q=numero de commande"),
    ("notifications", CLAIRE, "/notifications/"),
    ("notification-preferences", CLAIRE, "/notifications/preferences/"),
    ("members", CLAIRE, "/people/members/"),
    ("member", CLAIRE, "/people/members/1/"),
    ("preferences", CLAIRE, "/people/preferences/"),
    ("tokens", CLAIRE, "/people/tokens/"),
    ("api", CLAIRE, "/api/v1/"),
    ("first-steps", CLAIRE, "/people/first-steps/"),
    ("invitations", CLAIRE, "/people/invitations/"),
    ("mails", CLAIRE, "/notifications/mails/"),
    ("announcements", CLAIRE, "/announcements/"),
    ("announcement", CLAIRE, "/announcements/1/"),
    ("teams", CLAIRE, "/people/teams/"),
    ("team", CLAIRE, "/people/teams/2/"),
    ("topics", CLAIRE, "/people/topics/"),
    ("introductions", CLAIRE, "/conversations/introductions/"),
    ("introduce", CLAIRE, "/conversations/introductions/new/"),
    ("my-data", CLAIRE, "/privacy/data/"),
    ("leaving", CLAIRE, "/privacy/leaving/"),
    ("record", CLAIRE, "/privacy/record/"),
    ("announcement-new", AURELIE, "/announcements/editor/new/"),
    ("announcements-editor", AURELIE, "/announcements/editor/"),
    ("coverage", AURELIE, "/adoption/coverage/"),
    ("audiences", AURELIE, "/people/audiences/"),
    ("audience", AURELIE, "/people/audiences/1/"),
    ("imports", AURELIE, "/people/imports/"),
    ("content-imports", AURELIE, "/content/imports/"),
    ("admin", AURELIE, "/admin/"),
    ("gallery", CLAIRE, "/ui/"),
    ("security", CLAIRE, "/people/account/security/"),
    ("confirm", CLAIRE, "/people/account/confirm/"),
    ("new-passkey", CLAIRE, "/people/account/passkeys/new/"),
    ("authenticator", CLAIRE, "/people/account/authenticator/"),
    ("roles", YANN, "/people/roles/?name=claire"),
    ("role", YANN, "/people/roles/1/"),
    ("sign-in-settings", YANN, "/people/sign-in-settings/"),
    ("audit", YANN, "/people/audit/"),
    ("erasures", YANN, "/privacy/erasures/?name=claire"),
    ("not-found", CLAIRE, "/nowhere/"),
]
# Looked at as often, and checked on a phone only: what few people see, what is empty, what says no.
MORE = [
    ("ask-link", "", "/people/account/links/"),
    ("home-facilitator", AURELIE, "/"),
    ("home-administrator", YANN, "/"),
    ("search-nothing", CLAIRE, "/search/?q=zzyzx"),
    ("member-seen", AURELIE, "/people/members/1/"),
    ("first-objectives", CLAIRE, "/people/first-steps/objectives/"),
    ("team-feed", CLAIRE, "/people/teams/feed/"),
    ("my-data-people", CLAIRE, "/privacy/data/people/member/"),
    ("my-data-posts", CLAIRE, "/privacy/data/conversations/posts/"),
    ("my-data-progress", CLAIRE, "/privacy/data/learning/progress/"),
    ("checklist", YANN, "/adoption/checklist/"),
    ("starters", AURELIE, "/learning/starters/"),
    ("new-programme", AURELIE, "/content/programmes/new/"),
    ("new-audience", AURELIE, "/people/audiences/new/"),
    ("invite-audiences", AURELIE, "/people/invitations/audiences/"),
    ("invite-audience", AURELIE, "/people/invitations/audiences/1/"),
    ("proposals", JULIE, "/people/proposals/"),
    ("team-history", JULIE, "/people/teams/2/history/"),
    ("settings", YANN, "/organisation/settings/"),
    ("structure", YANN, "/organisation/structure/"),
    ("objectives", YANN, "/organisation/objectives/"),
    ("erase-member", YANN, "/privacy/erasures/members/1/"),
    ("record-notes", YANN, "/privacy/record/notes/"),
    ("not-for-me", CLAIRE, "/people/audit/"),
    ("void-set-up", "", "/people/set-up/nothing/"),
    ("void-invitation", "", "/people/invitations/accept/nothing/"),
    ("void-link", "", "/people/account/links/nothing/"),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[], metavar="PAGE")
    parser.add_argument("--widths", nargs="*", type=int, default=[320, 768, 1280])
    parser.add_argument("--languages", nargs="*", default=["fr", "en"])
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--url", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for email in {email for name, email, _path in [*PAGES, *MORE] if not options.only or name in options.only}:
            context = browser.new_context(base_url=options.url, color_scheme="dark" if options.dark else "light")
            page = context.new_page()
            if email:
                sign_in(page, email)
            for name, who, path in [*PAGES, *MORE]:
                if who != email or (options.only and name not in options.only):
                    continue
                for language in options.languages:
                    context.set_extra_http_headers({"Accept-Language": language})
                    context.add_cookies([{"name": "essaim_language", "value": language, "url": options.url}])
                    for width in options.widths:
                        page.set_viewport_size({"width": width, "height": 900})
                        page.goto(path)
                        page.screenshot(path=options.folder / f"{name}-{width}-{language}.png", full_page=True)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
