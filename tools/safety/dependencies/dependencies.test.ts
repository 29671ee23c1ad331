import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Locked, readLock, readWishes } from './lock.ts'
import { advisoryFaults, exactnessFaults, isAllowed, licenceFaults, parseAdvisories, scriptFaults } from './rules.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const locked = readLock(root)
const package_ = (more: Partial<Locked>): Locked => ({
  path: 'node_modules/a',
  name: 'a',
  version: '1.0.0',
  licence: 'MIT',
  integrity: 'sha512-x',
  hasScript: false,
  ...more,
})

describe('what we depend on', () => {
  it('is under licences that everybody may use', () => {
    expect(locked.length).toBeGreaterThan(300)
    expect(licenceFaults(locked)).toEqual([])
  })
  it('is asked for by exact version and locked by hash', () => expect(exactnessFaults(readWishes(root), locked)).toEqual([]))
  it('runs no install script nobody has read', () => expect(scriptFaults(locked)).toEqual([]))
  it('is in no advisory of our list', () => {
    const { advisories, faults } = parseAdvisories(JSON.parse(readFileSync(join(root, 'docs/reference/advisories.json'), 'utf8')))
    expect(faults).toEqual([])
    expect(advisoryFaults(locked, advisories)).toEqual([])
  })
})

describe('the rules see what is planted', () => {
  it('a licence that asks for more, or none', () => {
    expect(
      licenceFaults([package_({ licence: 'GPL-3.0' }), package_({ licence: '' }), package_({ licence: 'MIT AND GPL-2.0' })]),
    ).toHaveLength(3)
    expect(['MIT OR GPL-3.0', '(MIT OR CC0-1.0)', 'MIT AND ISC'].map(isAllowed)).toEqual([true, true, true])
    expect(['MPL-2.0', 'SSPL-1.0', 'UNLICENSED', 'SEE LICENSE IN x'].map(isAllowed)).toEqual([false, false, false, false])
  })
  it('a listed package that changed its licence, and another under the same', () => {
    const under = (name: string, licence: string) => licenceFaults([package_({ name, licence })]).length
    expect([under('web-push', 'MPL-2.0'), under('web-push', 'AGPL-3.0'), under('web-push-more', 'MPL-2.0')]).toEqual([0, 1, 1])
  })
  it('a range and a package without a hash', () => {
    const wish = (range: string, name = 'a') => ({ file: 'package.json', name, range })
    const ranges = ['^1.0.0', '~1.0.0', '>=1', 'latest', '*', 'github:a/b', '1.x']
    expect(
      exactnessFaults(
        ranges.map((range) => wish(range)),
        [package_({ integrity: '' })],
      ),
    ).toHaveLength(ranges.length + 1)
    expect(exactnessFaults([wish('1.2.3'), wish('npm:b@1.2.3'), wish('1.2.3-beta.4'), wish('*', '@perigon/db')], [])).toEqual([])
  })
  it('an install script', () => expect(scriptFaults([package_({ hasScript: true })])).toHaveLength(1))
  it('a version an advisory speaks of, and no other', () => {
    const advisories = [{ package: 'a', range: '>=1.0.0 <1.2.0', id: 'X-1', reason: 'planted' }]
    const versions = ['0.9.0', '1.0.0', '1.1.9', '1.2.0', '1.1.0-beta.1']
    expect(versions.map((version) => advisoryFaults([package_({ version })], advisories).length)).toEqual([0, 1, 1, 0, 1])
  })
  it('an advisory that cannot be read', () => {
    expect(parseAdvisories([{ package: 'a', range: 'no range at all', id: 'x', reason: 'y' }, {}]).faults).toHaveLength(3)
  })
})
