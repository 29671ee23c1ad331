import type { FormNoteProps } from '@perigon/record-ui'
import { usePhrases } from '@perigon/ui'
import { Alert } from 'antd'
import { duplicatePhrases } from './duplicate-phrases.ts'
import { useDuplicates } from './duplicate.queries.ts'
import { MatchList } from './match-list.tsx'
import './duplicate.css'

const COMPARED = ['name', 'credit_code', 'mobile', 'phone', 'email', 'wechat', 'website']

/** Over a form: records that may be the same as what is being typed. Editing compares only what was changed. */
export function DuplicateNote({ object, record, value, isChanged }: FormNoteProps) {
  const t = usePhrases(duplicatePhrases)
  const keys = COMPARED.filter((key) => object.fields.some((field) => field.key === key) && isChanged(key))
  const values = Object.fromEntries(keys.map((key) => [key, value(key)]))
  const found = useDuplicates({ object: object.key, id: record?.id ?? null, values })
  const matches = keys.length === 0 ? [] : (found.data?.matches ?? [])
  if (matches.length === 0) return null
  const isRefused = matches.some((match) => match.blocks)
  return (
    <Alert
      type={isRefused ? 'error' : 'warning'}
      showIcon
      role="status"
      title={t(isRefused ? 'refused' : 'found', { n: matches.length })}
      description={<MatchList object={object.key} matches={matches.slice(0, 5)} />}
    />
  )
}
