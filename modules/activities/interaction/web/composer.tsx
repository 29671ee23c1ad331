import type { Json, ObjectMeta, WireRecord } from '@perigon/contracts'
import { failureText, fieldOf, problemIn, type RecordSlotProps, records, titleOf, useRecordUi, useRefresh } from '@perigon/record-ui'
import {
  addDays,
  fieldUi,
  isComposing,
  linkOf,
  momentAt,
  today,
  toast,
  useFieldContext,
  usePhrases,
  useShortcuts,
  zoned,
} from '@perigon/ui'
import { Button, Input, Segmented } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea.js'
import { Suspense, useId, useRef, useState } from 'react'
import { activityPhrases } from '../../web/activity-phrases.ts'

const KINDS = ['note', 'call', 'visit', 'meeting', 'task'] as const
type Kind = (typeof KINDS)[number]
type Target = RecordSlotProps & { readonly interactions: ObjectMeta; readonly tasks: ObjectMeta }

/** Logs a call, visit, meeting or note in one box, with the next contact in the same breath. */
export function Composer({ object, record, interactions, tasks }: Target) {
  const t = usePhrases(activityPhrases)
  const box = useRef<TextAreaRef>(null)
  const entry = useEntry({ object, record, interactions, tasks })
  const { kind, setKind, text, setText, at, setAt, due, setDue, failure, isBusy, submit } = entry
  const isTask = kind === 'task'
  useShortcuts({ l: () => box.current?.focus() })
  return (
    <section className="pg-composer" aria-label={t('composer')}>
      <Segmented
        size="small"
        aria-label={t('type')}
        value={kind}
        options={KINDS.map((each) => ({ value: each, label: t(each) }))}
        onChange={setKind}
      />
      <Input.TextArea
        ref={box}
        aria-label={t('composer')}
        placeholder={t(isTask ? 'task_body' : 'body')}
        rows={2}
        className="pg-autosize"
        maxLength={20000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (isComposing(event) || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          void submit()
        }}
      />
      {(text !== '' || due !== null) && (
        <Dates target={{ interactions, tasks }} isTask={isTask} at={at} due={due} onAt={setAt} onDue={setDue} />
      )}
      {failure !== null && (
        <p className="pg-error" role="alert">
          {failure}
        </p>
      )}
      {text.trim() !== '' && (
        <div className="pg-actions">
          <span className="pg-grow" />
          <Button type="primary" loading={isBusy} onClick={submit}>
            {t('save')}
          </Button>
        </div>
      )}
    </section>
  )
}

function useEntry({ object, record, interactions, tasks }: Target) {
  const t = usePhrases(activityPhrases)
  const { now } = useFieldContext()
  const [kind, setKind] = useState<Kind>('note')
  const [text, setText] = useState('')
  const [at, setAt] = useState<Json>(null)
  const [due, setDue] = useState<Json>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const save = useSave({ object, record, interactions, tasks })
  const isTask = kind === 'task'
  const submit = async () => {
    if (text.trim() === '' || isBusy) return
    setBusy(true)
    setFailure(null)
    try {
      await save({
        kind,
        text: text.trim(),
        at: typeof at === 'string' ? at : now().toISOString(),
        due: typeof due === 'string' ? due : null,
      })
      setText('')
      setAt(null)
      setDue(null)
      toast({ text: t(!isTask && due !== null ? 'saved_with_task' : 'saved') })
    } catch (error) {
      setFailure(problemIn(error)?.errors?.[0]?.message ?? failureText(error))
    } finally {
      setBusy(false)
    }
  }
  return { kind, setKind, text, setText, at, setAt, due, setDue, failure, isBusy, submit }
}

type DatesProps = {
  readonly target: Pick<Target, 'interactions' | 'tasks'>
  readonly isTask: boolean
  readonly at: Json
  readonly due: Json
  readonly onAt: (value: Json) => void
  readonly onDue: (value: Json) => void
}

