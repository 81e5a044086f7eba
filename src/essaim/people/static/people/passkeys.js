// Passkeys: the browser's own dialogue, between a button and its form. Without them, or without this file, the forms stay away.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// Options come as JSON, with bytes in base64url; answers leave the same way.
function read({ publicKey }) {
  const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  if (publicKey.excludeCredentials) options.excludeCredentials = known(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) options.allowCredentials = known(publicKey.allowCredentials);
  return options;
}

function write(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer[name] = text(response[name]);
  }
  if (response.getTransports) answer.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response: answer,
    authenticatorAttachment: credential.authenticatorAttachment, clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  const { passkeyEnter, passkeyOptions, passkeyCreate } = form.dataset;
  if (passkeyCreate) return navigator.credentials.create({ publicKey: read(JSON.parse(passkeyCreate)) });
  const options = passkeyOptions ? JSON.parse(passkeyOptions) : await (await fetch(passkeyEnter)).json();
  return navigator.credentials.get({ publicKey: read(options) });
}

if (window.PublicKeyCredential && window.isSecureContext) {
  for (const form of document.querySelectorAll("form[data-passkey-enter], form[data-passkey-options], form[data-passkey-create]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      const trouble = form.querySelector("[role=alert]");
      trouble.hidden = true;
      try {
        form.elements.credential.value = write(await ask(form));
        form.submit();
      } catch {
        trouble.hidden = false;
      }
    });
  }
}
