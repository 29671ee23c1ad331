import { PlainField } from '@perigon/record-ui'
import { Tag, useLabel, usePhrases } from '@perigon/ui'
import { Select } from 'antd'
import { useId } from 'react'
import { TEAM_PARTS } from '../record-share.object.ts'
import { accessPhrases } from './access-phrases.ts'

/** What somebody does in the team of a record; nothing for a part that is no more. */
export function PartTag({ part }: { readonly part: string }) {
  const text = useLabel()
  const known = TEAM_PARTS.find((each) => each.value === part)
  return known === undefined ? null : <Tag color={known.color}>{text(known.label)}</Tag>
}

/** Picks the part; none makes it a share and no team. */
export function PartSelect({ part, onChange }: { readonly part: string | null; readonly onChange: (part: string | null) => void }) {
  const t = usePhrases(accessPhrases)
  const text = useLabel()
  return (
    <PlainField id={useId()} label={t('part')}>
      {(control) => (
        <Select<string | null>
          {...control}
          value={part}
          allowClear
          onChange={(next) => onChange(next ?? null)}
          options={TEAM_PARTS.map((each) => ({ value: each.value, label: text(each.label) }))}
        />
      )}
    </PlainField>
  )
}
