import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { debts } from './debts.ts'
import { houseOf, loadHouse, type Violation } from './house.ts'
import { plants } from './plants/plants.ts'
import { sound } from './plants/sound.ts'
import { type RuleName, rules } from './rules/index.ts'
import { unsafeFiles } from './rules/type-escapes.ts'
import { UNSAFE_FILES } from './unsafe-files.ts'

const house = loadHouse(fileURLToPath(new URL('../..', import.meta.url)))
const names = Object.keys(rules).filter((name): name is RuleName => name in rules)

/** What has not been paid yet; see debts.ts. */
function owed(rule: RuleName, violation: Violation): boolean {
  return debts.some((debt) => debt.rule === rule && violation.path.startsWith(debt.path))
}

describe('the house', () => {
  it('is really looked at', () => {
    expect(house.packages.filter((entry) => entry.folder.startsWith('packages/')).length).toBeGreaterThanOrEqual(11)
    expect(house.packages.filter((entry) => entry.folder.startsWith('modules/')).length).toBeGreaterThanOrEqual(6)
    expect(house.files.size).toBeGreaterThan(150)
  })

  it.each(names)('keeps the rule: %s', (name) => {
    const violations = rules[name].find(house).filter((violation) => !owed(name, violation))
    expect(violations.map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual([])
  })

  it('lists the files that may escape the type system', () => {
    expect(unsafeFiles(house)).toEqual(UNSAFE_FILES)
  })
})

describe('the sound house', () => {
  it.each(names)('keeps the rule: %s', (name) => {
    expect(rules[name].find(houseOf(sound))).toEqual([])
  })
})

describe('a planted violation is found', () => {
  const cases = names.flatMap((name) => plants[name].map((plant) => ({ rule: name, ...plant })))

  it('for every rule', () => {
    expect(names.filter((name) => plants[name].length === 0)).toEqual([])
  })

  it.each(cases)('$rule: $title', ({ rule, files, found }) => {
    const violations = rules[rule].find(houseOf({ ...sound, ...files }))
    expect(violations.map(({ path }) => path)).toContain(found)
  })
})
