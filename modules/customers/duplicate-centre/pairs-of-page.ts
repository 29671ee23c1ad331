import type { BlockKey } from './block-keys.ts'

/** So many records of a block are compared each with each; of larger ones each with so many of its nearest in order. */
export const LARGEST = 40
export const NEAREST = 10

/** A block too big to compare each with each; `sample` is one of its records. */
export type Oversized = { readonly rule: number; readonly hash: number; readonly size: number; readonly sample: string }

export type Place = Omit<BlockKey, 'record'> & { readonly record: string }
export type PairIds = readonly [a: string, b: string]

export const START: Place = { rule: -1, hash: -1, sort: -1, record: '00000000-0000-0000-0000-000000000000' }

/**
 * A page of blocks in their order; of those of one record only the very last may be there. `cutAt` is how many records the page has when
 * it was cut at its end, so that the last block may go on; null when it was not.
 */
export type KeyPage = { readonly rows: readonly BlockKey[]; readonly cutAt: number | null; readonly from: Place }

function inBlock(x: Pick<BlockKey, 'rule' | 'hash'>, y: Pick<BlockKey, 'rule' | 'hash'>): boolean {
  return x.rule === y.rule && x.hash === y.hash
}

function blocksIn(rows: readonly BlockKey[]): readonly (readonly BlockKey[])[] {
  const blocks: BlockKey[][] = []
  for (const row of rows) {
    const last = blocks[blocks.length - 1]
    if (last?.[0] !== undefined && inBlock(last[0], row)) last.push(row)
    else blocks.push([row])
  }
  return blocks
}

function* pairsOf(block: readonly BlockKey[]): Generator<PairIds> {
  const reach = block.length <= LARGEST ? block.length : NEAREST
  for (const [at, one] of block.entries())
    for (const other of block.slice(at + 1, at + 1 + reach)) {
      if (one.record !== other.record) yield one.record < other.record ? [one.record, other.record] : [other.record, one.record]
    }
}

/**
 * The pairs to look at in a page of blocks, those that are too big, and where the next page begins. A block cut by the end of the
 * page is left to the next; one that fills a whole page goes on with its last records, so that none misses its nearest.
 */
export function pairsOfPage({ rows, cutAt, from }: KeyPage): {
  readonly pairs: readonly PairIds[]
  readonly oversized: readonly Oversized[]
  readonly next: Place | null
} {
  const blocks = blocksIn(rows)
  const cut = cutAt === null ? undefined : blocks[blocks.length - 1]
  const fills = cut !== undefined && cut.length === cutAt
  const whole = cut === undefined || fills ? blocks : blocks.slice(0, -1)
  const goesOn = (block: readonly BlockKey[]): boolean => from.sort >= 0 && block[0] !== undefined && inBlock(block[0], from)
  const oversized = whole.flatMap((block): readonly Oversized[] => {
    const [first] = block
    if (first === undefined || block.length <= LARGEST || goesOn(block)) return []
    return [{ rule: first.rule, hash: first.hash, size: block.length, sample: first.record }]
  })
  const first = cut?.[0]
  const next = first === undefined ? null : fills ? (cut?.[cut.length - 1 - NEAREST] ?? null) : { ...first, sort: -1, record: START.record }
  return { pairs: whole.flatMap((block) => [...pairsOf(block)]), oversized, next }
}
