import type { Locale } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { type Command, type Kernel, systemActor } from '@perigon/kernel'
import { failureWords } from './failure-words.ts'

/** So many failures in a row pause a schedule. */
const MOST_FAILURES = 5

type Failed = { readonly run: string; readonly schedule: string; readonly code: string }
type Stored = { readonly name: string; readonly owner: string; readonly failures: number; readonly locale: Locale }

/**
 * Counts a failure of a schedule; the last one that is borne pauses it and tells its owner why. To be called in the transaction that
 * ends the run, so that a killed server neither counts nor tells twice. The notice carries the run's id: it takes the place of the one
 * that tells of the failed run.
 */
export async function countFailure(kernel: Kernel, tx: Executor, { run, schedule, code }: Failed): Promise<void> {
  const rows = await tx.query<Stored>({
    text: `select s.name, s.owner, coalesce(s.failures, 0) as failures, u.locale from export_schedule s join "user" u on u.id = s.owner
           where s.id = $1 and s.active and s.deleted_at is null for update of s`,
    values: [schedule],
  })
  const [stored] = rows
  if (stored === undefined) return
  const failures = stored.failures + 1
  const isPaused = failures >= MOST_FAILURES
  const patch = { failures, ...(isPaused ? { active: false, paused_why: code } : {}) }
  const commands: Command[] = [
    { object: 'export_schedule', op: 'update', id: schedule, patch },
    ...(isPaused ? [noticeOf(stored, { run, schedule, code })] : []),
  ]
  await kernel.write(systemActor('exports'), commands, { cause: { kind: 'system', ref: 'schedule' }, tx })
}

/** A file was made: failures before it are forgotten. */
export async function forgetFailures(kernel: Kernel, tx: Executor, schedule: string): Promise<void> {
  const rows = await tx.query({
    text: 'select 1 from export_schedule where id = $1 and failures > 0 and deleted_at is null for update',
    values: [schedule],
  })
  if (rows.length === 0) return
  await kernel.write(systemActor('exports'), [{ object: 'export_schedule', op: 'update', id: schedule, patch: { failures: 0 } }], {
    cause: { kind: 'system', ref: 'schedule' },
    tx,
  })
}

function noticeOf({ name, owner, locale }: Stored, { run, schedule, code }: Failed): Command {
  const isEnglish = locale === 'en-US'
  const title = isEnglish ? `Scheduled export paused: ${name}` : `定期导出已暂停：${name}`
  const why = failureWords(code, 'again')
  const body = isEnglish
    ? `It failed ${MOST_FAILURES} times in a row. ${why?.en ?? ''}. Then switch it on again under Exports.`
    : `已连续 ${MOST_FAILURES} 次失败。${why?.zh ?? ''}。处理后请在“导出”页重新启用。`
  const patch = { owner, kind: 'job', title: title.slice(0, 200), body, link_object: 'export_schedule', link_record: schedule }
  return { object: 'notification', op: 'create', id: run, patch }
}
