import { PlusOutlined } from '@ant-design/icons'
import type { ObjectMeta, WireRecord } from '@perigon/contracts'
import { Failure, failureText, useOverlay, usePage, useRecordUi, useTitle } from '@perigon/record-ui'
import { EmptyState, formatNear, Skeleton, toast, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Button, Dropdown, Segmented } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { BLANK, READY_RULES, type ReadyRule } from './ready-rules.ts'
import { type Run, useAfterRun, useRunNow, useRuns } from './reminder.queries.ts'
import { ReminderLog } from './reminder-log.tsx'
import { reminderPhrases } from './reminder-phrases.ts'
import { RuleCard } from './rule-card.tsx'
import { RuleEditor } from './rule-editor.tsx'
import './reminders.css'

/** Rules of reminders as ladders, and what they did. */
export function RemindersPage() {
  const t = usePhrases(reminderPhrases)
  useTitle(t('title'))
  const object = useRecordUi().meta.object('reminder_rule')
  if (object === undefined) return <EmptyState kind="right" title={t('title')} />
  return <Reminders object={object} />
}

function Reminders({ object }: { readonly object: ObjectMeta }) {
  const t = usePhrases(reminderPhrases)
  const [part, setPart] = useState<'rules' | 'log'>('rules')
  const rules = usePage(object, { sort: ['-active', 'name'], limit: 200 })
  const write = useWrite(object)
  return (
    <div className="pg-page pg-reminders">
      <header className="pg-reminder__head">
        <h1>{t('title')}</h1>
        <span className="pg-grow" />
        {object.can.create && <NewRule onPick={write} />}
      </header>
      <p className="pg-muted pg-reminder__line">{t('hint')}</p>
      <div className="pg-reminder__head">
        <Segmented
          aria-label={t('parts')}
          value={part}
          options={(['rules', 'log'] as const).map((value) => ({ value, label: t(value) }))}
          onChange={setPart}
        />
        <span className="pg-grow" />
        {object.can.update && <LastRun />}
      </div>
      {part === 'log' ? <ReminderLog object={object} /> : <Rules object={object} rules={rules} onPick={write} />}
    </div>
  )
}

type Pick = (ready: ReadyRule | null) => void

/** Opens the editor on a ready rule, or on a blank one. */
function useWrite(object: ObjectMeta): Pick {
  const show = useOverlay()
  return (ready) => {
    const start =
      ready === null ? { name: '', name_en: '', draft: BLANK } : { name: ready.name.zh, name_en: ready.name.en, draft: ready.draft }
    show((close) => <RuleEditor object={object} rule={null} start={start} onClose={close} />)
  }
}

function NewRule({ onPick }: { readonly onPick: Pick }) {
  const t = usePhrases(reminderPhrases)
  const label = useLabel()
  const items = [...READY_RULES.map(({ name }, index) => ({ key: String(index), label: label(name) })), { key: 'blank', label: t('blank') }]
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => onPick(READY_RULES[Number(key)] ?? null) }}>
      <Button type="primary" icon={<PlusOutlined aria-hidden />}>
        {t('new_rule')}
      </Button>
    </Dropdown>
  )
}

type RulesProps = { readonly object: ObjectMeta; readonly rules: ReturnType<typeof usePage>; readonly onPick: Pick }

function Rules({ object, rules, onPick }: RulesProps) {
  const t = usePhrases(reminderPhrases)
  const label = useLabel()
  const list: readonly WireRecord[] = rules.data?.data ?? []
  if (rules.error !== null && rules.data === undefined) return <Failure error={rules.error} onRetry={() => void rules.refetch()} />
  if (rules.data === undefined) return <Skeleton shape="cards" rows={2} />
  if (list.length === 0)
    return (
      <EmptyState
        kind="first"
        title={t('none')}
        hint={t(object.can.create ? 'none_hint' : 'none_read')}
        actions={
          object.can.create && (
            <span className="pg-actions">
              {READY_RULES.map((ready) => (
                <Button key={ready.name.en} onClick={() => onPick(ready)}>
                  {label(ready.name)}
                </Button>
              ))}
            </span>
          )
        }
      />
    )
  return (
    <>
      {list.map((rule) => (
        <RuleCard key={`${rule.id} ${rule.version}`} object={object} rule={rule} />
      ))}
    </>
  )
}

/** What the last run did, and one at once. */
function LastRun() {
  const t = usePhrases(reminderPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const runs = useRuns(true)
  const start = useRunNow()
  const [last] = runs.data?.data ?? []
  const isRunning = last !== undefined && last.finished_at === null
  useTellEnd(last)
  const text = (run: Run): string => {
    const { people = 0, notices = 0, pooled = 0 } = run.counts
    const said = t('ran', { at: formatNear(run.started_at, locale, { timeZone, now: now() }), people, notices })
    return pooled > 0 ? `${said} · ${t('ran_pooled', { n: pooled })}` : said
  }
  return (
    <>
      {last !== undefined && <span className="pg-muted">{isRunning ? t('running') : text(last)}</span>}
      <Button
        loading={start.isPending || isRunning}
        onClick={() => start.mutate(undefined, { onError: (error) => toast({ tone: 'error', text: failureText(error) }) })}
      >
        {t('run_now')}
      </Button>
      {(last?.problems ?? []).map(({ rule, code }) => (
        <p key={rule} role="alert" className="pg-reminder__problem">
          {t('problem', { rule, why: t(code === 'pool.off' ? 'problem_pool' : 'problem_field') })}
        </p>
      ))}
    </>
  )
}

/** Says what a run did when it ends while one looks on. */
function useTellEnd(last: Run | undefined): void {
  const t = usePhrases(reminderPhrases)
  const refresh = useAfterRun()
  const watched = useRef<string | null>(null)
  useEffect(() => {
    if (last === undefined) return
    if (last.finished_at === null) watched.current = last.id
    else if (watched.current === last.id) {
      watched.current = null
      toast({ text: t('run_done', { people: last.counts.people ?? 0, notices: last.counts.notices ?? 0 }) })
      refresh()
    }
  }, [last, refresh, t])
}
