import { LockOutlined } from '@ant-design/icons'
import { GoLink, useRecordUi } from '@perigon/record-ui'
import { formatNear, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { duplicatePhrases } from './duplicate-phrases.ts'
import type { Match } from './duplicate.queries.ts'

/** The records that may be the same: why, whose, and the way to them. */
export function MatchList({ object, matches }: { readonly object: string; readonly matches: readonly Match[] }) {
  return (
    <ul className="pg-matches">
      {matches.map((match, index) => (
        <MatchLine key={match.id ?? `${match.title}-${index}`} object={object} match={match} />
      ))}
    </ul>
  )
}

function MatchLine({ object, match }: { readonly object: string; readonly match: Match }) {
  const t = usePhrases(duplicatePhrases)
  const label = useLabel()
  const locale = useLocale()
  const { meta } = useRecordUi()
  const { timeZone, now } = useFieldContext()
  const path = meta.object(object)?.path ?? ''
  const why = [...match.reasons.map(label), ...(match.score < 100 ? [t('alike', { n: match.score })] : [])]
  const who =
    match.owner === null ? t('nobody') : t('owner', { name: [match.owner, match.department].filter((part) => part !== null).join(' · ') })
  const last =
    match.last_contact_at === null ? [] : [t('last', { at: formatNear(match.last_contact_at, locale, { timeZone, now: now() }) })]
  return (
    <li className="pg-matches__line">
      {match.id === null ? (
        <b title={t('unseen')}>
          <LockOutlined aria-hidden /> {match.title}
        </b>
      ) : (
        <GoLink href={`/${path}/${match.id}`}>{match.title}</GoLink>
      )}
      <small className="pg-muted">{why.join(' · ')}</small>
      <small>{[who, ...last].join(' · ')}</small>
      {match.id === null && <small className="pg-muted">{t('unseen')}</small>}
    </li>
  )
}
