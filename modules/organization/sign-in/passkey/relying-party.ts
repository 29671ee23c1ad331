import { isIP } from 'node:net'

/** Who asks for a passkey: the host it belongs to and the one address it may be used from. */
export type RelyingParty = { readonly id: string; readonly origin: string }

/**
 * The relying party of an installation, out of its configured address; never out of a request. Null where browsers know
 * no passkeys: an address that is a number, or plain http anywhere but on this machine.
 */
export function relyingPartyOf(publicUrl: string): RelyingParty | null {
  const url = URL.parse(publicUrl)
  if (url === null) return null
  const host = url.hostname
  if (isIP(host) !== 0 || host.startsWith('[')) return null
  if (url.protocol !== 'https:' && host !== 'localhost') return null
  return { id: host, origin: url.origin }
}
