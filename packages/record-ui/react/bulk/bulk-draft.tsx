import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import type { BulkRequest, BulkVerb, FieldMeta, Json, ObjectMeta } from '@perigon/contracts'
import { useLabel, usePhrases } from '@perigon/ui'
import { Button, Checkbox, Select } from 'antd'
import { useId, useState } from 'react'
import { ownerOf } from '../../core/meta-index.ts'
import { wirePatch } from '../../core/refusal.ts'
import type { Patch } from '../../core/records.ts'
import { bulkPhrases } from '../../phrases/bulk-phrases.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { FieldRow } from '../form/field-row.tsx'
import { writableFields } from '../form/record-form.tsx'

/** What is asked of each record, as far as it is filled in. */
export type BulkDraft = {
  readonly values: Patch
  /** Fields to be emptied; a field that is merely not filled in yet would otherwise empty everything. */
  readonly cleared: readonly string[]
  readonly tags: { readonly field: string; readonly add: Json; readonly remove: Json }
}

/** Fields of free words: lists that are asked for their words and offer no options. */
export function tagFields(object: ObjectMeta): readonly FieldMeta[] {
  return writableFields(object).filter((field) => field.operators.includes('has_all') && field.options === undefined)
}

/** An empty draft. */
export function emptyDraft(object: ObjectMeta, verb: BulkVerb): BulkDraft {
  const owner = verb === 'transfer' ? ownerOf(object) : undefined
  return {
    values: owner === undefined ? {} : { [owner.key]: null },
    cleared: [],
    tags: { field: tagFields(object)[0]?.key ?? '', add: null, remove: null },
  }
}

const words = (value: Json): readonly string[] => (Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [])

/** The change a draft stands for; null while something is missing. */
export function changeOf(object: ObjectMeta, verb: BulkVerb, draft: BulkDraft): Pick<BulkRequest, 'verb' | 'patch' | 'tags'> | null {
  if (verb === 'delete') return { verb }
  if (verb === 'tag') {
    const tags = { field: draft.tags.field, add: words(draft.tags.add), remove: words(draft.tags.remove) }
    return tags.add.length + tags.remove.length === 0 ? null : { verb, tags }
  }
  const keys = Object.keys(draft.values)
  const isMissing = keys.some((key) => {
    const isNeeded = verb === 'transfer' || object.fields.find((field) => field.key === key)?.required === true
    return draft.values[key] === null && (isNeeded || !draft.cleared.includes(key))
  })
  return keys.length === 0 || isMissing ? null : { verb, patch: wirePatch(object, draft.values) }
}

type DraftProps = { readonly object: ObjectMeta; readonly draft: BulkDraft; readonly onChange: (draft: BulkDraft) => void }

/** Fields to change, each with its new value. */
export function EditDraft(props: DraftProps) {
  const t = usePhrases(bulkPhrases)
  const { draft } = props
  const fields = writableFields(props.object)
  const chosen = fields.filter((field) => field.key in draft.values)
  const [isAdding, setAdding] = useState(true)
  const add = (key: string) => {
    setAdding(false)
    props.onChange({ ...draft, values: { ...draft.values, [key]: null } })
  }
  return (
    <div className="pg-stack">
      {chosen.map((field) => (
        <FieldLine key={field.key} {...props} field={field} />
      ))}
      {isAdding || chosen.length === 0 ? (
        <FieldChoice fields={fields.filter((field) => !chosen.includes(field))} onChoose={add} />
      ) : (
        <Button type="dashed" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
          {t('add_field')}
        </Button>
      )}
    </div>
  )
}

function FieldLine({ field, draft, onChange }: DraftProps & { readonly field: FieldMeta }) {
  const t = usePhrases(bulkPhrases)
  const label = useLabel()
  const { key } = field
  const isCleared = draft.cleared.includes(key)
  const others = draft.cleared.filter((each) => each !== key)
  const set = (value: Json) => onChange({ ...draft, values: { ...draft.values, [key]: value } })
  const clear = (isOn: boolean) =>
    onChange(isOn ? { ...draft, values: { ...draft.values, [key]: null }, cleared: [...others, key] } : { ...draft, cleared: others })
  const remove = () =>
    onChange({ ...draft, values: Object.fromEntries(Object.entries(draft.values).filter(([each]) => each !== key)), cleared: others })
  const removeLabel = t('remove_field', { name: label(field.label) })
  return (
    <div className="pg-bulk-field">
      <FieldRow field={field} value={draft.values[key] ?? null} disabled={isCleared} onChange={set} />
      <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={removeLabel} title={removeLabel} onClick={remove} />
      {!field.required && (
        <Checkbox checked={isCleared} onChange={(event) => clear(event.target.checked)}>
          {t('clear_field')}
        </Checkbox>
      )}
    </div>
  )
}

function FieldChoice({ fields, onChoose }: { readonly fields: readonly FieldMeta[]; readonly onChoose: (key: string) => void }) {
  const t = usePhrases(listPhrases)
  const label = useLabel()
  const id = useId()
  return (
    <div className="pg-field">
      <label className="pg-field__label" htmlFor={id}>
        {t('bulk_field')}
      </label>
      <Select
        id={id}
        className="pg-fill"
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        options={fields.map((each) => ({ value: each.key, label: label(each.label) }))}
        onChange={(key: string | null) => key !== null && onChoose(key)}
      />
    </div>
  )
}

/** Who gets the records. */
export function TransferDraft({ object, draft, onChange }: DraftProps) {
  const owner = ownerOf(object)
  if (owner === undefined) return null
  return (
    <FieldRow
      field={owner}
      value={draft.values[owner.key] ?? null}
      autoFocus
      onChange={(value) => onChange({ ...draft, values: { [owner.key]: value } })}
    />
  )
}

/** Words to add and to take off. */
export function TagsDraft({ object, draft, onChange }: DraftProps) {
  const t = usePhrases(bulkPhrases)
  const label = useLabel()
  const id = useId()
  const fields = tagFields(object)
  const field = fields.find((each) => each.key === draft.tags.field)
  if (field === undefined) return null
  const named = (zhEn: FieldMeta['label'], key: string): FieldMeta => ({ ...field, key, required: false, label: zhEn })
  const add = named({ zh: t('tags_add'), en: t('tags_add') }, 'tags_add')
  const remove = named({ zh: t('tags_remove'), en: t('tags_remove') }, 'tags_remove')
  const set = (change: Partial<BulkDraft['tags']>) => onChange({ ...draft, tags: { ...draft.tags, ...change } })
  return (
    <div className="pg-stack">
      {fields.length > 1 && (
        <div className="pg-field">
          <label className="pg-field__label" htmlFor={id}>
            {t('tags_field')}
          </label>
          <Select
            id={id}
            className="pg-fill"
            value={field.key}
            options={fields.map((each) => ({ value: each.key, label: label(each.label) }))}
            onChange={(key) => set({ field: key })}
          />
        </div>
      )}
      <FieldRow field={add} value={draft.tags.add} autoFocus onChange={(value) => set({ add: value })} />
      <FieldRow field={remove} value={draft.tags.remove} onChange={(value) => set({ remove: value })} />
    </div>
  )
}
