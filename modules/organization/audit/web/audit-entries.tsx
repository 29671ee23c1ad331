import { AUDIT_OPS, auditActor, type AuditEntry, isJsonObject } from '@perigon/contracts'
import { GoLink, useRecordUi } from '@perigon/record-ui'
import { formatMoment, Tag, useFieldContext, useLabel, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { AuditDetail } from './audit-detail.tsx'
import { auditPhrases } from './audit-phrases.ts'

const COLORS: { readonly [op in AuditEntry['op']]?: string } = {
  create: 'green',
  update: 'blue',
  delete: 'red',
  erase: 'red',
  restore: 'cyan',
  export: 'gold',
  unmask: 'purple',
  sign_in_failed: 'orange',
  file_refused: 'orange',
}

/** Lines of the log: a table, or cards with the same on a phone. */
export function AuditEntries({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const t = usePhrases(auditPhrases)
  const isPhone = usePhone()
  if (isPhone) return <Cards entries={entries} />
  return (
    <section className="pg-card" aria-label={t('title')}>
      <div className="pg-table-wrap">
        <table className="pg-table pg-audit">
          <thead>
            <tr>
              {[t('at'), t('who'), t('what'), t('about'), t('detail')].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td className="pg-trust__nowrap pg-number">
                  <When at={entry.at} />
                </td>
                <td>
                  <Who entry={entry} />
                  <Cause entry={entry} />
                </td>
                <td>
                  <What entry={entry} />
                </td>
                <td>
                  <About entry={entry} />
                </td>
                <td>
                  <AuditDetail entry={entry} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

// On a phone, with the same in each card.
function Cards({ entries }: { readonly entries: readonly AuditEntry[] }) {
  return (
    <ul className="pg-audit__cards">
      {entries.map((entry) => (
        <li key={entry.id} className="pg-card">
          <p>
            <What entry={entry} />
            <b>
              <Who entry={entry} />
            </b>
            <Cause entry={entry} />
          </p>
          <p>
            <About entry={entry} />
          </p>
          <AuditDetail entry={entry} />
          <p className="pg-muted">
            <When at={entry.at} />
          </p>
        </li>
      ))}
    </ul>
  )
}

function When({ at }: { readonly at: string }) {
  const locale = useLocale()
  const { timeZone } = useFieldContext()
  return <time dateTime={at}>{formatMoment(at, locale, timeZone)}</time>
}

function Who({ entry }: { readonly entry: AuditEntry }) {
  const label = useLabel()
  return <>{label(auditActor(entry))}</>
}

function What({ entry }: { readonly entry: AuditEntry }) {
  const label = useLabel()
  return <Tag color={COLORS[entry.op] ?? 'default'}>{label(AUDIT_OPS[entry.op])}</Tag>
}

const CAUSES = ['import', 'verb', 'undo', 'seed'] as const

/** How a change came about, where it was not simply somebody at a screen. */
function Cause({ entry }: { readonly entry: AuditEntry }) {
  const t = usePhrases(auditPhrases)
  const cause = isJsonObject(entry.cause) ? entry.cause : {}
  const kind = CAUSES.find((each) => each === cause['kind'])
  const words = [...(cause['via'] === 'token' ? [t('by_token')] : []), ...(kind === undefined ? [] : [t(`by_${kind}`)])]
  return words.length === 0 ? null : <small className="pg-muted pg-audit__cause">{words.join(' · ')}</small>
}

function About({ entry }: { readonly entry: AuditEntry }) {
  const label = useLabel()
  const t = usePhrases(auditPhrases)
  const object = useRecordUi().meta.object(entry.object)
  if (object === undefined) return <span className="pg-muted">{entry.object === 'event' ? t('title') : entry.object}</span>
  const kind = label(object.label.one)
  if (entry.record === null) return <>{label(object.label.many)}</>
  return (
    <>
      <span className="pg-muted">{kind} </span>
      <GoLink href={`/${object.path}/${entry.record}`}>{entry.title ?? t('record')}</GoLink>
    </>
  )
}
