import { BlockList, isIP, isIPv4 } from 'node:net'
import { type Issue, type Json } from '@perigon/contracts'

type Network = { readonly address: string; readonly prefix: number; readonly family: 'ipv4' | 'ipv6' }

/** `10.0.0.0/8`, `2001:db8::/32`, or a single address; null when it is none of these. */
function networkOf(text: string): Network | null {
  const [address = '', length, ...rest] = text.trim().split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return null
  const bits = version === 4 ? 32 : 128
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1
  return prefix < 0 || prefix > bits ? null : { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/** An address as it is compared: an IPv4 one that came through IPv6 is an IPv4 one; a zone is not part of it. */
function plain(peer: string): string {
  const address = peer.split('%')[0] ?? ''
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1]
  return mapped !== undefined && isIPv4(mapped) ? mapped : address
}

/** Whether a peer lies in one of the networks. No networks: anywhere. An address nobody can read lies nowhere. */
export function isWithin(networks: readonly string[], peer: string): boolean {
  if (networks.length === 0) return true
  const address = plain(peer)
  const version = isIP(address)
  if (version === 0) return false
  const list = new BlockList()
  for (const text of networks) {
    const network = networkOf(text)
    if (network !== null) list.addSubnet(network.address, network.prefix, network.family)
  }
  return list.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

/** What is wrong with a list of networks, for hooks. */
export function networkIssues(value: Json | undefined): readonly Issue[] {
  const list = Array.isArray(value) ? value : []
  const wrong = list.find((each) => typeof each !== 'string' || networkOf(each) === null)
  if (wrong === undefined) return []
  return [
    {
      path: 'networks',
      code: 'type',
      data: {
        expected: {
          zh: `网段，如 10.0.0.0/8 或 2001:db8::/32（“${String(wrong)}”不是）`,
          en: `a network such as 10.0.0.0/8 or 2001:db8::/32 (“${String(wrong)}” is none)`,
        },
      },
    },
  ]
}
