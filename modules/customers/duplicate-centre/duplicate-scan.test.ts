import { describe, expect, it } from 'vitest'
import { blockKeysOf, piecesOf } from './block-keys.ts'
import { comparedOf, judge, learnModel } from './evidence.ts'
import { LARGEST, NEAREST, pairsOfPage, START } from './pairs-of-page.ts'
import { printOf, type ScanRule, type ScannedRecord, scannedRecord } from './scanned-record.ts'

const rule = (field: string, compare: ScanRule['compare']): ScanRule => ({
  id: `${field} ${compare}`,
  name: field,
  name_en: null,
  field,
  compare,
  threshold: 90,
})
const RULES = [
  rule('credit_code', 'equal'),
  rule('name', 'equal'),
  rule('name', 'alike'),
  rule('phone', 'equal'),
  rule('website', 'domain'),
  rule('email', 'domain'),
]

const customer = (values: { readonly [field: string]: string }): ScannedRecord =>
  scannedRecord('customer', { id: `id ${values['name']}`, ...values })

describe('blocks of names', () => {
  const share = (a: string, b: string): boolean => piecesOf(a).some(({ piece }) => piecesOf(b).some((other) => other.piece === piece))
  it.each([
    ['one letter another', '苏州恒泰精密机械', '苏州恒达精密机械', true],
    ['one letter another at the end', '苏州恒泰精密机械', '苏州恒泰精密机电', true],
    ['one letter too many in the first half', '苏州恒泰精密机械', '苏州市恒泰精密机械', true],
    ['one letter too many in the last half', '苏州恒泰精密机械', '苏州恒泰精密的机械', true],
    ['an odd name one letter longer', '苏州恒泰精密件', '苏州恒泰精密零件', true],
    ['two letters changed places', 'hengtai', 'hentgai', true],
    ['nothing in common', '苏州恒泰精密机械', '上海宏图电子科技', false],
    ['names of three letters', '王小明', '王小明', false],
  ])('%s', (...[, a, b, isShared]) => expect(share(a, b)).toBe(isShared))

  it('hold for every single slip in names of 4 to 13 letters', () => {
    for (let length = 4; length <= 13; length += 1) {
      const name = Array.from('甲乙丙丁戊己庚辛壬癸子丑寅').slice(0, length)
      for (let at = 0; at < length; at += 1) {
        expect(share(name.join(''), name.with(at, '错').join(''))).toBe(true)
        expect(share(name.join(''), name.toSpliced(at, 0, '多').join(''))).toBe(true)
        if (length > 4) expect(share(name.join(''), name.toSpliced(at, 1).join(''))).toBe(true)
      }
    }
  })

  it('have a place for every rule that has something to compare', () => {
    const keys = blockKeysOf(customer({ name: '苏州恒泰有限公司', phone: '+8651255550001' }), RULES)
    expect(keys.map((key) => key.rule)).toEqual([1, 2, 2, 3])
  })
})

