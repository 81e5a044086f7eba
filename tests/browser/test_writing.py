"""Writing as people do who know no Markdown: the editor, what is pasted, files, drafts, quoting, reacting; and without it."""

import io
import re
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import thread_about

CLAIRE, THOMAS = "claire.marchand@brindel.example", "thomas.quere@brindel.example"
TITLE = "Lundi dernier, j’ai compté mes messages"
Visit = Callable[..., Page]
Check = Callable[[Page], None]
PASTE = """([kind, text]) => { const data = new DataTransfer(); data.setData(kind, text);
  document.querySelector('.ProseMirror').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head><body>
<!--[if gte mso 9]><xml><o:x>junk</o:x></xml><![endif]-->
<p class=MsoNormal><b><span style='font-family:Calibri;color:red'>Compte rendu</span></b><o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>&middot;<span>&nbsp;</span></span><![endif]>Premier</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>&middot;<span>&nbsp;</span></span><![endif]>Second</p>
</body></html>"""


def begin(page: Page, *, afresh: bool = True) -> None:
    thread_about(page, TITLE)
    if afresh:
        # What another journey left.
        form = {name: page.locator(f"#composer [name={name}]").input_value() for name in ("csrfmiddlewaretoken", "place")}
        page.request.post("/conversations/drafts/discard/", form=form, headers={"Referer": page.url})
    page.locator("#composer textarea").click()
    page.wait_for_selector(".ProseMirror:focus")


def kept(page: Page) -> str:
    return page.locator("#composer textarea").input_value()


def test_pages_that_are_read_load_no_editor(visit: Visit) -> None:
    page = visit(CLAIRE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    thread_about(page, TITLE)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "prosemirror" in url or "/editor" in url]


