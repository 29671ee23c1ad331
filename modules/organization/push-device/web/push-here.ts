import type { Api } from '@perigon/record-ui'

/** A device push was turned on for. */
export type PushDevice = {
  readonly id: string
  readonly agent: string | null
  readonly service: string
  readonly mark: string
  readonly created_at: string
  readonly last_success_at: string | null
}
export type PushDevices = { readonly public_key: string | null; readonly data: readonly PushDevice[] }

const DEVICES = '/api/v1/account/push-devices'
const WORKER = '/push-worker.js'

/** What this browser can do about push. `home`: an iPhone or iPad, where only an app on the home screen can. */
export type Ability = 'able' | 'blocked' | 'home' | 'insecure' | 'none'

/** Looks at this browser without asking anybody. */
export function pushAbility(): Ability {
  if (!window.isSecureContext) return 'insecure'
  const isApple = /iPhone|iPad/.test(navigator.userAgent) || (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1)
  const isThere = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
  if (!isThere) return isApple && !window.matchMedia('(display-mode: standalone)').matches ? 'home' : 'none'
  return Notification.permission === 'denied' ? 'blocked' : 'able'
}

export const pushDevices = {
  list: (api: Api) => api.call<PushDevices>('GET', DEVICES),
  remove: (api: Api, id: string) => api.call<undefined>('DELETE', `${DEVICES}/${id}`),
}

/** The subscription of this browser, where it has one. */
async function subscriptionHere(): Promise<PushSubscription | null> {
  if (!('serviceWorker' in navigator)) return null
  const registration = await navigator.serviceWorker.getRegistration('/')
  return (await registration?.pushManager?.getSubscription()) ?? null
}

/** By what the list of devices knows this browser; null when it is on no list. */
export async function markHere(): Promise<string | null> {
  const subscription = await subscriptionHere()
  if (subscription === null) return null
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subscription.endpoint))
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.codePointAt(0) ?? 0)
}

/** Asks the person, subscribes at the push service of the browser, and tells the server. False when the person says no. */
export async function turnOnHere(api: Api, publicKey: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false
  await navigator.serviceWorker.register(WORKER, { scope: '/' })
  const { pushManager } = await navigator.serviceWorker.ready
  // One made for somebody before, or for another installation at this address, is not used again.
  await (await pushManager.getSubscription())?.unsubscribe()
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) })
  await api.call('POST', DEVICES, { body: JSON.parse(JSON.stringify(subscription)) })
  return true
}

/** Ends push in this browser, here and on the server. */
export async function endPushHere(api: Api): Promise<void> {
  const subscription = await subscriptionHere()
  if (subscription === null) return
  const mark = await markHere()
  const { data } = await pushDevices.list(api)
  const mine = data.find((device) => device.mark === mark)
  await subscription.unsubscribe()
  if (mine !== undefined) await pushDevices.remove(api, mine.id)
}

/**
 * Ends push in this browser where it was turned on by somebody else, who left without signing out: what is theirs is not
 * shown to whoever is here now.
 */
export async function endPushOfOthers(api: Api): Promise<void> {
  const mark = await markHere()
  if (mark === null) return
  const { data } = await pushDevices.list(api)
  if (data.every((device) => device.mark !== mark)) await (await subscriptionHere())?.unsubscribe()
}
