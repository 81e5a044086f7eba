// Sends an operation's form with the session of whoever reads the page, and shows the answer.

function address(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  for (const input of form.querySelectorAll("[data-where]")) {
    if (input.dataset.where === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
    else if (input.value !== "") query.set(input.name, input.value);
  }
  const asked = query.toString();
  return asked ? `${path}?${asked}` : path;
}

function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(form) {
  const method = form.dataset.method;
  const headers = { Accept: "application/json" };
  const options = { method, headers };
  if (method !== "GET") headers["X-CSRFToken"] = form.dataset.token;
  const body = form.elements.namedItem("body");
  if (body) {
    headers["Content-Type"] = "application/json";
    options.body = body.value;
  }
  const outcome = form.querySelector("[data-outcome]");
  const status = outcome.querySelector("[data-status]");
  let text = "";
  try {
    const response = await fetch(address(form), options);
    status.textContent = `${response.status} ${response.statusText}`;
    text = await response.text();
  } catch (error) {
    status.textContent = String(error);
  }
  outcome.querySelector("[data-body]").textContent = readable(text);
  outcome.hidden = false;
}

for (const form of document.querySelectorAll("form[data-try]")) {
  form.querySelector("[data-only-script]").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
for (const form of document.querySelectorAll(".operation form:not([data-try])")) {
  form.addEventListener("submit", (event) => event.preventDefault());
}
