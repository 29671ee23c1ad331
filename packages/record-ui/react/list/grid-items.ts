import type { Json, WireRecord } from '@perigon/contracts'

/** What the list draws, in order: records, and in a grouped list heads and “more” lines between them. */
export type GridItem =
  | { readonly kind: 'record'; readonly record: WireRecord }
  | {
      readonly kind: 'group'
      readonly key: string
      readonly value: Json
      readonly count: number
      readonly sums: { readonly [path: string]: string | number | null }
      readonly isOpen: boolean
    }
  | { readonly kind: 'more'; readonly key: string; readonly href: string; readonly rest: number }

/** The records among the items. */
export function recordsIn(items: readonly GridItem[]): readonly WireRecord[] {
  return items.flatMap((each) => (each.kind === 'record' ? [each.record] : []))
}
