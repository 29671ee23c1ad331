import { FileTextOutlined, InboxOutlined } from '@ant-design/icons'
import {
  type BringOverQuestion,
  type BringOverRun,
  type FieldMeta,
  isJsonObject,
  type ObjectMeta,
  type OtherSystem,
} from '@perigon/contracts'
import { usePhrases } from '@perigon/ui'
import { Alert, Button, Spin } from 'antd'
import { useId, useState } from 'react'
import { titleOf } from '../../../core/meta-index.ts'
import { bringOverPhrases } from '../../../phrases/bring-over-phrases.ts'
import { usePage } from '../../data/queries.ts'
import { FieldRow } from '../../form/field-row.tsx'
import { failureText } from '../../frame/failure.tsx'
import { useRecordUi } from '../../frame/record-ui-context.tsx'
import { type Settings, useRunActions } from './bring-over-api.ts'

type Sending = { readonly name: string; readonly n: number; readonly all: number }

/** Sends files one after the other; one that is refused is told and does not stop the others. */
function useSending(id: string) {
  const t = usePhrases(bringOverPhrases)
  const { add } = useRunActions(id)
  const [sending, setSending] = useState<Sending | null>(null)
  const [refused, setRefused] = useState<readonly string[]>([])
  const send = async (files: readonly File[]): Promise<void> => {
    setRefused([])
    for (const [index, file] of files.entries()) {
      setSending({ name: file.name, n: index + 1, all: files.length })
      try {
        await add(file)
      } catch (error) {
        setRefused((old) => [...old, t('failed_file', { name: file.name, why: failureText(error) })])
      }
    }
    setSending(null)
  }
  return { sending, refused, send }
}

/** Takes the files of an export and what has to be decided before. */
export function FilesStep(props: { readonly run: BringOverRun; readonly system: OtherSystem; readonly onPlanned: () => void }) {
  const { run, system } = props
  const t = usePhrases(bringOverPhrases)
  const actions = useRunActions(run.id)
  const { sending, refused, send } = useSending(run.id)
  const [settings, setSettings] = useState<Settings>({
    ...Object.fromEntries(system.questions.map(({ key, initial }) => [key, initial])),
    ...run.settings,
  })
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const plan = async (): Promise<void> => {
    setBusy(true)
    setFailure(null)
    try {
      await actions.plan({ ...settings, leave: [] })
      props.onPlanned()
    } catch (error) {
      setFailure(failureText(error))
    }
    setBusy(false)
  }
  return (
    <div className="pg-stack">
      {[...refused, ...[failure ?? run.error].filter((text) => text !== null)].map((text) => (
        <Alert key={text} type="error" showIcon role="alert" title={text} />
      ))}
      <Drop sending={sending} onFiles={(files) => void send(files)} />
      {run.files.length > 0 && <FileList files={run.files} />}
      <section className="pg-card pg-import__panel" aria-label={t('settings')}>
        <h2>{t('settings')}</h2>
        <div className="pg-bring__questions">
          {system.questions.map((question) => (
            <Question
              key={question.key}
              question={question}
              value={settings[question.key] ?? null}
              onChange={(value) => setSettings((old) => ({ ...old, [question.key]: value }))}
            />
          ))}
        </div>
      </section>
      <div className="pg-actions">
        <Button
          type="primary"
          size="large"
          loading={isBusy}
          disabled={run.files.length === 0 || sending !== null}
          title={run.files.length === 0 ? t('need_files') : ''}
          onClick={() => void plan()}
        >
          {t('make_plan')}
        </Button>
      </div>
    </div>
  )
}

function Drop({ sending, onFiles }: { readonly sending: Sending | null; readonly onFiles: (files: readonly File[]) => void }) {
  const t = usePhrases(bringOverPhrases)
  const id = useId()
  const [isOver, setOver] = useState(false)
  return (
    <div
      role="presentation"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (sending === null) onFiles([...event.dataTransfer.files])
      }}
    >
      <label htmlFor={id} className={`pg-drop pg-bring__drop${isOver ? ' pg-drop--over' : ''}`}>
        {sending === null ? <InboxOutlined className="pg-drop__icon" aria-hidden /> : <Spin />}
        <b aria-live="polite">{sending === null ? t('drop') : t('sending', sending)}</b>
        <span className="pg-muted">{t('drop_hint')}</span>
        <input
          id={id}
          type="file"
          multiple
          className="pg-sr"
          accept=".csv,.xlsx,.zip,text/csv,application/zip"
          disabled={sending !== null}
          onChange={(event) => {
            onFiles([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
      </label>
    </div>
  )
}

function FileList({ files }: { readonly files: BringOverRun['files'] }) {
  const t = usePhrases(bringOverPhrases)
  return (
    <section className="pg-card pg-import__panel" aria-live="polite">
      <h2>{t('files_n', { n: files.length })}</h2>
      <ul className="pg-bring__files">
        {files.map(({ name }) => (
          <li key={name}>
            <FileTextOutlined aria-hidden /> {name}
          </li>
        ))}
      </ul>
    </section>
  )
}

const PLAIN = { required: false, read_only: false, custom: false, operators: [], measures: [], sortable: false, groupable: false } as const

type QuestionProps = {
  readonly question: BringOverQuestion
  readonly value: Settings[string]
  readonly onChange: (value: Settings[string]) => void
}

function Question(props: QuestionProps) {
  const { question, value, onChange } = props
  const { meta } = useRecordUi()
  const { key, label, help, target } = question
  if (target === null) return <FieldRow field={{ ...PLAIN, key, label, help, type: 'boolean' }} value={value ?? null} onChange={onChange} />
  const object = meta.object(target)
  // Who may not look at such records cannot choose one.
  return object === undefined ? null : <Choice {...props} object={object} />
}

/** A record to choose; what is kept is its id, what is shown its title. */
function Choice({ question, value, onChange, object }: QuestionProps & { readonly object: ObjectMeta }) {
  const { key, label, help } = question
  const id = typeof value === 'string' ? value : null
  const page = usePage(object, { filter: { field: 'id', op: 'eq', value: id ?? '' }, fields: [object.title], limit: 1 }, id !== null)
  const found = page.data?.data.find((record) => record.id === id)
  const shown = id === null ? null : { id, title: found === undefined ? '…' : titleOf(object, found) }
  const field: FieldMeta = { ...PLAIN, key, label, help, type: 'link', target: object.key }
  return <FieldRow field={field} value={shown} onChange={(given) => onChange(idOf(given))} />
}

/** A chosen record as its id. */
function idOf(value: Settings[string]): Settings[string] {
  return isJsonObject(value) ? JSON.parse(JSON.stringify(value['id'] ?? null)) : (value ?? null)
}