describe('pages of blocks', () => {
  const row = (hash: number, record: number) => ({ rule: 0, hash, sort: record, record: String(record).padStart(6, '0') })
  const block = (hash: number, size: number, from = 0) => Array.from({ length: size }, (_, at) => row(hash, from + at))

  it('compare each with each in a block of ordinary size', () => {
    const { pairs, oversized, next } = pairsOfPage({ rows: [...block(1, 3), ...block(2, 2)], cutAt: null, from: START })
    expect(pairs).toHaveLength(4)
    expect([oversized, next]).toEqual([[], null])
  })

  it('compare each with its nearest in a block that is too big, and tell of it', () => {
    const { pairs, oversized } = pairsOfPage({ rows: block(1, 100), cutAt: null, from: START })
    expect(pairs).toHaveLength(100 * NEAREST - (NEAREST * (NEAREST + 1)) / 2)
    expect(oversized).toEqual([{ rule: 0, hash: 1, size: 100, sample: '000000' }])
    expect(100).toBeGreaterThan(LARGEST)
  })

  it('leave a block that the page cuts to the next page', () => {
    const { pairs, next } = pairsOfPage({ rows: [...block(1, 2), ...block(2, 2)], cutAt: 4, from: START })
    expect(pairs).toEqual([['000000', '000001']])
    expect(next).toMatchObject({ rule: 0, hash: 2, sort: -1 })
  })

  it('go on behind a page in which nobody shares a block with anybody', () => {
    const { pairs, next } = pairsOfPage({ rows: block(7, 1), cutAt: 100, from: START })
    expect(pairs).toEqual([])
    expect(next).toMatchObject({ rule: 0, hash: 7, sort: -1 })
  })

  it('miss no neighbours where one block fills several pages, and tell of it once', () => {
    const all = block(1, 250)
    const found = new Set<string>()
    let [from, told, pages] = [START, 0, 0]
    for (;;) {
      const begin = all.findIndex((each) => each.sort > from.sort)
      const rows = all.slice(begin, begin + 100)
      const page = pairsOfPage({ rows, cutAt: rows.length === 100 ? 100 : null, from })
      for (const pair of page.pairs) found.add(pair.join())
      told += page.oversized.length
      pages += 1
      if (page.next === null) break
      from = page.next
    }
    expect(pages).toBe(3)
    expect(told).toBe(1)
    for (let at = 0; at < 250 - NEAREST; at += 1)
      for (let step = 1; step <= NEAREST; step += 1) expect(found.has([all[at]?.record, all[at + step]?.record].join())).toBe(true)
  })
})

describe('evidence', () => {
  const others = Array.from({ length: 240 }, (_, at) =>
    customer({
      name: `${'赵钱孙李周吴'[at % 6]}${'天地玄黄宇宙洪荒'[at % 8]}${'机电化工纺织'[at % 5]}厂${at}`,
      phone: `+86512${70_000_000 + at}`,
    }),
  )
  const model = learnModel(RULES, others)
  const score = (a: { readonly [field: string]: string }, b: { readonly [field: string]: string }): number | null =>
    judge({ rules: RULES, model }, comparedOf(RULES, customer(a)), comparedOf(RULES, customer(b)))?.score ?? null
  const [TAI, TA] = ['苏州恒泰精密机械有限公司', '苏州恒泰精密机电有限公司']
  const [ONE, TWO] = ['+8651255550001', '+8651255550002']

  it('grows with what agrees', () => {
    const phone = score({ name: TAI, phone: ONE }, { name: '无锡大成', phone: ONE })
    const both = score({ name: TAI, phone: ONE }, { name: TA, phone: ONE })
    expect(phone).toBeGreaterThanOrEqual(50)
    expect(both).toBeGreaterThan(phone ?? 100)
    expect(score({ name: TAI, phone: ONE }, { name: `${TAI.slice(0, 8)}（集团）`, phone: ONE })).toBe(99)
  })

  it.each([
    ['different credit codes', { name: TAI, credit_code: 'A' }, { name: TA, credit_code: 'B' }],
    ['alike with different telephones', { name: TAI, phone: ONE }, { name: TA, phone: TWO }],
    ['the same mail domain only', { name: TAI, email: 'a@group.cn' }, { name: '无锡大成', email: 'b@group.cn' }],
    ['nothing in common', { name: TAI }, { name: '无锡大成' }],
  ])('does not propose %s', (_, a, b) => expect(score(a, b)).toBeNull())

  it('names the rules, and only the stronger of one field', () => {
    const judged = judge(
      { rules: RULES, model },
      comparedOf(RULES, customer({ name: TAI, phone: ONE })),
      comparedOf(RULES, customer({ name: TAI.replace('有限公司', '股份有限公司'), phone: ONE })),
    )
    expect(judged?.reasons.map((reason) => reason.rule)).toEqual(['name equal', 'phone equal'])
  })
})

describe('the print of a record', () => {
  it('changes with what is compared and not with how the name is spelt', () => {
    const print = (values: { readonly [field: string]: string }) => printOf(customer(values))
    expect(print({ name: '恒泰有限公司', phone: '1' })).toBe(print({ name: '恒泰　公司', phone: '1' }))
    expect(print({ name: '恒泰', phone: '1' })).not.toBe(print({ name: '恒泰', phone: '2' }))
  })
})
