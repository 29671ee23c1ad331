/** What agreement of two records tells: for each field and level how often it occurs among equal and among unequal pairs. */
export type Model = {
  /** P(level | same), by field and level. */
  readonly m: readonly (readonly number[])[]
  /** P(level | different), by field and level. */
  readonly u: readonly (readonly number[])[]
  /** P(same) among the compared pairs. */
  readonly prior: number
}

/** Levels of one pair by field; null where a value is missing. */
export type Levels = readonly (number | null)[]

const ROUNDS = 100
const ENOUGH = 1e-6
/** No level is held impossible because a sample did not have it. */
const TRACE = 0.5

function shares(levels: readonly number[], rows: readonly { readonly levels: Levels; readonly weight: number }[]): number[][] {
  return levels.map((count, field) => {
    const sums = Array.from({ length: count }, () => TRACE)
    for (const row of rows) {
      const level = row.levels[field]
      if (level !== null && level !== undefined) sums[level] = (sums[level] ?? 0) + row.weight
    }
    const total = sums.reduce((a, b) => a + b, 0)
    return sums.map((sum) => sum / total)
  })
}

function patternsOf(pairs: readonly Levels[]): readonly { readonly levels: Levels; readonly count: number }[] {
  const patterns = new Map<string, { readonly levels: Levels; count: number }>()
  for (const levels of pairs) {
    const key = levels.join()
    const known = patterns.get(key)
    if (known === undefined) patterns.set(key, { levels, count: 1 })
    else known.count += 1
  }
  return [...patterns.values()]
}

/** How often each level occurs by chance, field by field, from pairs drawn at random: the `u` of a model. */
export function chanceOf(levels: readonly number[], random: readonly Levels[]): readonly (readonly number[])[] {
  return shares(
    levels,
    random.map((row) => ({ levels: row, weight: 1 })),
  )
}

/**
 * Learns a model from pairs without knowing which are the same: `u` from pairs drawn at random (nearly all different), `m` and
 * the prior by expectation–maximisation over the candidate pairs. `levels` holds the number of levels of each field.
 * Source: Fellegi and Sunter, A Theory for Record Linkage, 1969; Winkler, Using the EM Algorithm for Weight Computation, 2000.
 */
export function estimate(
  levels: readonly number[],
  input: { readonly candidates: readonly Levels[]; readonly random: readonly Levels[] },
): Model {
  const u = chanceOf(levels, input.random)
  const patterns = patternsOf(input.candidates)
  const all = input.candidates.length
  // To begin with, equal records agree in nine of ten fields.
  let m = levels.map((count) => Array.from({ length: count }, (_, level) => (level === count - 1 ? 0.9 : 0.1 / (count - 1))))
  let prior = 0.1
  for (let round = 0; round < ROUNDS; round += 1) {
    const model: Model = { m, u, prior }
    const weighed = patterns.map((pattern) => ({
      levels: pattern.levels,
      weight: pattern.count * scoreOf(model, pattern.levels).probability,
    }))
    const same = weighed.reduce((sum, row) => sum + row.weight, 0)
    const next = Math.min(Math.max(same / Math.max(all, 1), 1e-9), 1 - 1e-9)
    m = shares(levels, weighed)
    const moved = Math.abs(next - prior)
    prior = next
    if (moved < ENOUGH) break
  }
  return { m, u, prior }
}

/** The evidence of a pair: weight in bits (the logarithm of the odds by what agrees) and the probability that both are the same. */
export function scoreOf(model: Model, levels: Levels): { readonly weight: number; readonly probability: number } {
  let weight = 0
  levels.forEach((level, field) => {
    if (level !== null) weight += Math.log2((model.m[field]?.[level] ?? 1) / (model.u[field]?.[level] ?? 1))
  })
  const odds = (model.prior / (1 - model.prior)) * 2 ** weight
  return { weight, probability: odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds) }
}
