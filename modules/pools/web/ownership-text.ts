import type { Label } from '@perigon/contracts'
import { useRecordUi } from '@perigon/record-ui'
import { useLabel, useLocale, usePhrases } from '@perigon/ui'
import type { Change, Facts, Ownership } from './pool.queries.ts'
import { ownershipPhrases } from './pool-phrases.ts'

/** Countdown, figures and changes in words. */
export function useOwnershipText() {
  const t = usePhrases(ownershipPhrases)
  const label = useLabel()
  const locale = useLocale()
  const fields = useRecordUi().meta.object('customer')?.fields ?? []
  const poolName = (change: Change): string => (locale === 'zh-CN' ? change.pool : (change.pool_en ?? change.pool)) ?? ''
  return {
    countdown: ({ left, counting, pool }: NonNullable<Ownership['reclaim']>): string => {
      if (left === 0) return t('tonight', { pool: label(pool) })
      return t(counting === 'working' ? 'in_working' : 'in_calendar', { n: left, pool: label(pool) })
    },
    why: ({ rule_name, date_field, base, days, counting }: Facts): string | null => {
      const field: Label | undefined = fields.find((each) => each.key === date_field)?.label
      if (rule_name === undefined || base === undefined || days === undefined || field === undefined) return null
      return t(counting === 'calendar' ? 'why_calendar' : 'why_working', { rule: label(rule_name), field: label(field), base, days })
    },
    change: (change: Change): string => {
      const someone = (name: string | null): string => name ?? t('nobody')
      const { kind, by } = change
      // What no person is known to have done is told without one.
      const phrase = by === null && (kind === 'assigned' || kind === 'released') ? (`${kind}_by_nobody` as const) : kind
      return t(phrase, { from: someone(change.from), to: someone(change.to), by: someone(by), pool: poolName(change) })
    },
  }
}
