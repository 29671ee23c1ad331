import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { chanceOf, comparisons, estimate, groupsOf, jaroWinkler, type Comparison, scoreOf } from './index.ts'

describe('Jaro–Winkler', () => {
  // The examples of Winkler's papers.
  it.each([
    ['MARTHA', 'MARHTA', 0.961],
    ['DWAYNE', 'DUANE', 0.84],
    ['DIXON', 'DICKSONX', 0.813],
    ['JONES', 'JOHNSON', 0.832],
    ['ABROMS', 'ABRAMS', 0.922],
    ['SHACKLEFORD', 'SHACKELFORD', 0.982],
  ])('%s and %s are alike by %d', (a, b, likeness) => {
    expect(jaroWinkler(a, b)).toBeCloseTo(likeness, 3)
  })
})

describe('codes', () => {
  it.each([
    ['1234', '1234', 2],
    ['1234', '1243', 1],
    ['1234', '1235', 1],
    ['1234', '234', 1],
    ['1234', '12345', 1],
    ['1234', '1342', 0],
    ['1234', '12', 0],
  ])('%s and %s are of level %d', (a, b, level) => {
    expect(comparisons.code.of(a, b)).toBe(level)
    expect(comparisons.code.of(b, a)).toBe(level)
  })
})

describe('groups', () => {
  it('join what hangs together and leave out what would make them too large', () => {
    const pairs = [
      { a: 'a', b: 'b', score: 9 },
      { a: 'b', b: 'c', score: 8 },
      { a: 'a', b: 'c', score: 7 },
      { a: 'c', b: 'd', score: 1 },
      { a: 'd', b: 'e', score: 5 },
    ]
    expect(groupsOf(pairs, 4).map((group) => group.ids)).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ])
  })
})

const FOLDER = new URL('../../../shared/data/febrl_dedupe/', import.meta.url)
const isThere = existsSync(FOLDER)
if (!isThere) process.stdout.write('skipped: ../shared/data/febrl_dedupe is absent\n')

type Person = { readonly [column: string]: string }

// How people's data are compared; chosen by what the columns hold, the same for both sets.
const FIELDS: readonly (readonly [string, Comparison])[] = [
  ['given_name', comparisons.text],
  ['surname', comparisons.text],
  ['address_1', comparisons.text],
  ['address_2', comparisons.text],
  ['suburb', comparisons.text],
  ['postcode', comparisons.code],
  ['street_number', comparisons.code],
  ['state', comparisons.exact],
  ['date_of_birth', comparisons.code],
  ['soc_sec_id', comparisons.code],
]
// Pairs that share one of these are looked at.
const BLOCKS: readonly ((person: Person) => string)[] = [
  (person) => person['soc_sec_id'] ?? '',
  (person) => person['date_of_birth'] ?? '',
  (person) => `${person['surname']}|${person['postcode']}`,
  (person) => `${person['given_name']}|${person['suburb']}`,
  (person) => `${person['address_1']}|${person['street_number']}`,
]

function levelsOf(a: Person, b: Person): readonly (number | null)[] {
  return FIELDS.map(([key, comparison]) => {
    const [x, y] = [a[key] ?? '', b[key] ?? '']
    return x === '' || y === '' ? null : comparison.of(x, y)
  })
}

function candidatesOf(people: readonly Person[]): readonly (readonly [Person, Person])[] {
  const pairs = new Map<string, readonly [Person, Person]>()
  for (const block of BLOCKS) {
    for (const [key, group] of Map.groupBy(people, block)) {
      if (key === '' || key.startsWith('|') || key.endsWith('|')) continue
      group.forEach((a, at) => {
        for (const b of group.slice(at + 1)) pairs.set([a['rec_id'], b['rec_id']].sort().join(), [a, b])
      })
    }
  }
  return [...pairs.values()]
}

/** The curve as a table, for whoever looks at the run; docs/guides/duplicates.md repeats it. */
function report(name: string, curve: readonly { readonly threshold: number; readonly precision: number; readonly recall: number }[]): void {
  const rows = curve.map(
    ({ threshold, precision, recall }) => `${threshold}: precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`,
  )
  process.stdout.write(`${name}\n  ${rows.join('\n  ')}\n`)
}

const entity = (person: Person): string => /^rec-(\d+)-/.exec(person['rec_id'] ?? '')?.[1] ?? ''

const LEVELS = FIELDS.map(([, comparison]) => comparison.levels)
// What a scan for duplicates goes by: equal records agree in nine of ten fields, chance is learned, one of ten pairs is the same.
const usual = LEVELS.map((count) => Array.from({ length: count }, (_, level) => (level === count - 1 ? 0.9 : 0.1 / (count - 1))))

describe.skipIf(!isThere)('record linkage on FEBRL', () => {
  it.each([
    ['dataset1', 1000, 500, 'learned'],
    ['dataset3', 5000, 6538, 'learned'],
    ['dataset1', 1000, 500, 'usual'],
    ['dataset3', 5000, 6538, 'usual'],
  ] as const)('%s: recall of at least 0.90 at a precision of at least 0.97 (of %d records and %d pairs, %s)', (...row) => {
    const [name, records, truePairs, kind] = row
    const people: readonly Person[] = parse(readFileSync(new URL(`${name}.csv`, FOLDER), 'utf8'), { columns: true, trim: true })
    expect(people).toHaveLength(records)
    const pairs = candidatesOf(people)
    const random = Array.from({ length: 20_000 }, (_, at) =>
      levelsOf(people[(at * 7919) % records] ?? {}, people[(at * 104_729 + 13) % records] ?? {}),
    )
    const candidates = pairs.map(([a, b]) => levelsOf(a, b))
    const model = kind === 'usual' ? { m: usual, u: chanceOf(LEVELS, random), prior: 0.1 } : estimate(LEVELS, { candidates, random })
    const scored = pairs.map(([a, b], at) => ({ ...scoreOf(model, candidates[at] ?? []), isTrue: entity(a) === entity(b) }))
    const curve = [0.1, 0.5, 0.9, 0.99, 0.999].map((threshold) => {
      const found = scored.filter((pair) => pair.probability >= threshold)
      const right = found.filter((pair) => pair.isTrue).length
      return { threshold, found: found.length, precision: right / found.length, recall: right / truePairs }
    })
    report(`${name}, ${kind}`, curve)
    const half = curve.find((each) => each.threshold === 0.5)
    expect(half?.precision).toBeGreaterThanOrEqual(0.97)
    expect(half?.recall).toBeGreaterThanOrEqual(0.9)
  })
})
