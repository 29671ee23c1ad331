import { lookup as lookUp, type LookupAddress } from 'node:dns'
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net'

/** Why an address that somebody gave us is not asked. */
export type AddressFault = 'url' | 'https' | 'inside'

const MAX_LENGTH = 2000
/** Names that only mean something inside a network. */
const INSIDE_NAME = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|arpa)$/i

// IANA's registry of special addresses: none of them is a server of the internet.
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
// Of IPv6 only 2000::/3 is given out; these parts of it lead elsewhere or nowhere.
const SPECIAL_IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const special = new BlockList()
for (const [net, prefix] of SPECIAL_IPV4) special.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of SPECIAL_IPV6) special.addSubnet(net, prefix, 'ipv6')
const given = new BlockList()
given.addSubnet('2000::', 3, 'ipv6')

/** True for an address of the public internet. */
export function isOutside(address: string): boolean {
  if (isIP(address) === 0) return false
  if (isIPv4(address)) return !special.check(address, 'ipv4')
  return given.check(address, 'ipv6') && !special.check(address, 'ipv6')
}

/**
 * What is wrong with an address the server is asked to contact, as far as its text tells; null when nothing is.
 * `inside` lets plain http and addresses of one's own network pass, for tests and development.
 */
export function addressFault(text: string, allow: { readonly inside: boolean }): AddressFault | null {
  const url = text.length > MAX_LENGTH ? null : URL.parse(text)
  if (url === null || url.username !== '' || url.password !== '' || url.hostname === '') return 'url'
  if (url.protocol !== 'https:' && !(allow.inside && url.protocol === 'http:')) return 'https'
  if (allow.inside) return null
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIP(host) !== 0) return isOutside(host) ? null : 'inside'
  // A port of its own is for programs of a network, not for services of the internet.
  return INSIDE_NAME.test(host) || !host.includes('.') || url.port !== '' ? 'inside' : null
}

/** What a connection fails with where a public name leads into our own network. */
export class InsideAddress extends Error {
  constructor(host: string) {
    super(`${host} leads to an address that is not of the internet`)
    this.name = 'InsideAddress'
  }
}

type Found = (error: Error | null, addresses: readonly LookupAddress[]) => void

function outsideOnly(hostname: string, done: Found): void {
  lookUp(hostname, { all: true }, (error, addresses) => {
    if (error !== null) return done(error, [])
    const isFine = addresses.length > 0 && addresses.every(({ address }) => isOutside(address))
    return isFine ? done(null, addresses) : done(new InsideAddress(hostname), [])
  })
}

/** Looks names up for a connection; what is looked up is what is connected to, so a name cannot change in between. */
export const lookupOutside: LookupFunction = (hostname, options, callback) => {
  outsideOnly(hostname, (error, addresses) => {
    const [first] = addresses
    if (error !== null || first === undefined) return callback(error ?? new InsideAddress(hostname), '', 0)
    return options.all === true ? callback(null, [...addresses]) : callback(null, first.address, first.family)
  })
}
