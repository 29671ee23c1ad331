import type { FieldMeta, ObjectMeta, WireRecord } from '@perigon/contracts'
import { general, today, toast, useFieldContext, useLabel, usePhone, usePhrases, useShortcuts } from '@perigon/ui'
import { Button, Drawer } from 'antd'
import { useRef, useState } from 'react'
import { fieldOf, titleOf } from '../../core/meta-index.ts'
import type { Patch } from '../../core/records.ts'
import { recordPhrases } from '../../phrases/record-phrases.ts'
import { useRefresh } from '../data/queries.ts'
import { useGo, useRecordUi } from '../frame/record-ui-context.tsx'
import { FieldRow } from './field-row.tsx'
import { focusFirstError } from './focus-first-error.ts'
import { FormNotices, writableFields } from './record-form.tsx'
import { type EditSession, useEditSession } from './use-edit-session.ts'

type DrawerProps = {
  readonly object: ObjectMeta
  readonly defaults: Patch
  readonly onCreated?: ((record: WireRecord) => void) | undefined
  readonly onClose: () => void
}

/** A new record in a drawer: the few fields that matter, all fields on request. */
export function QuickCreateDrawer(props: DrawerProps) {
  const { object } = props
  const label = useLabel()
  const words = usePhrases(general)
  const t = usePhrases(recordPhrases)
  const go = useGo()
  const refresh = useRefresh()
  const isPhone = usePhone()
  const root = useRef<HTMLFormElement>(null)
  const session = useNewSession(object, props.defaults)
  const [isFull, setFull] = useState(object.quick.length === 0)
  const fields = isFull ? writableFields(object) : quickFields(object)
  const save = async (then: 'close' | 'new' | 'open') => {
    const record = await session.save(fields)
    if (record === null) return focusFirstError(root.current)
    refresh(object, record)
    toast({ text: t('created', { name: titleOf(object, record) }) })
    props.onCreated?.(record)
    if (then !== 'new') props.onClose()
    if (then === 'open') go(`/${object.path}/${record.id}`)
  }
  useShortcuts({ 'mod+s': () => void save('close'), 'mod+Enter': () => void save('close') })
  return (
    <Drawer
      open
      size={isPhone ? '100%' : 480}
      title={words('create_one', { name: label(object.label.one) })}
      onClose={props.onClose}
      destroyOnHidden
      footer={<Footer session={session} isFull={isFull} onFull={() => setFull(true)} onSave={save} />}
    >
      <form ref={root} className="pg-stack" noValidate onSubmit={(event) => event.preventDefault()}>
        <FormNotices object={object} record={null} session={session} shown={new Set(fields.map((each) => each.key))} />
        {fields.map((field, index) => (
          <FieldRow
            key={field.key}
            field={field}
            value={session.value(field.key)}
            error={session.errors[field.key]}
            autoFocus={index === 0}
            sibling={session.value}
            onChange={(value) => session.set(field.key, value)}
          />
        ))}
      </form>
    </Drawer>
  )
}

function useNewSession(object: ObjectMeta, defaults: Patch): EditSession {
  const ui = useRecordUi()
  const { timeZone, now } = useFieldContext()
  const moduleDefaults =
    ui.objectWeb(object.key).defaults?.({ employee: ui.session.employee, today: today(now(), timeZone), now: now().toISOString() }) ?? {}
  return useEditSession(object, null, { ...ownerDefault(object, ui.session.employee), ...moduleDefaults, ...defaults })
}

function Footer(props: {
  readonly session: EditSession
  readonly isFull: boolean
  readonly onFull: () => void
  readonly onSave: (then: 'close' | 'new' | 'open') => void
}) {
  const t = usePhrases(recordPhrases)
  const words = usePhrases(general)
  const { isSaving } = props.session
  return (
    <div className="pg-drawer-foot">
      {!props.isFull && (
        <Button type="link" onClick={props.onFull}>
          {t('all_fields')}
        </Button>
      )}
      <span className="pg-grow" />
      <Button disabled={isSaving} onClick={() => props.onSave('new')}>
        {t('save_and_new')}
      </Button>
      <Button disabled={isSaving} onClick={() => props.onSave('open')}>
        {t('save_and_open')}
      </Button>
      <Button type="primary" loading={isSaving} onClick={() => props.onSave('close')}>
        {words('save')}
      </Button>
    </div>
  )
}

function quickFields(object: ObjectMeta): readonly FieldMeta[] {
  const required = writableFields(object).filter(
    (field) => field.required && field.default === undefined && !object.quick.includes(field.key),
  )
  return [...object.quick.flatMap((key) => fieldOf(object, key) ?? []).filter((field) => !field.read_only), ...required]
}

function ownerDefault(object: ObjectMeta, me: { readonly id: string; readonly name: string } | null): Patch {
  const owner = fieldOf(object, 'owner')
  return owner === undefined || owner.read_only || me === null ? {} : { owner: { id: me.id, title: me.name } }
}
