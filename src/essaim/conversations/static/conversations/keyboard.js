// One key for what one does most in conversations. None acts while one writes, with another key held, or once switched off
// (WCAG 2.1.4): the choice is kept on the device. "/" is the search's own.
const NAME = "essaim.keys-off";
function off() {
  try { return Boolean(localStorage.getItem(NAME)); } catch { return false; }
}

const sheet = document.querySelector("[data-keys]");
const stops = () => [...document.querySelectorAll("main .opening, main article.post, main .lines > li")];

function go(by) {
  const all = stops(), here = all.indexOf(document.activeElement.closest("main .opening, main article.post, main .lines > li"));
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
  if (!next) return;
  const target = next.matches("li") ? next.querySelector("a") : next;
  target.focus();
  next.scrollIntoView({ block: "nearest" });
}

function unread() {
  const mark = document.getElementById("unread");
  if (mark) { mark.focus(); mark.scrollIntoView({ block: "start" }); return; }
  if (!document.querySelector("article.post, .opening")) document.querySelector('.filters a[href*="show=unread"]')?.click();
}

const acts = {
  j: () => go(1),
  k: () => go(-1),
  o: () => document.activeElement.closest(".lines > li")?.querySelector("a")?.click(),
  r: () => (document.activeElement.closest("article.post, .opening")?.querySelector("[data-reply]") ?? document.querySelector("[data-reply]"))?.click(),
  u: unread,
  "?": () => sheet?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || off()) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  const act = Object.hasOwn(acts, event.key) && acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

const setting = document.querySelector("[data-keys-setting]");
if (setting) {
  const choice = setting.querySelector("input");
  setting.hidden = false;
  choice.checked = !off();
  choice.addEventListener("change", () => {
    try {
      if (choice.checked) localStorage.removeItem(NAME); else localStorage.setItem(NAME, "1");
    } catch { /* Not kept, then: the keys work again on the next page. */ }
  });
}
