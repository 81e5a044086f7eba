// What one means behind an @ (people, teams, audiences) or a # (pages). The list belongs to the text: focus stays in it,
// arrows choose, Enter takes.

const BEHIND = /(?:^|[\s(«"])([@#])([\p{L}\p{N}][\p{L}\p{N}'’.-]{0,40}(?: [\p{L}\p{N}'’-]{1,40}){0,2})$/u;
let lists = 0;

export function completing({ Plugin }, { kit, field, schema }) {
  const list = document.createElement("ul"), said = document.createElement("p");
  list.id = `named-${++lists}`;
  list.className = "people-found";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.querySelector("label").textContent);
  said.className = "hidden";
  said.setAttribute("role", "status");
  field.append(list, said);
  let view, found = [], at = 0, timer, asked, current = null;

  function behind(state) {
    const { $from, empty } = state.selection;
    if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null;
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 90), $from.parentOffset, null, "\ufffc");
    const match = before.match(BEHIND);
    return match && { sign: match[1], text: match[2], from: $from.pos - match[2].length - 1, to: $from.pos };
  }

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    found = [];
    current = null;
    view?.dom.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    at = (index + found.length) % found.length;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    view.dom.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function take(index) {
    const { sign, from, to } = current, one = found[index];
    const node = schema.nodes.mention.create({ sign, label: one.name, ref: one.ref });
    close();
    view.dispatch(view.state.tr.replaceWith(from, to, [node, schema.text(" ")]).scrollIntoView());
    view.focus();
  }

  function show(things) {
    found = things;
    list.replaceChildren(...things.map((one, i) => {
      const item = document.createElement("li"), name = document.createElement("span"), meta = document.createElement("span");
      item.id = `${list.id}-${i}`;
      item.setAttribute("role", "option");
      name.textContent = one.name;
      meta.className = "meta";
      meta.textContent = one.meta;
      item.append(name, meta);
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(i); });
      return item;
    }));
    list.hidden = !things.length;
    list.style.insetBlockStart = `${view.coordsAtPos(current.to).bottom - field.getBoundingClientRect().top + 4}px`;
    said.textContent = !things.length ? kit.words.none : things.length === 1 ? kit.words.foundOne : kit.words.found.replace("{n}", things.length);
    if (things.length) choose(0);
    else view.dom.removeAttribute("aria-activedescendant");
  }

  async function ask(wanted) {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(wanted.sign === "@" ? kit.mentions : kit.references, location.href);
    address.searchParams.set("q", wanted.text);
    try {
      const response = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) return close();
      const answer = await response.json(), now = behind(view.state);
      if (now?.text !== wanted.text || now.sign !== wanted.sign) return null;
      current = now;
      return show(wanted.sign === "@" ? [...answer.people, ...answer.groups] : answer.things);
    } catch (error) {
      return error.name === "AbortError" ? null : close();
    }
  }

  return new Plugin({
    view(opened) {
      view = opened;
      view.dom.setAttribute("aria-autocomplete", "list");
      view.dom.setAttribute("aria-controls", list.id);
      return {
        update(_view, before) {
          if (before.doc.eq(view.state.doc) && before.selection.eq(view.state.selection)) return;
          const wanted = behind(view.state);
          if (!wanted) return close();
          clearTimeout(timer);
          timer = setTimeout(() => ask(wanted), 120);
        },
        destroy: close,
      };
    },
    props: {
      handleKeyDown(_view, event) {
        if (list.hidden) return false;
        if (event.key === "ArrowDown") choose(at + 1);
        else if (event.key === "ArrowUp") choose(at - 1);
        else if (event.key === "Enter" || event.key === "Tab") take(at);
        else if (event.key === "Escape") close();
        else return false;
        event.preventDefault();
        event.stopPropagation();
        return true;
      },
      handleDOMEvents: { blur: () => { setTimeout(close, 100); return false; } },
    },
  });
}
