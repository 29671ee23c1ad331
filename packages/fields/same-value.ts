import type { Json } from '@perigon/contracts'
import type { FieldType } from './field-type.ts'

/** Whether two canonical values of a field say the same; what is not there is null. */
export function sameValue(type: FieldType | undefined, a: Json | undefined, b: Json | undefined): boolean {
  const left = a ?? null
  const right = b ?? null
  if (left === right) return true
  if (left === null || right === null) return false
  if (type?.same !== undefined) return type.same(left, right)
  return typeof left === 'object' && typeof right === 'object' && JSON.stringify(left) === JSON.stringify(right)
}
