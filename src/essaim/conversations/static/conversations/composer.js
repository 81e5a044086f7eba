// Writing made easier: buttons for the formatting, colleagues' names behind an @, answering without leaving the page.
// Everything can be typed as well, and works without this file.

import { completeNames } from "./mentions.js";

// Replaces the selection so that the browser's own undo still works.
function put(area, text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  }
}

function selection(area) {
  return area.value.slice(area.selectionStart, area.selectionEnd);
}

function wrap(area, mark) {
  const from = area.selectionStart, text = selection(area);
  put(area, mark + text + mark);
  area.setSelectionRange(from + mark.length, from + mark.length + text.length);
}

function prefix(area, mark) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  area.setSelectionRange(start, area.selectionEnd);
  put(area, selection(area).split("\n").map((line) => mark + line).join("\n"));
}

function link(area) {
  const from = area.selectionStart, text = selection(area);
  const isAddress = /^https?:\/\/\S+$/.test(text);
  put(area, isAddress ? `[](${text})` : `[${text}](https://)`);
  const caret = isAddress ? from + 1 : area.selectionEnd - 1;
  area.setSelectionRange(caret, caret);
}

for (const field of document.querySelectorAll(".writing")) {
  const area = field.querySelector("textarea"), tools = field.querySelector("[data-markup]");
  const apply = (button) => {
    if (button.dataset.wrap) wrap(area, button.dataset.wrap);
    else if (button.dataset.prefix) prefix(area, button.dataset.prefix);
    else link(area);
  };
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) apply(button);
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const button = tools.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (button) { event.preventDefault(); apply(button); }
  });
  completeNames(area, field);
}

// Answering one post: the composer says whom, and what was begun stays in it.
const composer = document.getElementById("composer");
if (composer) {
  const parent = composer.querySelector("[name=parent]"), note = composer.querySelector("[data-replying]");
  const answer = (id, name) => {
    parent.value = id;
    note.hidden = !id;
    note.querySelector("[data-replying-name]").textContent = name;
    composer.querySelector("textarea").focus();
  };
  document.addEventListener("click", (event) => {
    const reply = event.target.closest("a[data-reply]"), stop = event.target.closest("a[data-reply-stop]");
    if ((!reply && !stop) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (reply) answer(reply.dataset.reply, reply.dataset.name);
    else answer("", "");
  });
}
