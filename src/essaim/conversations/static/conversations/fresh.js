// New posts come to a page that is read, without moving anything: a line says how many there are, and shows them when asked.
// The server is asked less and less often, and not at all while nobody looks.
const line = document.querySelector("[data-fresh]");
const SOON = 10_000, LATE = 300_000;
let last = Number(line?.dataset.last), tag = `"${last}"`, wait = SOON, timer, waiting = 0;

function later() {
  clearTimeout(timer);
  if (document.visibilityState === "visible") timer = setTimeout(ask, wait);
}

async function ask() {
  try {
    const response = await fetch(`${line.dataset.fresh}${last}/?count`, { headers: { "If-None-Match": tag }, cache: "no-store" });
    if (response.status === 200 && !response.redirected) {
      tag = response.headers.get("ETag") ?? tag;
      tell((await response.json()).new);
      wait = SOON;
    } else if (response.status === 304) {
      wait = Math.min(wait * 1.5, LATE);
    } else return; // Signed out, or no longer for this reader.
  } catch { wait = LATE; }
  later();
}

function tell(n) {
  if (n < 1 || n === waiting) return;
  waiting = n;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = n === 1 ? line.dataset.one : line.dataset.many.replace("{n}", n);
  button.addEventListener("click", show);
  line.replaceChildren(button);
}

async function show() {
  const response = await fetch(`${line.dataset.fresh}${last}/${"under" in line.dataset ? "?under" : ""}`);
  if (!response.ok || response.redirected) return location.reload();
  const come = document.createElement("template");
  come.innerHTML = await response.text();
  const posts = [...come.content.querySelectorAll("article.post")];
  line.replaceChildren();
  line.before(come.content);
  last += posts.length;
  waiting -= posts.length;
  tag = "";
  posts[0]?.focus({ preventScroll: true });
  wait = SOON;
  ask();
}

if (line) {
  document.addEventListener("visibilitychange", () => { wait = SOON; later(); });
  later();
}
