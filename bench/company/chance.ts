/** Numbers that look random and are the same on every machine. */
export type Chance = {
  /** In [0, 1). */
  readonly next: () => number
  /** A whole number, both ends included. */
  readonly int: (from: number, to: number) => number
  readonly happens: (share: number) => boolean
  readonly pick: <T>(items: readonly T[]) => T
}

/** A generator (mulberry32) from a seed. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    happens: (share) => next() < share,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new Error('cannot pick from an empty list')
      return item
    },
  }
}

/** Draws places 0 … size-1 by Zipf's law: the place n is drawn in proportion to 1 / (n + 1) ^ skew. */
export function zipf(chance: Chance, size: number, skew: number): () => number {
  const sums: number[] = []
  let total = 0
  for (let place = 0; place < size; place += 1) {
    total += 1 / (place + 1) ** skew
    sums.push(total)
  }
  return () => {
    const wanted = chance.next() * total
    let [low, high] = [0, size - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) > wanted) high = middle
      else low = middle + 1
    }
    return low
  }
}

/** A record id of version 7 whose time is the record's own. */
export function idAt(chance: Chance, milliseconds: number): string {
  const word = (): string =>
    Math.floor(chance.next() * 0x10000)
      .toString(16)
      .padStart(4, '0')
  const time = Math.floor(milliseconds).toString(16).padStart(12, '0')
  const variant = (0x8000 | Math.floor(chance.next() * 0x4000)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${word().slice(1)}-${variant}-${word()}${word()}${word()}`
}
