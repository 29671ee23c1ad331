/** Numbers that look random and are the same every time: the story must be one and the same everywhere. */
export type Random = {
  /** In [0, 1). */
  readonly next: () => number
  /** A whole number, both ends included. */
  readonly int: (from: number, to: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <T>(items: readonly T[]) => T
  /** Picks by the weight that goes with each item. */
  readonly weighted: <T>(items: readonly (readonly [T, number])[]) => T
  /** Mean 1, long tail to the right: how long things take. */
  readonly stretch: () => number
}

/** A generator (mulberry32) that starts from a seed. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(next() * items.length)]
    if (item === undefined) throw new Error('cannot pick from an empty list')
    return item
  }
  return {
    next,
    pick,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (share) => next() < share,
    weighted: (items) => weighted(items, next()),
    stretch: () => Math.exp(0.6 * normal(next) - 0.18),
  }
}

function weighted<T>(items: readonly (readonly [T, number])[], share: number): T {
  const total = items.reduce((sum, [, weight]) => sum + weight, 0)
  let rest = share * total
  for (const [item, weight] of items) {
    rest -= weight
    if (rest < 0) return item
  }
  const last = items.at(-1)
  if (last === undefined) throw new Error('cannot pick from an empty list')
  return last[0]
}

/** The sum of twelve uniform numbers is close enough to the bell curve. */
function normal(next: () => number): number {
  let sum = -6
  for (let count = 0; count < 12; count += 1) sum += next()
  return sum
}
