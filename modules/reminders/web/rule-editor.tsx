import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { keys, problemIn, records, useRecordUi } from '@perigon/record-ui'
import { general, Skeleton, textOf, toast, useLabel, usePhone, usePhrases } from '@perigon/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Drawer, Input, type InputRef, Select } from 'antd'
import { type RefObject, useRef, useState } from 'react'
import { ConditionLine } from './condition-line.tsx'
import { editorPhrases } from './editor-phrases.ts'
import { LadderPicture } from './ladder-picture.tsx'
import { type Asked, type Draft, draftOf, patchOf, usePreview, wrongs } from './reminder.queries.ts'
import { reminderPhrases } from './reminder-phrases.ts'
import { RungEditor } from './rung-editor.tsx'
import { useWatched } from './watched.ts'

type EditorProps = {
  readonly object: ObjectMeta
  /** The rule that is changed; null for a new one. */
  readonly rule: WireRecord | null
  readonly start: { readonly name: string; readonly name_en: string; readonly draft: Draft }
  readonly onClose: () => void
}

/** Writes a rule beside its picture, with whom it would strike today before it is saved. */
export function RuleEditor({ object, rule, start, onClose }: EditorProps) {
  const t = usePhrases(editorPhrases)
  const isPhone = usePhone()
  const [names, setNames] = useState({ name: start.name, name_en: start.name_en })
  const [draft, setDraft] = useState(start.draft)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [isNameless, setNameless] = useState(false)
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part })
    setAsked(null)
  }
  const nameInput = useRef<InputRef>(null)
  const save = useSave(object, rule, onClose)
  const preview = usePreview(asked)
  const problems = save.error === null ? (preview.error === null ? [] : wrongs(preview.error)) : saveProblems(save.error, t('conflict'))
  const send = () => {
    const name = names.name.trim()
    setNameless(name === '')
    if (name === '') return nameInput.current?.focus()
    return save.mutate({ ...patchOf(draft), name, name_en: names.name_en.trim() || null })
  }
  return (
    <Drawer
      open
      size={isPhone ? '100%' : 860}
      title={t(rule === null ? 'new_title' : 'edit_title')}
      onClose={onClose}
      destroyOnHidden
      footer={
        <Foot isSaving={save.isPending} onPreview={() => setAsked({ ...draft, rule: rule?.id ?? null })} onCancel={onClose} onSave={send} />
      }
    >
      <div className="pg-stack">
        {problems.length > 0 && <Alert type="error" showIcon role="alert" title={problems.join('；')} />}
        <Names names={names} isNameless={isNameless && names.name.trim() === ''} nameInput={nameInput} onChange={setNames} />
        <Basis draft={draft} onChange={change} />
        <ConditionLine object={draft.object} condition={draft.condition} onChange={(condition) => change({ condition })} />
        <RungEditor object={draft.object} steps={draft.steps} onChange={(steps) => change({ steps })} />
        <LadderPicture
          draft={draft}
          found={asked === null || preview.data === undefined ? undefined : { asked, figures: preview.data.rungs }}
        />
        {asked !== null && preview.isPending && <Skeleton shape="lines" rows={1} />}
        {preview.data !== undefined && asked !== null && <PreviewNotes working={preview.data.working} />}
      </div>
    </Drawer>
  )
}

type FootProps = {
  readonly isSaving: boolean
  readonly onPreview: () => void
  readonly onCancel: () => void
  readonly onSave: () => void
}

function Foot({ isSaving, onPreview, onCancel, onSave }: FootProps) {
  const t = usePhrases(reminderPhrases)
  const words = usePhrases(general)
  return (
    <div className="pg-drawer-foot">
      <Button onClick={onPreview}>{t('preview')}</Button>
      <span className="pg-grow" />
      <Button onClick={onCancel}>{words('cancel')}</Button>
      <Button type="primary" loading={isSaving} onClick={onSave}>
        {words('save')}
      </Button>
    </div>
  )
}

type Named = { readonly name: string; readonly name_en: string }

type NamesProps = {
  readonly names: Named
  readonly isNameless: boolean
  readonly nameInput: RefObject<InputRef | null>
  readonly onChange: (names: Named) => void
}

