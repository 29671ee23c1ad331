import {
  AppError,
  ERRORS,
  fill,
  isJsonObject,
  ISSUES,
  type Issue,
  type Locale,
  newId,
  type SheetResult,
  type SheetRow,
  text,
} from '@perigon/contracts'
import { type Actor, type Command, type Kernel, may, objectOf, type ObjectSnapshot, type WriteResult } from '@perigon/kernel'
import { inHalves } from '../chunks/in-halves.ts'
import { cellText } from '../exports/export-rows.ts'
import { type Draft, readSheet } from './read-sheet.ts'

const CHUNK = 1000
/** Each time cells are given up the rest is tried again; what has not settled by then is given up whole. */
const ROUNDS = 5

/** A row, or one cell of a row whose cells are tried one by one. */
type Try = { readonly row: number; readonly draft: Draft; readonly patch: Draft['patch'] }

type Run = {
  readonly kernel: Kernel
  readonly actor: Actor
  readonly object: ObjectSnapshot
  readonly locale: Locale
  readonly operation: string
  /** Record of each row that was written. */
  readonly written: Map<number, { readonly id: string; readonly version: number }>
  /** Why a new record was not created, where it is none of its cells. */
  readonly refused: Map<number, Issue | AppError>
}

/**
 * Writes a block of cells as one operation. Every cell stands for itself: those that cannot be read or are refused are told
 * with their reason, the others are written. A new record needs all of its cells to be right.
 */
export async function writeSheetRows(
  kernel: Kernel,
  actor: Actor,
  input: { readonly object: string; readonly rows: readonly SheetRow[]; readonly locale: Locale },
): Promise<SheetResult> {
  const object = objectOf(kernel.snapshot(), input.object)
  if (!may(object, actor, 'update') && !may(object, actor, 'create')) throw new AppError('access.denied')
  const drafts = await readSheet({ kernel, actor, object }, input.rows)
  const run: Run = { kernel, actor, object, locale: input.locale, operation: newId(), written: new Map(), refused: new Map() }
  let tries = drafts.flatMap((draft, row): Try[] => {
    const isIdle = draft.id === null ? draft.faults.size > 0 : Object.keys(draft.patch).length === 0
    return isIdle ? [] : [{ row, draft, patch: draft.patch }]
  })
  for (let left = ROUNDS; tries.length > 0 && left > 0; left -= 1) tries = await round(run, tries, left === 1)
  const rows = drafts.map((draft, row) => {
    const refused = run.refused.get(row)
    const written = run.written.get(row)
    return {
      id: draft.id ?? written?.id ?? null,
      ...(written === undefined ? {} : { version: written.version }),
      faults: Object.fromEntries([...draft.faults].map(([field, issue]) => [field, told(run, issue)])),
      ...(refused === undefined ? {} : { fault: told(run, refused) }),
    }
  })
  return { operation: run.written.size === 0 ? null : run.operation, rows }
}

async function round(run: Run, tries: readonly Try[], isLast: boolean): Promise<Try[]> {
  const again: Try[] = []
  const settle = (each: Try, result: WriteResult): void => {
    if (result.ok) {
      if (result.changed) run.written.set(each.row, { id: result.id, version: result.version })
    } else again.push(...afterRefusal(run, each, { error: result.error, isLast }))
  }
  for (let at = 0; at < tries.length; at += CHUNK)
    await inHalves(tries.slice(at, at + CHUNK), {
      write: async (some) => {
        const results = await run.kernel.write(
          run.actor,
          some.map((each) => commandOf(run, each)),
          { cause: { kind: 'batch', ref: 'sheet', operation: run.operation }, mode: 'row_by_row' },
        )
        results.forEach((result, index) => some[index] !== undefined && settle(some[index], result))
        return true
      },
      alone: async (each, error) => {
        settle(each, { ok: false, error })
        return true
      },
    })
  return again
}

function commandOf({ object }: Run, { draft, patch }: Try): Command {
  if (draft.id === null) return { object: object.key, op: 'create', patch }
  return {
    object: object.key,
    op: 'update',
    id: draft.id,
    patch,
    ...(draft.version === undefined ? {} : { version: draft.version }),
  }
}

/** Notes what is wrong and says what is worth trying again: the row without the cells that are to blame, or cell by cell. */
function afterRefusal(run: Run, each: Try, input: { readonly error: AppError; readonly isLast: boolean }): Try[] {
  const { row, draft, patch } = each
  const { error, isLast } = input
  const issues = [...error.issues, ...conflictIssues(run, error)]
  const own = issues.filter((issue) => Object.hasOwn(patch, issue.path))
  if (draft.id === null) {
    for (const issue of own) draft.faults.set(issue.path, issue)
    const other = issues.find((issue) => !Object.hasOwn(patch, issue.path))
    if (other !== undefined || own.length === 0) run.refused.set(row, other === undefined ? error : elsewhere(run, other.path, other))
    return []
  }
  for (const issue of own) draft.faults.set(issue.path, issue)
  const rest = Object.entries(patch).filter(([field]) => !draft.faults.has(field))
  const again = (cells: typeof rest): Try => ({ row, draft, patch: Object.fromEntries(cells) })
  const isRace = error.code === 'record.version_conflict' && issues.length === 0
  if (!isLast && rest.length > 0 && (own.length > 0 || isRace)) return [again(rest)]
  // Something else than these cells stands in the way: perhaps of one of them only.
  if (!isLast && rest.length > 1 && error.code === 'record.invalid') return rest.map((cell) => again([cell]))
  const [first] = issues
  for (const [field] of rest) draft.faults.set(field, first === undefined ? whole(field, error) : elsewhere(run, field, first))
  return []
}

function conflictIssues({ object, locale, actor }: Run, error: AppError): readonly Issue[] {
  const fields = error.code === 'record.version_conflict' ? error.data['fields'] : null
  return (Array.isArray(fields) ? fields : []).flatMap((told): Issue[] => {
    if (!isJsonObject(told) || typeof told['field'] !== 'string') return []
    const field = object.fields.get(told['field'])
    if (field === undefined) return []
    const who = isJsonObject(told['by']) && typeof told['by']['name'] === 'string' ? told['by']['name'] : ''
    const value = cellText(told['theirs'], field, { locale, masked: false, timeZone: actor.time_zone })
    return [{ path: field.key, code: 'changed_since', data: { who, value } }]
  })
}

/** A refusal of the whole row, said of a cell of it. */
function whole(field: string, error: AppError): Issue {
  return { path: field, code: 'refused', data: { why: fillLabel(error) } }
}

function fillLabel(error: AppError): { readonly zh: string; readonly en: string } {
  const { label } = ERRORS[error.code]
  return { zh: fill(label.zh, error.data, 'zh-CN'), en: fill(label.en, error.data, 'en-US') }
}

/** What is wrong with another field because of this cell, with that field's name in front. */
function elsewhere({ object }: Run, field: string, issue: Issue): Issue {
  const label = object.fields.get(issue.path)?.definition.label
  const why = { zh: fill(ISSUES[issue.code].zh, issue.data, 'zh-CN'), en: fill(ISSUES[issue.code].en, issue.data, 'en-US') }
  if (label === undefined) return { path: field, code: 'refused', data: { why } }
  return { path: field, code: 'refused', data: { why: { zh: `${label.zh}：${why.zh}`, en: `${label.en}: ${why.en}` } } }
}

function told({ locale }: Run, fault: Issue | AppError): string {
  if (fault instanceof AppError) return fill(text(ERRORS[fault.code].label, locale), fault.data, locale)
  return fill(text(ISSUES[fault.code], locale), fault.data, locale)
}
