// The service worker: shows what is pushed and leads to it. It keeps nothing, answers no requests of pages, and stands here as
// the browser gets it, because the browser compares it byte by byte.
'use strict'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('push', (event) => {
  event.waitUntil(show(read(event.data)))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data.url))
})

function read(data) {
  try {
    const { title, body, url, tag, lang } = data.json()
    return { title: String(title), body: String(body), url: ownPath(url), tag: String(tag), lang: String(lang) }
  } catch {
    // Browsers want something shown for every message; what cannot be read leads to the inbox.
    return { title: 'Perigon', body: '', url: '/notifications', tag: 'unreadable', lang: '' }
  }
}

/** A path of ours, whatever the message says. */
function ownPath(url) {
  const target = new URL(String(url), self.location.origin)
  return target.origin === self.location.origin ? target.pathname + target.search : '/notifications'
}

function show({ title, body, url, tag, lang }) {
  return self.registration.showNotification(title, { body, tag, lang, icon: '/icon-192.png', badge: '/icon-192.png', data: { url } })
}

/** A window of ours that is there is brought to the front and goes there itself, so that nothing typed in it is lost. */
async function open(url) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const known = windows.find((each) => each.focused) ?? windows[0]
  if (known === undefined) return self.clients.openWindow(url)
  known.postMessage({ kind: 'perigon.open', url }, [])
  return known.focus()
}
