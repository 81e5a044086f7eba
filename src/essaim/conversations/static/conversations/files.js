// Files that go with a text: chosen, dragged or pasted, sent while one writes, with their progress.

export function attaching({ form, kit, changed }) {
  const plain = form.querySelector("details.enclose");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const list = form.querySelector("ul.attached") ?? document.createElement("ul");
  const picker = document.createElement("input"), said = document.createElement("p");
  list.className = "attached";
  picker.type = "file";
  picker.multiple = true;
  picker.hidden = true;
  said.className = "hidden";
  said.setAttribute("role", "status");
  plain.replaceWith(list, picker, said);
  picker.addEventListener("change", () => { add(picker.files); picker.value = ""; });
  for (const item of list.children) dress(item, item.dataset.key);
  let waiting = 0;

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // What the server put in a form that came back: the box that takes a file out becomes a button.
  function dress(item, key) {
    item.querySelector(".detach")?.replaceWith(remover(item, key));
  }

  function remover(item, key) {
    const name = item.querySelector("b").textContent;
    const button = element("button", { type: "button", className: "plain" }, kit.words.remove, element("span", { className: "hidden" }, ` ${name}`));
    button.addEventListener("click", () => {
      item.request?.abort();
      if (key) fetch(`${kit.file}${key}/remove/`, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {});
      (item.nextElementSibling ?? item.previousElementSibling)?.querySelector("button")?.focus();
      item.remove();
      changed();
    });
    return button;
  }

  function show(item, file) {
    item.dataset.key = file.key;
    item.append(element("input", { type: "hidden", name: "attached", value: file.key }));
    if (file.picture) {
      const image = element("img", { src: `${kit.file}${file.key}/shown/`, alt: "" });
      const words = element("input", { name: `alt-${file.key}`, value: file.alt ?? "", maxLength: 300, required: true });
      item.prepend(image);
      item.append(element("label", {}, `${kit.words.alt} `, words));
    }
    item.append(remover(item, file.key));
    changed();
  }

  function restore(files) {
    for (const file of files) {
      const item = element("li", {}, element("b", {}, file.name));
      list.append(item);
      show(item, file);
    }
  }

  function add(files) {
    for (const file of files) send(file);
  }

  function send(file) {
    const bar = element("progress", { max: 100, value: 0 }), item = element("li", {}, element("b", {}, file.name), bar);
    const request = new XMLHttpRequest(), body = new FormData();
    bar.setAttribute("aria-label", file.name);
    list.append(item);
    body.append("file", file);
    item.request = request;
    waiting += 1;
    const stop = element("button", { type: "button", className: "plain" }, kit.words.remove);
    stop.addEventListener("click", () => { request.abort(); item.remove(); });
    item.append(stop);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; });
    request.addEventListener("loadend", () => {
      waiting -= 1;
      bar.remove();
      stop.remove();
      if (!item.isConnected) return;
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { answer = {}; }
      if (request.status === 201) {
        said.textContent = file.name;
        show(item, answer);
        return;
      }
      const words = element("p", { className: "error" }, answer.error ?? kit.words.failed);
      words.setAttribute("role", "alert");
      item.append(words, remover(item, ""));
    });
    request.open("POST", kit.upload);
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  }

  // A text whose files are on their way is not sent without them.
  form.addEventListener("submit", (event) => {
    if (!waiting) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    said.className = "meta";
    said.textContent = kit.words.waiting;
  }, true);

  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.classList.toggle("dropping", kind === "dragover");
      if (kind === "drop") add(event.dataTransfer.files);
    });
  }
  return { add, choose: () => picker.click(), restore };
}
