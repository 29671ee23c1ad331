import { chanceOf, comparisons, jaroWinkler, type Levels, type Model, scoreOf } from '@perigon/match'
import { type Comparison, duplicateKey } from '../duplicate-rule/duplicate-key.ts'
import { ruleKey, type ScanRule, type ScannedRecord } from './scanned-record.ts'

/** Why two records were proposed: a rule, and for names how alike they are. */
export type Reason = {
  readonly rule: string
  readonly zh: string
  readonly en: string
  readonly field: string
  readonly compare: Comparison
  readonly score: number
}

/** How much a field tells: P(level | same) by level, and how often a level is granted to chance at least. */
type Feature = {
  readonly field: string
  readonly of: (a: ScannedRecord, b: ScannedRecord) => number | null
  readonly m: readonly number[]
  readonly least: readonly number[]
}

/** Pairs below it are more likely different than the same and are not proposed. */
const PROPOSED_FROM = 50
/** How many of the pairs looked at are the same, before anything is known of them. */
const PRIOR = 0.1

const exactly = (field: string, tells: { readonly differ: number; readonly least: number }): Feature => ({
  field,
  of: (a, b) => {
    const [x, y] = [a.values[field] ?? null, b.values[field] ?? null]
    return x === null || y === null ? null : comparisons.exact.of(x, y)
  },
  m: [tells.differ, 1 - tells.differ],
  least: [0, tells.least],
})

const byKey = (field: string, tells: { readonly differ: number; readonly least: number }): Feature => ({
  ...exactly(field, tells),
  of: (a, b) => {
    const rule = { field, compare: 'domain' } as const
    const [x, y] = [duplicateKey(rule, a.values[field]), duplicateKey(rule, b.values[field])]
    return x === null || y === null ? null : comparisons.exact.of(x, y)
  },
})

/** Equal says most; the same domain of a company's own mail says something. */
const EMAIL: Feature = {
  field: 'email',
  of: (a, b) => {
    const [x, y] = [a.values['email'] ?? null, b.values['email'] ?? null]
    if (x === null || y === null) return null
    if (x === y) return 2
    const rule = { field: 'email', compare: 'domain' } as const
    const domain = duplicateKey(rule, x)
    return domain !== null && domain === duplicateKey(rule, y) ? 1 : 0
  },
  m: [0.1, 0.2, 0.7],
  least: [0, 0.01, 0.001],
}

const FEATURES: { readonly [field: string]: Feature } = {
  name: {
    field: 'name',
    of: (a, b) => (a.core === '' || b.core === '' ? null : comparisons.text.of(a.core, b.core)),
    m: [0.05, 0.05, 0.1, 0.8],
    least: [0, 0.01, 0.002, 0.001],
  },
  // Given once to each legal entity: two codes are two companies, whatever they are called.
  credit_code: exactly('credit_code', { differ: 0.02, least: 0.0001 }),
  mobile: exactly('mobile', { differ: 0.1, least: 0.001 }),
  phone: exactly('phone', { differ: 0.1, least: 0.001 }),
  wechat: exactly('wechat', { differ: 0.1, least: 0.001 }),
  website: byKey('website', { differ: 0.1, least: 0.003 }),
  email: EMAIL,
}

function featuresOf(rules: readonly ScanRule[]): readonly Feature[] {
  return [...new Set(['name', ...rules.map((rule) => rule.field)])].flatMap((field) => FEATURES[field] ?? [])
}

const levelsOf = (features: readonly Feature[], a: ScannedRecord, b: ScannedRecord): Levels => features.map((feature) => feature.of(a, b))

const RANDOM_PAIRS = 20_000

/** In a smaller base too many of the pairs drawn would be of the same; there what is granted to chance is all of it. */
const LEARNED_FROM = 200

function randomPairs(features: readonly Feature[], sample: readonly ScannedRecord[]): readonly Levels[] {
  return Array.from({ length: RANDOM_PAIRS }, (_, at) => {
    const [a, b] = [sample[(at * 7919) % sample.length], sample[(at * 104_729 + 13) % sample.length]]
    return a === undefined || b === undefined || a === b ? [] : [levelsOf(features, a, b)]
  }).flat()
}

/** What agreement tells in this base: how often it happens by chance is learned from pairs of records drawn at random. */
export function learnModel(rules: readonly ScanRule[], sample: readonly ScannedRecord[]): Model {
  const features = featuresOf(rules)
  const granted = features.map(({ least }) => [1 - least.reduce((sum, share) => sum + share, 0), ...least.slice(1)])
  const levels = features.map((feature) => feature.m.length)
  const learned = sample.length < LEARNED_FROM ? granted : chanceOf(levels, randomPairs(features, sample))
  const u = learned.map((row, index) => row.map((share, level) => Math.max(share, features[index]?.least[level] ?? 0)))
  return { m: features.map((feature) => feature.m), u, prior: PRIOR }
}

/** A record with what the rules of equality compare, worked out once for the many pairs it stands in. */
export type Compared = { readonly record: ScannedRecord; readonly keys: readonly (string | null)[] }

export function comparedOf(rules: readonly ScanRule[], record: ScannedRecord): Compared {
  return { record, keys: rules.map((rule) => (rule.compare === 'alike' ? null : ruleKey(rule, record))) }
}

/** How alike two names are by a rule of likeness; 0 when they are not, or are equal. */
function likeness(rule: ScanRule, a: ScannedRecord, b: ScannedRecord): number {
  if (rule.compare !== 'alike' || a.core === b.core || a.core === '' || b.core === '') return 0
  const score = Math.round(100 * jaroWinkler(a.core, b.core))
  return rule.threshold !== null && score >= rule.threshold ? score : 0
}

/** By which of the rules two records are the same. Equal says more than alike, so of one field only that is told. */
function reasonsOf(rules: readonly ScanRule[], a: Compared, b: Compared): readonly Reason[] {
  const reasons: Reason[] = []
  for (let at = 0; at < rules.length; at += 1) {
    const rule = rules[at]
    if (rule === undefined) continue
    const key = a.keys[at] ?? null
    const score = key !== null && key === b.keys[at] ? 100 : likeness(rule, a.record, b.record)
    if (score === 0) continue
    reasons.push({ rule: rule.id, zh: rule.name, en: rule.name_en ?? rule.name, field: rule.field, compare: rule.compare, score })
  }
  return reasons
}

export type Measure = { readonly rules: readonly ScanRule[]; readonly model: Model }

/** Whether two records are proposed as one: by a rule, and more likely than not by everything that is compared. Null when not. */
export function judge(
  { rules, model }: Measure,
  a: Compared,
  b: Compared,
): { readonly score: number; readonly reasons: readonly Reason[] } | null {
  const reasons = reasonsOf(rules, a, b)
  if (reasons.length === 0) return null
  const levels = levelsOf(featuresOf(rules), a.record, b.record)
  const score = Math.min(99, Math.round(100 * scoreOf(model, levels).probability))
  return score < PROPOSED_FROM ? null : { score, reasons }
}
