import type { ObjectMeta } from '@perigon/contracts'
import { fieldOf, type MetaIndex } from '../../core/meta-index.ts'

/** True when the records a link names can be made from their name alone, by this person. */
export function canCreateFromName(meta: MetaIndex, object: ObjectMeta, key: string): boolean {
  const target = fieldOf(object, key)?.target
  const other = target === undefined ? undefined : meta.object(target)
  if (other?.can.create !== true) return false
  return other.fields.every((each) => !each.required || each.read_only || each.default !== undefined || each.key === other.title)
}
