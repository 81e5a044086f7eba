// The readable colour that is proposed goes into the field, and nothing is sent for it.
document.addEventListener("click", (event) => {
  const take = event.target.closest("button[name=take]"), field = document.querySelector("input[name=colour]");
  if (!take || !field) return;
  event.preventDefault();
  field.value = take.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
