// What the service worker does with a notification: shows it, and opens its page.
self.addEventListener("push", (event) => {
  const told = event.data.json();
  event.waitUntil(self.registration.showNotification(told.title, {
    tag: told.tag, icon: HOUSE.icon, data: { url: told.url }, lang: HOUSE.language,
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const url = new URL(event.notification.data.url, self.location.origin);
    if (url.origin !== self.location.origin) return;
    await self.clients.openWindow(url.href);
  })());
});
