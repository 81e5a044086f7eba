// Asks the browser to take notifications, and tells the server where it takes them.
const form = document.querySelector("form[data-push]");
const say = (name) => {
  for (const part of document.querySelectorAll("[data-push-says]")) part.hidden = part.dataset.pushSays !== name;
};

function bytes(text) {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
}

async function subscribe() {
  if (await Notification.requestPermission() !== "granted") return say("denied");
  const { pushManager } = await navigator.serviceWorker.ready;
  // One that was made with other keys, or for somebody else, is of no use.
  await (await pushManager.getSubscription())?.unsubscribe();
  const made = (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) })).toJSON();
  form.elements.endpoint.value = made.endpoint;
  form.elements.p256dh.value = made.keys.p256dh;
  form.elements.auth.value = made.keys.auth;
  form.submit();
}

if (form && "PushManager" in window && navigator.serviceWorker) {
  say(Notification.permission === "denied" ? "denied" : "");
  form.hidden = Notification.permission === "denied";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    subscribe().catch(() => say("failed"));
  });
} else if (form) say("unable");
