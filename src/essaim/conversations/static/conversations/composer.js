// What moves in a conversation: answering and quoting without leaving the page, reactions, cards of links. Everything works
// without this file; the editor itself comes when somebody begins to write.

// The editor of a text. Where it cannot come, the text field stays as it is.
const editors = new WeakMap();
function edit(field) {
  if (!editors.has(field)) editors.set(field, open(field).catch((error) => { console.warn("editor:", error); return null; }));
  return editors.get(field);
}

async function open(field) {
  const response = await fetch(field.dataset.editor, { headers: { "HX-Request": "true" } });
  if (!response.ok || response.redirected) throw new Error(`no editor: ${response.status}`);
  const kit = document.createElement("template");
  kit.innerHTML = await response.text();
  const given = JSON.parse(kit.content.querySelector("script").textContent);
  kit.content.querySelector("script").remove();
  const names = Object.keys(given.modules);
  const loaded = await Promise.all(names.map((name) => import(given.modules[name])));
  const modules = Object.fromEntries(names.map((name, i) => [name, loaded[i]]));
  return modules.editor.mount({ field, kit: given, tools: kit.content, modules });
}

document.addEventListener("focusin", (event) => {
  const field = event.target.closest?.(".writing[data-editor]");
  if (field && event.target.matches("textarea")) edit(field);
});
// Whoever comes back to a draft, or to what was refused, finds it as they left it.
for (const field of document.querySelectorAll(".writing[data-editor]")) {
  if (field.querySelector("textarea").value) edit(field);
}

const composer = document.getElementById("composer");

function write(text) {
  const field = composer.querySelector(".writing"), area = field.querySelector("textarea");
  edit(field).then((editor) => {
    if (editor) { if (text) editor.insert(text); else editor.focus(); return; }
    if (text) area.value = `${area.value.trimEnd()}\n\n${text}`.trimStart();
    area.focus();
  }).then(() => field.scrollIntoView({ block: "nearest" }));
}

// Answering one post: the composer says whom, and what was begun stays in it.
function answer(id, name) {
  const note = composer.querySelector("[data-replying]");
  composer.querySelector("[name=parent]").value = id;
  note.hidden = !id;
  note.querySelector("[data-replying-name]").textContent = name;
  write("");
}

// The words that are selected in a post, kept while one moves to the button.
let selected = null;
document.addEventListener("selectionchange", () => {
  const selection = getSelection(), text = selection.toString().trim();
  const said = text && selection.anchorNode?.parentElement?.closest(".said");
  if (text || document.activeElement?.closest?.("#composer")) selected = said ? { said, text } : null;
});

function quote(link) {
  const post = link.closest(".post, .opening"), said = post.querySelector(".said");
  const text = selected && selected.said === said ? selected.text : said.innerText.trim().slice(0, 1200);
  const plain = (words) => words.replace(/([\\`*_[\]<>])/g, "\\$1").replace(/^(\s*)([#>+-]|\d+[.)])/, "$1\\$2");
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean).map(plain);
  const name = post.querySelector("a[data-reply]")?.dataset.name || "…";
  lines.push(`[${plain(name)}](/conversations/posts/${link.dataset.quote}/)`);
  write(`${lines.map((line) => `> ${line}`).join("\n>\n")}\n\n`);
}

async function copy(link) {
  await navigator.clipboard.writeText(link.href);
  const words = link.textContent;
  link.textContent = composer?.dataset.copied ?? words;
  link.setAttribute("role", "status");
  setTimeout(() => { link.textContent = words; link.removeAttribute("role"); }, 2500);
}

// Reactions open under their post, and are said there.
async function part(address, options = {}) {
  const response = await fetch(address, { ...options, headers: { "HX-Request": "true" } });
  if (!response.ok || response.redirected) throw new Error(String(response.status));
  const made = document.createElement("template");
  made.innerHTML = await response.text();
  return made.content.firstElementChild;
}

async function react(link) {
  const uses = link.closest(".uses"), shown = uses.parentElement.querySelector(".reacting");
  if (shown) { shown.remove(); link.setAttribute("aria-expanded", "false"); return; }
  const opened = await part(link.href);
  uses.after(opened);
  link.setAttribute("aria-expanded", "true");
  opened.querySelector("button, a")?.focus();
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-reply], a[data-reply-stop], a[data-quote], a[data-copy], a[data-reactions]");
  if (!link || (!composer && !link.matches("[data-copy], [data-reactions]"))) return;
  if (link.matches("[data-copy]") && !navigator.clipboard) return;
  event.preventDefault();
  if (link.matches("[data-reply]")) answer(link.dataset.reply, link.dataset.name);
  else if (link.matches("[data-reply-stop]")) answer("", "");
  else if (link.matches("[data-quote]")) quote(link);
  else (link.matches("[data-copy]") ? copy : react)(link).catch(() => { location.href = link.href; });
});

document.addEventListener("submit", (event) => {
  const form = event.target, shown = form.closest(".reacting"), button = event.submitter;
  if (!shown || !button?.matches(".meaning")) return;
  event.preventDefault();
  const body = new FormData(form, button);
  part(button.getAttribute("formaction") ?? form.action, { method: "POST", body }).then((fresh) => {
    shown.parentElement.querySelector(".said-of")?.remove();
    shown.replaceWith(fresh);
    fresh.querySelector(`[value="${button.value}"]`)?.focus();
  }).catch(() => form.submit());
});

// What a link to something of ours leads to, on hover or focus.
let card, wait;
function hide() { clearTimeout(wait); card?.remove(); card = null; }
function preview(event) {
  const link = event.target.closest?.('.said a[href^="/conversations/references/"]');
  if (!link) return;
  clearTimeout(wait);
  wait = setTimeout(async () => {
    const opened = document.createElement("div"), box = link.getBoundingClientRect();
    opened.className = "card-of-link";
    opened.setAttribute("role", "status");
    const response = await fetch(link.href, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!response?.ok) return;
    opened.innerHTML = await response.text();
    hide();
    card = opened;
    document.body.append(card);
    card.style.insetInlineStart = `${Math.max(8, Math.min(box.left, innerWidth - card.offsetWidth - 8)) + scrollX}px`;
    card.style.insetBlockStart = `${box.bottom + scrollY + 4}px`;
  }, 250);
}
document.addEventListener("pointerover", preview);
document.addEventListener("focusin", preview);
for (const kind of ["pointerout", "focusout"]) document.addEventListener(kind, (event) => { if (event.target.closest?.(".said a")) hide(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
