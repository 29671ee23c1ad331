import type { ObjectMeta } from '@perigon/contracts'
import type { MetaIndex } from '@perigon/record-ui'

const LETTERS = [
  ['a', 'customer'],
  ['c', 'contact'],
  ['o', 'opportunity'],
  ['t', 'task'],
  ['p', 'product'],
] as const

/** `g` and a letter goes to a list. */
export function goKeys(meta: MetaIndex): readonly (readonly [string, ObjectMeta])[] {
  return LETTERS.flatMap(([letter, key]) => {
    const object = meta.object(key)
    return object === undefined ? [] : [[letter, object] as const]
  })
}

/** `c` and a letter makes a new record. */
export function newKeys(meta: MetaIndex): readonly (readonly [string, ObjectMeta])[] {
  return goKeys(meta).filter(([, object]) => object.can.create)
}
