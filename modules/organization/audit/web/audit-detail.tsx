import { type AuditEntry, isJsonObject, type Json } from '@perigon/contracts'
import { fieldOf, useRecordUi } from '@perigon/record-ui'
import { fieldUi, formatNumber, textOf, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { useState } from 'react'
import { rolesPhrases } from '../../role/web/roles-phrases.ts'
import { auditPhrases } from './audit-phrases.ts'

const FIRST = 3

/** What changed, before and after, or the circumstances of a fact; long ones fold. */
export function AuditDetail({ entry }: { readonly entry: AuditEntry }) {
  const t = usePhrases(auditPhrases)
  const [isAll, setAll] = useState(false)
  const told = Object.entries(entry.told).filter(([, { before, after }]) => before !== null || after !== null)
  if (told.length === 0) return <Facts entry={entry} />
  const shown = isAll ? told : told.slice(0, FIRST)
  return (
    <ul className="pg-audit__changes">
      {shown.map(([field, change]) => (
        <Change key={field} entry={entry} field={field} {...change} />
      ))}
      {told.length > FIRST && (
        <li>
          <button type="button" className="pg-audit__more" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
            {isAll ? t('less_fields') : t('more_fields', { n: told.length - FIRST })}
          </button>
        </li>
      )}
    </ul>
  )
}

function Change(props: { readonly entry: AuditEntry; readonly field: string; readonly before: Json; readonly after: Json }) {
  const label = useLabel()
  const { meta } = useRecordUi()
  const { entry, before, after } = props
  const leaves = useLeaves(before, after)
  const object = meta.object(entry.object)
  const field = object === undefined ? undefined : fieldOf(object, props.field)
  const value = (each: Json) => {
    if (each === null) return '–'
    if (field === undefined) return plain(each)
    const { Cell } = fieldUi(field)
    return <Cell field={field} value={each} />
  }
  // Of structured data only the rights of a role have names for their parts; of the rest the text is there for who wants it.
  if (field?.type === 'json' && entry.object !== 'role') return <Structured name={label(field.label)} value={after ?? before} />
  if (leaves !== null)
    return leaves.map(({ name, from, to }) => (
      <li key={name} className="pg-history__change">
        <span className="pg-muted">{name}</span>
        {entry.op === 'update' && <del>{from}</del>}
        {entry.op === 'update' && <span aria-hidden>→</span>}
        <ins>{to}</ins>
      </li>
    ))
  return (
    <li className="pg-history__change">
      <span className="pg-muted">{field === undefined ? props.field : label(field.label)}</span>
      {entry.op === 'update' && <del>{value(before)}</del>}
      {entry.op === 'update' && <span aria-hidden>→</span>}
      <ins>{value(after)}</ins>
    </li>
  )
}

function Structured({ name, value }: { readonly name: string; readonly value: Json }) {
  const t = usePhrases(auditPhrases)
  return (
    <li className="pg-history__change">
      <span className="pg-muted">{name}</span>
      <details>
        <summary>{t('structured')}</summary>
        <code className="pg-code">{JSON.stringify(value)}</code>
      </details>
    </li>
  )
}

/** Of two nested values (the rights of a role) only what differs, named as people know it; null for everything else. */
function useLeaves(before: Json, after: Json): readonly { readonly name: string; readonly from: string; readonly to: string }[] | null {
  const label = useLabel()
  const words = usePhrases(rolesPhrases)
  const { meta } = useRecordUi()
  if (!isNested(before) && !isNested(after)) return null
  const isWord = (key: string): key is keyof typeof rolesPhrases.entries => Object.hasOwn(rolesPhrases.entries, key)
  const word = (key: string): string => (isWord(key) ? words(key) : key)
  const nameOf = (path: string): string => {
    const [object = '', ...rest] = path.split('.')
    const known = meta.object(object)
    const named = rest.map((key) => {
      const field = known === undefined ? undefined : fieldOf(known, key)
      return field === undefined ? word(key) : label(field.label)
    })
    return [object === '*' ? words('all') : known === undefined ? object : label(known.label.one), ...named].join(' · ')
  }
  const [from, to] = [leavesOf(before), leavesOf(after)]
  const paths = [...new Set([...from.keys(), ...to.keys()])].filter((path) => from.get(path) !== to.get(path))
  return paths.map((path) => ({ name: nameOf(path), from: word(from.get(path) ?? '–'), to: word(to.get(path) ?? '–') }))
}

function isNested(value: Json): boolean {
  return isJsonObject(value) && Object.values(value).some((each) => isJsonObject(each))
}

function leavesOf(value: Json): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const walk = (each: Json, path: string): void => {
    if (isJsonObject(each)) for (const [key, inner] of Object.entries(each)) walk(inner, path === '' ? key : `${path}.${key}`)
    else found.set(path, plain(each))
  }
  walk(value, '')
  return found
}

function plain(value: Json): string {
  if (isJsonObject(value) && typeof value['title'] === 'string') return value['title']
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Circumstances in a line: of an export its rows, filter and hash; of a sign-in where it came from. */
function Facts({ entry }: { readonly entry: AuditEntry }) {
  const t = usePhrases(auditPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { meta } = useRecordUi()
  const { changes } = entry
  const text = (key: string): string => textOf(changes[key] ?? null)
  const known: { readonly [key: string]: () => string } = {
    rows: () => t('rows', { n: formatNumber(Number(changes['rows']), locale) }),
    filter: () => (text('filter') === '' ? '' : t('filter', { text: text('filter') })),
    q: () => (text('q') === '' ? '' : t('found', { text: text('q') })),
    sha256: () => t('hash', { text: text('sha256').slice(0, 12) }),
    peer: () => t('peer', { text: text('peer') }),
    fields: () => '',
    values: () => {
      const { values } = changes
      const object = meta.object(entry.object)
      const named = (key: string): string => {
        const field = object === undefined ? undefined : fieldOf(object, key)
        return field === undefined ? key : label(field.label)
      }
      return isJsonObject(values)
        ? Object.entries(values)
            .map(([key, value]) => t('asked', { name: named(key), text: plain(value) }))
            .join(' · ')
        : plain(values ?? null)
    },
    unseen: () => t('unseen', { n: formatNumber(Number(changes['unseen']), locale) }),
    agent: () => /(Edg|Firefox|Chrome|Safari)/.exec(text('agent'))?.[1]?.replace('Edg', 'Edge') ?? '',
    method: () => '',
    field: () => {
      const object = meta.object(entry.object)
      const field = object === undefined ? undefined : fieldOf(object, text('field'))
      return t('field', { name: field === undefined ? text('field') : label(field.label) })
    },
  }
  const parts = Object.entries(changes).map(([key, value]) => known[key]?.() ?? plain(value))
  return <span className="pg-audit__facts">{parts.filter((part) => part !== '' && part !== 'null').join(' · ')}</span>
}
