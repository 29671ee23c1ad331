import { formatDay, useFieldContext, useLabel, useLocale, usePhrases, zoned } from '@perigon/ui'
import type { Reason } from './access.queries.ts'
import { accessPhrases } from './access-phrases.ts'

/** One reason as a sentence, with the role, the place and the time that stand behind it. */
export function ReasonLine({ reason }: { readonly reason: Reason }) {
  const t = usePhrases(accessPhrases)
  const label = useLabel()
  const when = useWhen(reason)
  const { kind, via, roles, scope, place } = reason
  const sentence = t(kind, { via: via ?? '', team: place?.title ?? '' })
  const details = [
    ...(kind === 'department' && place !== null ? [placeText(place, t)] : []),
    ...(reason.by === null ? [] : [t(kind === 'share' ? 'share_by' : 'delegated_by', { by: reason.by })]),
    ...(reason.writes === null ? [] : [t(reason.writes ? 'write' : 'read')]),
    ...(when === '' ? [] : [when]),
    ...(roles.length === 0
      ? []
      : [t('by_role', { roles: roles.map(label).join(t('join')), scope: t(scope === null ? 'scope_own' : `scope_${scope}`) })]),
  ]
  return (
    <li>
      <b>{sentence}</b>
      {details.length > 0 && <p className="pg-muted">{details.join(' · ')}</p>}
    </li>
  )
}

type Words = ReturnType<typeof usePhrases<keyof (typeof accessPhrases)['entries']>>

function placeText(place: NonNullable<Reason['place']>, t: Words): string {
  const data = { name: place.name ?? '', title: place.title ?? '' }
  if (place.kind === 'main' && place.title === null) return t('department_untitled', data)
  return t(`department_${place.kind}`, place.title === null ? { ...data, title: t('position') } : data)
}

function useWhen({ since, until }: Reason): string {
  const t = usePhrases(accessPhrases)
  const locale = useLocale()
  const { timeZone } = useFieldContext()
  const day = (text: string): string => formatDay(text.length > 10 ? (zoned(text, timeZone)?.day ?? text) : text, locale).slice(0, 10)
  if (since !== null && until !== null) return t('from_to', { from: day(since), to: day(until) })
  if (since !== null) return t('since', { at: day(since) })
  return until === null ? '' : t('until', { at: day(until) })
}