function Dates({ target, isTask, at, due, onAt, onDue }: DatesProps) {
  const t = usePhrases(activityPhrases)
  const id = useId()
  const { timeZone, now } = useFieldContext()
  const atField = fieldOf(target.interactions, 'at')
  const dueField = fieldOf(target.tasks, 'due_at')
  const pickDue = (days: number) => onDue(momentAt(addDays(today(now(), timeZone), days), '09:00', timeZone))
  return (
    <div className="pg-composer__more">
      {!isTask && atField !== undefined && (
        <Moment id={`${id}-at`} field={atField} label={t('at')} value={at ?? now().toISOString()} onChange={onAt} />
      )}
      {dueField !== undefined && (
        <>
          <Moment
            id={`${id}-due`}
            field={{ ...dueField, required: false }}
            label={t(isTask ? 'due' : 'next_task')}
            value={due}
            onChange={onDue}
          />
          <span className="pg-actions">
            <Button size="small" onClick={() => pickDue(1)}>
              {t('tomorrow')}
            </Button>
            <Button size="small" onClick={() => pickDue(3)}>
              {t('in_days', { n: 3 })}
            </Button>
            <Button size="small" onClick={() => pickDue(7)}>
              {t('next_week')}
            </Button>
          </span>
        </>
      )}
    </div>
  )
}

function Moment(props: {
  readonly id: string
  readonly field: ReturnType<typeof fieldOf> & object
  readonly label: string
  readonly value: Json
  readonly onChange: (value: Json) => void
}) {
  const { Input: MomentInput } = fieldUi(props.field)
  return (
    <div className="pg-field">
      <label className="pg-field__label" htmlFor={props.id}>
        {props.label}
      </label>
      <Suspense fallback={<div className="pg-field__wait" />}>
        <MomentInput id={props.id} field={props.field} value={props.value} label={props.label} onChange={props.onChange} />
      </Suspense>
    </div>
  )
}

type Entry = { readonly kind: Kind; readonly text: string; readonly at: string; readonly due: string | null }

function useSave({ object, record, interactions, tasks }: Target): (entry: Entry) => Promise<void> {
  const { api, session } = useRecordUi()
  const { timeZone } = useFieldContext()
  const t = usePhrases(activityPhrases)
  const refresh = useRefresh()
  const me = session.employee === null ? {} : { id: session.employee.id }
  return async (entry) => {
    const [first = ''] = entry.text.split('\n')
    const subject = first.slice(0, 120)
    const about = (target: ObjectMeta) => linksFor(object, record, target)
    const by = 'id' in me ? { assignee: me.id } : {}
    if (entry.kind === 'task') {
      await records.create(api, tasks, {
        subject,
        ...(entry.due === null ? {} : { due_at: entry.due }),
        ...(entry.text === subject ? {} : { description: entry.text }),
        ...about(tasks),
        ...by,
      })
      refresh(tasks)
      return
    }
    await records.create(api, interactions, {
      type: entry.kind,
      subject,
      body: entry.text,
      at: entry.at,
      ...about(interactions),
      ...('id' in me ? { employee: me.id } : {}),
      ...(entry.due === null ? {} : { next_step: `${t('next_task')} ${zoned(entry.due, timeZone)?.day ?? ''}` }),
    })
    if (entry.due !== null)
      await records.create(api, tasks, {
        subject: t('next_default', { name: titleOf(object, record) }),
        due_at: entry.due,
        ...about(tasks),
        ...by,
      })
    refresh(interactions)
  }
}

// The record itself, and the links both have in common: an opportunity's interaction also belongs to its customer.
function linksFor(object: ObjectMeta, record: WireRecord, target: ObjectMeta): { readonly [field: string]: string } {
  const shared = target.fields.flatMap((field): [string, string][] => {
    const own = object.fields.find(
      (each) =>
        each.key === field.key && each.target === field.target && !['owner', 'department', 'created_by', 'updated_by'].includes(each.key),
    )
    const link = own === undefined || field.read_only ? null : linkOf(record[own.key])
    return link === null ? [] : [[field.key, link.id]]
  })
  return { ...Object.fromEntries(shared), [object.key]: record.id }
}
