// Names of colleagues behind an @. The list is the text field's own: focus stays in the text, arrows choose, Enter takes.

const BEHIND_AT = /(?:^|[\s(«"])@([\p{L}\p{N}'’.-]{1,40}(?: [\p{L}'’-]{1,40})?)$/u;
let lists = 0;

export function completeNames(area, field) {
  const list = document.createElement("ul"), said = document.createElement("p");
  list.id = `people-found-${++lists}`;
  list.className = "people-found";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", area.labels[0]?.textContent ?? "");
  said.className = "hidden";
  said.setAttribute("role", "status");
  area.after(list, said);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  area.autocomplete = "off";
  let people = [], at = 0, timer, asked;

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    people = [];
    area.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    at = (index + people.length) % people.length;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function take(index) {
    const typed = behindAt();
    if (typed === null) return close();
    area.setSelectionRange(area.selectionStart - typed.length - 1, area.selectionStart);
    const text = `${people[index].insert} `;
    if (!document.execCommand("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    close();
  }

  function behindAt() {
    if (area.selectionStart !== area.selectionEnd) return null;
    return area.value.slice(0, area.selectionStart).match(BEHIND_AT)?.[1] ?? null;
  }

  function show(found) {
    people = found;
    list.replaceChildren(...found.map((person, i) => {
      const item = document.createElement("li"), name = document.createElement("span"), meta = document.createElement("span");
      item.id = `${list.id}-${i}`;
      item.setAttribute("role", "option");
      name.textContent = person.name;
      meta.className = "meta";
      meta.textContent = person.meta;
      item.append(name, meta);
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(i); });
      return item;
    }));
    list.hidden = !found.length;
    const words = field.dataset;
    said.textContent = found.length ? (found.length === 1 ? words.foundOne : words.found.replace("{n}", found.length)) : words.none;
    if (found.length) choose(0);
    else area.removeAttribute("aria-activedescendant");
  }

  async function ask(text) {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(field.dataset.mentions, location.href);
    address.searchParams.set("q", text);
    try {
      const response = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (response.ok && !response.redirected && behindAt() === text) show((await response.json()).people);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  area.addEventListener("input", () => {
    const text = behindAt();
    if (text === null) return close();
    clearTimeout(timer);
    timer = setTimeout(() => ask(text), 120);
  });
  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at - 1);
    else if (event.key === "Enter" || event.key === "Tab") take(at);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  area.addEventListener("blur", close);
}