function Names({ names, isNameless, nameInput, onChange }: NamesProps) {
  const t = usePhrases(editorPhrases)
  return (
    <div className="pg-reminder__fields">
      {(['name', 'name_en'] as const).map((key) => (
        <label key={key}>
          <span>{t(key)}</span>
          <Input
            aria-label={t(key)}
            autoFocus={key === 'name'}
            {...(key === 'name' ? { ref: nameInput, status: isNameless ? 'error' : '', 'aria-invalid': isNameless } : {})}
            maxLength={60}
            value={names[key]}
            onChange={({ target }) => onChange({ ...names, [key]: target.value })}
          />
          {key === 'name' && isNameless && (
            <span className="pg-error" role="alert">
              {t('name_needed')}
            </span>
          )}
        </label>
      ))}
    </div>
  )
}

/** What a preview counts, and what it does not do today. */
export function PreviewNotes({ working }: { readonly working: boolean }) {
  const t = usePhrases(reminderPhrases)
  return (
    <p className="pg-muted pg-reminder__line">
      {!working && <b>{t('day_off')} </b>}
      {t('preview_reach')} {t('one_by_one')}
    </p>
  )
}

function saveProblems(error: unknown, conflict: string): readonly string[] {
  return problemIn(error)?.code === 'record.version_conflict' ? [conflict] : wrongs(error)
}

function useSave(object: ObjectMeta, rule: WireRecord | null, onSaved: () => void) {
  const t = usePhrases(editorPhrases)
  const { api } = useRecordUi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (patch: ReturnType<typeof patchOf>) =>
      rule === null
        ? records.create(api, object, { ...patch, active: false })
        : records.update(api, object, { id: rule.id, version: rule.version, patch }),
    onSuccess: (saved) => {
      const name = textOf(saved['name'])
      const undo = async () => {
        await records.undo(api, object, { id: saved.id, version: saved.version })
        await client.invalidateQueries({ queryKey: keys.object(object) })
      }
      toast({ text: t(saved['active'] === true ? 'saved' : 'saved_off', { name }), ...(rule === null ? {} : { undo }) })
      void client.invalidateQueries({ queryKey: keys.object(object) })
      onSaved()
    },
  })
}

type BasisProps = { readonly draft: Draft; readonly onChange: (part: Partial<Draft>) => void }

/** What is watched and what counts. */
function Basis({ draft, onChange }: BasisProps) {
  const t = usePhrases(editorPhrases)
  const label = useLabel()
  const { objects, datesOf } = useWatched()
  const dates = datesOf(draft.object)
  const watch = (key: string) => {
    const steps = draft.steps.filter(({ tell }) => key === 'customer' || tell !== 'pool')
    onChange({ object: key, condition: null, date_field: datesOf(key)[0]?.key ?? '', steps: steps.length > 0 ? steps : draft.steps })
  }
  return (
    <>
      <div className="pg-reminder__fields">
        <label>
          <span>{t('object')}</span>
          <Select
            aria-label={t('object')}
            value={draft.object}
            options={objects.map((each) => ({ value: each.key, label: label(each.label.many) }))}
            onChange={watch}
          />
        </label>
        <label>
          <span>{t('date_field')}</span>
          <Select
            aria-label={t('date_field')}
            value={draft.date_field}
            options={dates.map((field) => ({ value: field.key, label: label(field.label) }))}
            onChange={(date_field) => onChange({ date_field })}
          />
        </label>
        <label>
          <span>{t('counting')}</span>
          <Select
            aria-label={t('counting')}
            value={draft.counting}
            options={(['working', 'calendar'] as const).map((value) => ({ value, label: t(value) }))}
            onChange={(counting) => onChange({ counting })}
          />
        </label>
      </div>
      <Checkbox checked={draft.from_creation} onChange={({ target }) => onChange({ from_creation: target.checked })}>
        {t('from_creation')}
      </Checkbox>
    </>
  )
}

/** A stored rule as the editor begins with it. */
export function startOf(rule: WireRecord): EditorProps['start'] {
  return { name: textOf(rule['name']), name_en: textOf(rule['name_en']), draft: draftOf(rule) }
}
