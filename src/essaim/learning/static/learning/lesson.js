// Answers without leaving one's place in the page. Without this file the form does the same with a reload.

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-activity]");
  if (!form) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  try {
    const response = await fetch(form.action, { method: "POST", body: data, headers: { "X-Fragment": "1" } });
    if (!response.ok && response.status !== 422) throw new Error(response.statusText);
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    const fresh = holder.content.querySelector(".activity");
    if (!fresh) throw new Error("no activity");
    const name = event.submitter?.value;
    form.closest(".activity").replaceWith(fresh);
    // The reader's place is kept, for the keyboard too.
    const target = fresh.querySelector("[autofocus]") ?? [...fresh.querySelectorAll("button")].find((button) => button.value === name);
    target?.focus({ preventScroll: !fresh.querySelector("[autofocus]") });
  } catch {
    // The browser's own way; it has to be told which button it was.
    const { name, value } = event.submitter ?? {};
    if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    form.submit();
  }
});
