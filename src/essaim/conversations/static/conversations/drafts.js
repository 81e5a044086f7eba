// What one has begun is kept on the server after a pause, given back where it was begun, and gone once published.

const PAUSE = 2500;

export function keeping({ form, kit, area, fill, files }) {
  const place = form.querySelector("[name=place]").value;
  const note = document.createElement("p");
  note.className = "meta kept-note";
  note.setAttribute("role", "status");
  form.querySelector(".given-back")?.remove();
  form.querySelector("button.keep")?.remove();
  form.append(note);
  let timer, last = "", over = false;

  function sent() {
    const body = new FormData(form);
    for (const name of [...body.keys()]) if (body.get(name) instanceof File) body.delete(name);
    return body;
  }

  async function save(keepalive = false) {
    clearTimeout(timer);
    const body = sent(), now = new URLSearchParams(body).toString();
    if (over || now === last) return;
    last = now;
    try {
      const response = await fetch(kit.save, { method: "POST", body, keepalive, headers: { Accept: "application/json" } });
      // Signed out meanwhile: nothing was kept.
      if (response.redirected) throw new Error("signed out");
      const answer = await response.json();
      if (!over) say(response.ok ? answer.said : answer.error ?? kit.words.unsaved, response.ok && answer.said);
    } catch {
      last = "";
      say(kit.words.unsaved);
    }
  }

  function say(words, kept) {
    note.replaceChildren(words ?? "");
    if (!kept) return;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "plain";
    away.textContent = kit.words.discard;
    away.addEventListener("click", discard);
    note.append(" ", away);
  }

  async function discard() {
    clearTimeout(timer);
    await fetch(kit.discard, { method: "POST", body: sent(), headers: { Accept: "application/json" } });
    fill(area.defaultValue && place.startsWith("edit:") ? area.defaultValue : "");
    clearTimeout(timer);
    last = new URLSearchParams(sent()).toString();
    note.replaceChildren();
  }

  function changed() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  function give(draft) {
    fill(draft.source);
    for (const [name, value] of Object.entries({ title: draft.title, ...draft.fields })) {
      for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (control.type === "radio" || control.type === "checkbox") control.checked = [value].flat().includes(control.value);
        else if (value) control.value = value;
      }
    }
    files.restore(draft.files);
    last = new URLSearchParams(sent()).toString();
    say(draft.said, true);
  }

  // Somebody who comes back to an empty form finds what they had begun; one who edits is asked.
  async function restore() {
    last = new URLSearchParams(sent()).toString();
    const response = await fetch(`${kit.draft}?place=${encodeURIComponent(place)}`, { headers: { Accept: "application/json" } });
    if (response.status !== 200 || response.redirected) return;
    const draft = await response.json();
    if (!area.value.trim() && !form.querySelector("[name=title]")?.value) return give(draft);
    if (draft.source === area.value.trim()) return say(draft.said, true);
    const again = document.createElement("button");
    again.type = "button";
    again.className = "plain";
    again.textContent = kit.words.resume;
    again.addEventListener("click", () => give(draft));
    note.replaceChildren(draft.said, " ", again);
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", () => { over = true; clearTimeout(timer); });
  addEventListener("pageshow", () => { over = false; });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
  restore().catch(() => {});
  return { changed };
}