def test_one_writes_without_knowing_markdown(visit: Visit, check: Check) -> None:
    page = visit(CLAIRE)
    begin(page)
    page.keyboard.type("Un mot ")
    page.keyboard.press("Control+b")
    page.keyboard.type("important")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    page.keyboard.type("- un")
    page.keyboard.press("Enter")
    page.keyboard.type("deux @thom", delay=30)
    page.wait_for_selector(".people-found:not([hidden]) [aria-selected=true]")
    check(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator("[data-tool=table]").click()
    page.keyboard.type("Qui")
    page.keyboard.press("Tab")
    page.keyboard.type("Quand | où")
    assert re.fullmatch(
        r"Un mot \*\*important\*\*\n\n- un\n- deux @\[Thomas Quéré\]\(member:\d+\) ?\n\n"
        r"\| Qui \| Quand \\\| où \|\n\| --- \| --- \|(\n\|   \|   \|){2}",
        kept(page),
    )
    page.set_viewport_size({"width": 320, "height": 800})
    check(page)
    page.locator("#composer button.button").click()
    post = page.locator("article.post").last
    expect(post.locator("strong")).to_have_text("important")
    expect(post.locator("table th").last).to_have_text("Quand | où")
    expect(post.get_by_role("link", name="@Thomas Quéré")).to_be_visible()


def test_what_is_pasted_is_formatting_not_signs(visit: Visit) -> None:
    page = visit(CLAIRE)
    begin(page)
    page.evaluate(
        PASTE, ["text/plain", "## Titre\n\n1. **gras**\n2. [lien](https://example.org/a_b)\n\n<script>alert(1)</script>"]
    )
    assert page.locator(".ProseMirror ol li").count() == 2
    assert page.locator(".ProseMirror strong").inner_text() == "gras"
    assert "https://example.org/a_b" in kept(page)
    page.keyboard.press("Control+a")
    page.evaluate(PASTE, ["text/html", WORD])
    assert kept(page) == "**Compte rendu**\n\n- Premier\n- Second"


def test_the_bar_is_reached_and_walked_with_keys(visit: Visit) -> None:
    page = visit(CLAIRE)
    begin(page)
    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="Gras", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Italique")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("toolbar").get_by_role("button", name="Joindre des fichiers")).to_be_focused()
    # Tab leaves the text: nobody is caught in it.
    page.locator(".ProseMirror").focus()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.ProseMirror')")


def test_a_draft_with_its_file_is_there_in_another_browser_and_gone_once_published(visit: Visit) -> None:
    page = visit(CLAIRE)
    begin(page)
    page.keyboard.type("Voici la photo du plan.")
    picture = io.BytesIO()
    Image.new("RGB", (1600, 800), "#336699").save(picture, "JPEG")
    page.locator("#composer input[type=file]").set_input_files(
        [
            {"name": "plan.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()},
            {"name": "outil.exe", "mimeType": "text/plain", "buffer": b"MZ"},
        ]
    )
    expect(page.locator(".attached [role=alert]")).to_contain_text("outil.exe")
    with page.expect_response(re.compile("drafts/save")):
        page.locator(".attached input[name^=alt-]").fill("Le plan de la semaine")
    other = visit(CLAIRE, width=320)
    begin(other, afresh=False)
    expect(other.locator(".ProseMirror")).to_contain_text("Voici la photo du plan.")
    expect(other.locator(".kept-note")).to_contain_text("Brouillon gardé")
    other.locator(".attached input[name^=alt-]").fill("Le plan de la semaine")
    other.locator("#composer button.button").click()
    shown = other.locator("article.post").last.get_by_role("img", name="Le plan de la semaine")
    expect(shown).to_be_visible()
    other.wait_for_function("[...document.querySelectorAll('.enclosed img')].at(-1).naturalWidth === 1280")
    other.goto("/conversations/drafts/")
    expect(other.locator("main")).not_to_contain_text("Voici la photo du plan.")


def test_selected_words_are_quoted_and_a_post_is_reacted_to(visit: Visit, check: Check) -> None:
    page = visit(THOMAS)
    thread_about(page, TITLE)
    post = page.locator("article.post").first
    words = post.locator(".said p").first.inner_text().split(".")[0]
    post.locator(".said p").first.evaluate(
        "(p, n) => { const range = document.createRange(); range.setStart(p.firstChild, 0);"
        " range.setEnd(p.firstChild, Math.min(n, p.firstChild.length)); getSelection().removeAllRanges(); getSelection().addRange(range); }",
        len(words),
    )
    page.wait_for_timeout(100)
    post.get_by_role("link", name="Citer").click()
    page.wait_for_selector(".ProseMirror blockquote")
    expect(page.locator(".ProseMirror blockquote p")).to_have_count(2)
    expect(page.locator("#composer .ProseMirror")).to_be_in_viewport()
    assert re.search(r"\[.+\]\(/conversations/posts/\d+/\)", kept(page))
    post.get_by_role("link", name="Réagir").click()
    post.get_by_role("button", name="J’ai essayé").click()
    expect(post.get_by_role("button", name="J’ai essayé")).to_have_attribute("aria-pressed", "true")
    check(page)
    thread_about(page, TITLE)
    expect(page.locator("article.post").first.locator(".said-of .mine")).to_contain_text("J’ai essayé")


def test_whoever_comes_back_to_a_quotation_goes_on_behind_it(visit: Visit) -> None:
    page = visit(THOMAS)
    begin(page)
    page.locator("article.post").first.get_by_role("link", name="Citer").click()
    page.wait_for_selector(".ProseMirror blockquote")
    expect(page.locator(".kept-note")).to_contain_text("Brouillon", timeout=15_000)
    thread_about(page, TITLE)
    page.locator("article.post").first.get_by_role("link", name="Répondre").click()
    page.wait_for_selector(".ProseMirror:focus blockquote")
    page.keyboard.type("À moi")
    expect(page.locator(".ProseMirror > p").last).to_have_text("À moi")


def test_an_empty_answer_comes_back_where_its_error_stands(visit: Visit) -> None:
    page = visit(THOMAS)
    begin(page)
    page.locator("#composer button.button").first.click()
    expect(page.locator("#composer").get_by_text("Votre message est vide")).to_be_in_viewport()


def test_where_the_editor_cannot_come_the_text_field_stays(visit: Visit) -> None:
    page = visit(CLAIRE)
    page.route("**/vendor/prosemirror*", lambda route: route.abort())
    thread_about(page, TITLE)
    page.locator("#composer textarea").fill("Écrit **sans** éditeur.")
    page.wait_for_timeout(500)
    expect(page.locator("#composer textarea")).to_be_visible()
    page.locator("#composer button.button").click()
    expect(page.locator("article.post").last.locator("strong")).to_have_text("sans")
