import type { FieldMeta, ObjectMeta } from '@perigon/contracts'
import { useRecordUi } from '@perigon/record-ui'

/** Dates that change with every touch, or follow from rules themselves, count for nothing. */
const NO_DATES = new Set(['updated_at', 'deleted_at', 'reclaim_at', 'pooled_at'])
/** What most rules count from, first in the list. */
const USUAL = ['last_contact_at', 'last_activity_at', 'due_at', 'at']

/** The objects a rule can watch (somebody answers for their records) and the dates of each. */
export function useWatched(): { readonly objects: readonly ObjectMeta[]; readonly datesOf: (object: string) => readonly FieldMeta[] } {
  const { meta } = useRecordUi()
  const objects = meta.objects.filter(
    ({ fields }) => fields.some(({ key, target }) => key === 'owner' && target === 'employee') && fields.some(isDate),
  )
  const rank = ({ key }: FieldMeta): number => (USUAL.includes(key) ? USUAL.indexOf(key) : USUAL.length)
  return {
    objects,
    datesOf: (object) => (meta.object(object)?.fields ?? []).filter(isDate).toSorted((a, b) => rank(a) - rank(b)),
  }
}

function isDate(field: FieldMeta): boolean {
  return field.operators.includes('within') && !NO_DATES.has(field.key)
}
