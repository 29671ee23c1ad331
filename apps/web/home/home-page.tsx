import { GoLink, useActions, useGo, usePage, useRecordUi, useTitle } from '@perigon/record-ui'
import {
  EmptyState,
  formatDay,
  formatNear,
  general,
  Skeleton,
  Tag,
  today,
  useFieldContext,
  useLabel,
  useLocale,
  usePhrases,
} from '@perigon/ui'
import { Button } from 'antd'
import { Suspense } from 'react'
import { useRecentRecords } from '../palette/palette-search.ts'
import { shellPhrases } from '../phrases/shell-phrases.ts'

/** The first page of the day: what the modules put here, and what was opened lately. */
export function HomePage() {
  const t = usePhrases(shellPhrases)
  const locale = useLocale()
  const ui = useRecordUi()
  const { timeZone, now } = useFieldContext()
  useTitle(t('home'))
  const cards = ui.modules.flatMap((module) => module.home ?? []).filter((each) => ui.meta.object(each.needs) !== undefined)
  return (
    <div className="pg-page pg-home">
      <header>
        <h1>{t('hello', { name: ui.session.employee?.name ?? ui.session.user.name })}</h1>
        <p className="pg-muted">{formatDay(today(now(), timeZone), locale)}</p>
      </header>
      <FirstSteps />
      <div className="pg-home__cards">
        {cards.map(({ key, Card, isWide }) => (
          <div key={key} className={isWide === true ? 'pg-home__wide' : ''}>
            <Suspense fallback={<Skeleton shape="lines" rows={4} />}>
              <Card />
            </Suspense>
          </div>
        ))}
        <div>
          <RecentCard />
        </div>
      </div>
    </div>
  )
}

// The first day: nothing is there yet, so say what to do.
function FirstSteps() {
  const t = usePhrases(shellPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const go = useGo()
  const actions = useActions()
  const customers = useRecordUi().meta.object('customer')
  const first = usePage(customers, { limit: 1, fields: customers === undefined ? [] : [customers.title] })
  if (customers === undefined || first.data === undefined || first.data.data.length > 0) return null
  const name = label(customers.label.many)
  return (
    <section className="pg-card" aria-label={t('first_title', { name })}>
      <EmptyState
        kind="first"
        title={t('first_title', { name })}
        hint={t('first_hint')}
        actions={
          <>
            {customers.can.import && (
              <Button type="primary" onClick={() => go(`/import/${customers.key}`)}>
                {t('first_import', { name })}
              </Button>
            )}
            {customers.can.create && (
              <Button onClick={() => actions.create(customers)}>{words('create_one', { name: label(customers.label.one) })}</Button>
            )}
          </>
        }
      />
    </section>
  )
}

function RecentCard() {
  const t = usePhrases(shellPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { meta } = useRecordUi()
  const { timeZone, now } = useFieldContext()
  const recent = useRecentRecords()
  const rows = (recent.data?.data ?? []).slice(0, 10)
  return (
    <section className="pg-card pg-home__card" aria-label={t('recent')}>
      <h2>{t('recent')}</h2>
      {recent.data === undefined && <Skeleton shape="lines" rows={4} />}
      {recent.data !== undefined && rows.length === 0 && <EmptyState small kind="first" title={t('recent_empty')} />}
      <ul className="pg-lines">
        {rows.map((each) => {
          const object = meta.object(each.object)
          return object === undefined ? null : (
            <li key={each.id}>
              <Tag>{label(object.label.one)}</Tag>
              <GoLink href={`/${object.path}/${each.id}`}>{each.title}</GoLink>
              <span className="pg-grow" />
              <small className="pg-muted">{formatNear(each.at, locale, { timeZone, now: now() })}</small>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
