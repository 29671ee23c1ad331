import type { ObjectMeta } from '@perigon/contracts'
import { fieldOf } from '@perigon/record-ui'
import { useLabel, usePhrases } from '@perigon/ui'
import type { Reason } from './centre.queries.ts'
import { centrePhrases } from './centre-phrases.ts'

/** Why a group was proposed, in the words of the fields. */
export function useReasonText(object: ObjectMeta): (reason: Reason) => string {
  const t = usePhrases(centrePhrases)
  const label = useLabel()
  return (reason) => {
    const field = fieldOf(object, reason.field)
    return t(reason.compare, { name: field === undefined ? label(reason) : label(field.label), n: reason.score })
  }
}
