// "/" puts the cursor into the search box: not while one is writing, and not for those who switched it off in the preferences
// (a key without a modifier gets in the way of dictation).
const NAME = "essaim.slash-off";

function off() {
  try { return Boolean(localStorage.getItem(NAME)); } catch { return false; }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || off()) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const box = [...document.querySelectorAll("[data-search-box]")].find((input) => input.offsetParent);
  const page = document.querySelector("a.find-link");
  if (!box && !page) return;
  event.preventDefault();
  if (!box) return page.click(); // narrow windows have a page for it
  box.focus();
  box.select();
});

const setting = document.querySelector("[data-slash]");
if (setting) {
  const choice = setting.querySelector("input");
  setting.hidden = false;
  choice.checked = !off();
  choice.addEventListener("change", () => {
    try {
      if (choice.checked) localStorage.removeItem(NAME); else localStorage.setItem(NAME, "1");
    } catch { /* Not kept, then: the key works again on the next page. */ }
  });
}
