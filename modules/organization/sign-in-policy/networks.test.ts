import { describe, expect, it } from 'vitest'
import { isWithin, networkIssues } from './networks.ts'

describe('a list of networks', () => {
  it('lets everybody in while it is empty', () => {
    expect(isWithin([], '203.0.113.9')).toBe(true)
  })

  it.each([
    [['10.0.0.0/8'], '10.255.0.1', true],
    [['10.0.0.0/8'], '11.0.0.1', false],
    [['10.0.0.0/8'], '::ffff:10.1.2.3', true],
    [['192.0.2.7'], '192.0.2.7', true],
    [['192.0.2.7'], '192.0.2.8', false],
    [['2001:db8::/32'], '2001:db8:1::5', true],
    [['2001:db8::/32'], '2001:db9::5', false],
    [['fe80::/10'], 'fe80::1%eth0', true],
    [['10.0.0.0/8', '2001:db8::/32'], '2001:db8::1', true],
    [['0.0.0.0/0'], 'not an address', false],
    [['0.0.0.0/0'], '2001:db8::1', false],
  ])('%j and %s: %s', (networks, peer, inside) => {
    expect(isWithin(networks, peer)).toBe(inside)
  })

  it.each(['10.0.0.0/33', '10.0.0/8', 'office', '2001:db8::/129', '10.0.0.0/8/8', '10.0.0.0/-1', ''])('refuses %s', (text) => {
    expect(networkIssues([text])).toHaveLength(1)
  })

  it('takes both families', () => {
    expect(networkIssues(['10.0.0.0/8', '2001:db8::/32', '192.0.2.7'])).toEqual([])
  })
})
