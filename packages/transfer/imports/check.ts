import { AppError, fill, type ImportCounts, ISSUES, type Issue, type Json, text, type UnmatchedText } from '@perigon/contracts'
import type { ParseContext } from '@perigon/fields'
import { type Actor, foldText, objectOf } from '@perigon/kernel'
import { readRows } from '../source/rows.ts'
import type { Outcome, Run } from './check-run.ts'
import { fail, judge, judgeBelow } from './judge.ts'
import type { ImportDeps } from './import-deps.ts'
import { reportProgress, type StoredImport } from './import-store.ts'
import { createLinkResolver, type LinkedCreate } from './link-resolver.ts'
import { judgeCreates, refusedLinks } from './creates.ts'
import { linkTexts, mappedColumns, parseRow, type ParsedRow } from './parse-row.ts'
import { type FilledPart, filledParts, learnPart, parsePart } from './related.ts'
import { suggest } from './suggest.ts'

const CHUNK = 2000
const MAX_PROBLEMS = 100
const MAX_TEXTS = 5000

type Numbered = { readonly row: number; readonly cells: readonly string[] }

function note(run: Run, outcome: Outcome): void {
  run.counts[outcome.status] += 1
  run.blanked += outcome.blanked.length
  for (const issue of [...outcome.issues, ...outcome.blanked]) {
    if (run.problems.length >= MAX_PROBLEMS) return
    const { locale } = run.actor
    const column = run.mapping.columns.find((candidate) => candidate.field === issue.path)
    const value = column === undefined ? '' : (outcome.cells[column.column] ?? '').slice(0, 100)
    run.problems.push({ row: outcome.row, field: issue.path, message: fill(text(ISSUES[issue.code], locale), issue.data, locale), value })
  }
}

function noteUnmatched(run: Run, parsed: ParsedRow): void {
  for (const { field, text: word } of parsed.unmatched) {
    const key = `${field}\u0000${word}`
    const known = run.unmatched.get(key)
    if (known !== undefined) known.rows += 1
    else if (run.unmatched.size < MAX_TEXTS) run.unmatched.set(key, { field, text: word, rows: 1 })
  }
}

async function stage(run: Run, outcomes: readonly Outcome[]): Promise<void> {
  const rows = outcomes.map((outcome) => ({
    row_number: outcome.row,
    status: outcome.status,
    record: outcome.record,
    patch: outcome.patch,
    cells: outcome.cells,
    issues: outcome.issues.length === 0 ? null : outcome.issues,
    related: outcome.related.length === 0 ? null : outcome.related,
    external: outcome.external,
  }))
  await run.deps.db.query({
    text: `insert into import_row (job, row_number, status, record, patch, cells, issues, related, external)
           select $1, row_number, status, record, patch, cells, issues, related, external
           from json_to_recordset($2::json) as x(row_number bigint, status text, record uuid, patch json, cells json, issues jsonb, related json, external text)`,
    values: [run.job.id, JSON.stringify(rows)],
    name: 'import_stage',
  })
}

/** Texts of a row → what it says of its record and of the records around it. */
function readRow(run: Run, row: Numbered, context: ParseContext): Outcome {
  const { cells } = row
  const read = (place: FilledPart['place']): Map<string, ParsedRow> =>
    new Map(
      run.parts.filter((part) => part.place === place).map((part) => [part.path, parsePart(cells, part, { context, links: run.links })]),
    )
  const below = read('below')
  const parsed = parseRow(cells, {
    object: run.object.key,
    columns: run.columns,
    constants: run.mapping.constants ?? {},
    context,
    links: run.links,
    above: read('above'),
  })
  const all = [parsed, ...below.values()]
  for (const each of all) noteUnmatched(run, each)
  const issues = all.flatMap((each) => each.issues)
  const { patch, pending } = parsed
  const key = run.mapping.external === undefined ? '' : (cells[run.mapping.external.column] ?? '').trim()
  return {
    row: row.row,
    cells,
    patch,
    pending,
    below,
    related: [],
    external: key === '' ? null : key,
    blanked: all.flatMap((each) => each.blanked),
    status: issues.length > 0 ? 'fail' : 'new',
    record: null,
    issues,
  }
}

async function checkChunk(run: Run, rows: readonly Numbered[]): Promise<void> {
  const cells = rows.map((row) => row.cells)
  for (const column of run.columns)
    if (column.field.definition.target !== undefined) await run.links.learn(run.deps.db, column, linkTexts(column, cells))
  for (const part of run.parts) await learnPart(run, part, cells)
  const context = run.deps.kernel.parseContext(run.actor)
  const outcomes = rows.map((row) => readRow(run, row, context))
  await judgeCreates(run.creates)
  for (const outcome of outcomes) {
    const refused = refusedLinks(run.creates, outcome.patch)
    if (refused.length > 0) fail(outcome, [...outcome.issues, ...refused])
  }
  await judge(run, outcomes)
  await judgeBelow(run, outcomes)
  keepTitles(run, outcomes)
  // The database stores this chunk while the next is read and judged.
  await run.staging.last
  run.staging.last = stage(run, outcomes)
  run.staging.last.catch(() => undefined)
  for (const outcome of outcomes) note(run, outcome)
}

function keepTitles(run: Run, outcomes: readonly Outcome[]): void {
  if (run.titles === null) return
  const title = run.object.definition.title
  for (const outcome of outcomes) {
    const name = outcome.patch[title]
    if (outcome.status !== 'fail' && outcome.record !== null && typeof name === 'string') run.titles.set(foldText(name), outcome.record)
    // A record that only gets its link is an update, even when nothing else changes.
    if (outcome.status === 'skip' && outcome.pending.length > 0 && run.mapping.existing === 'update') outcome.status = 'update'
    if (outcome.status === 'fail' || outcome.status === 'skip') continue
    for (const link of outcome.pending) run.waiting.push({ row: outcome.row, status: outcome.status, ...link })
  }
}

/** After the last row: links to other rows of the file are found by title, and written when all rows are. */
async function settleWaiting(run: Run): Promise<void> {
  const late: { readonly row: number; readonly late: { readonly [field: string]: Json } }[] = []
  for (const link of run.waiting) {
    const id = run.titles?.get(foldText(link.text))
    if (id !== undefined) {
      late.push({ row: link.row, late: { [link.field]: id } })
      continue
    }
    const key = `${link.field}\u0000${link.text}`
    const known = run.unmatched.get(key) ?? { field: link.field, text: link.text, rows: 0 }
    known.rows += 1
    run.unmatched.set(key, known)
    const issue: Issue = { path: link.field, code: 'link_text', data: { value: link.text.slice(0, 100) } }
    run.counts[link.status] -= 1
    note(run, {
      row: link.row,
      cells: [],
      patch: {},
      pending: [],
      below: new Map(),
      related: [],
      external: null,
      blanked: [],
      status: 'fail',
      record: null,
      issues: [issue],
    })
    await run.deps.db.query({
      text: `update import_row set status = 'fail', issues = $3 where job = $1 and row_number = $2`,
      values: [run.job.id, link.row, JSON.stringify([issue])],
    })
  }
  for (let at = 0; at < late.length; at += CHUNK) {
    await run.deps.db.query({
      text: `update import_row r set late = coalesce(r.late, '{}') || x.late from json_to_recordset($2::json) as x(row bigint, late jsonb) where r.job = $1 and r.row_number = x.row`,
      values: [run.job.id, JSON.stringify(late.slice(at, at + CHUNK))],
    })
  }
}

/** How many records of other objects the rows make or change: below them by part, linked ones by the link that leads there. */
function partCounts(run: Run, creates: readonly LinkedCreate[]): Pick<ImportCounts, 'parts'> {
  const parts = new Map(run.partCounts)
  const links = run.columns.filter((column) => column.mapping.missing === 'create')
  for (const [object, made] of Map.groupBy(creates, (create) => create.object)) {
    const link = links.find((column) => column.field.definition.target === object)
    if (link !== undefined) parts.set(link.field.key, { new: made.length, update: 0 })
  }
  return parts.size === 0 ? {} : { parts: Object.fromEntries(parts) }
}

async function finish(run: Run, rows: number): Promise<void> {
  const texts = [...run.unmatched.values()].sort((a, b) => b.rows - a.rows).slice(0, 200)
  const unmatched: readonly UnmatchedText[] = await suggest(run.deps, { object: run.object, texts, actor: run.actor })
  const creates = run.links.creates().filter((create) => run.wanted.has(create.id))
  await run.deps.db.query({
    text: `update import_job set state = 'checked', rows_total = $2, progress = $2, counts = $3, unmatched = $4, problems = $5, creates = $6, lease_until = null where id = $1 and state = 'checking'`,
    values: [
      run.job.id,
      rows,
      JSON.stringify({ ...run.counts, ...(run.blanked === 0 ? {} : { blanked: run.blanked }), ...partCounts(run, creates) }),
      JSON.stringify(unmatched),
      JSON.stringify(run.problems),
      JSON.stringify(creates),
    ],
  })
}

/**
 * Reads the whole file, turns every row into canonical values, resolves links, matches existing records and lets the
 * writer judge each row without writing. The answer (new, update, skip, fail, problems, texts that name nothing with
 * near misses) stands before anything is changed. Starts from the beginning when it was interrupted.
 */
export async function checkImport(deps: ImportDeps, job: StoredImport, actor: Actor): Promise<void> {
  if (job.mapping === null) throw new AppError('import.mapping', { data: { detail: 'mapping' } })
  const object = objectOf(deps.kernel.snapshot(), job.object)
  const reader = job.mapping.locale === undefined ? actor : { ...actor, locale: job.mapping.locale }
  const columns = mappedColumns(object, job.mapping)
  const links = createLinkResolver(deps.kernel, actor)
  const run: Run = {
    deps,
    job,
    actor: reader,
    object,
    mapping: job.mapping,
    columns,
    links,
    parts: filledParts(deps.kernel.snapshot(), { object, mapping: job.mapping, actor }),
    creates: { deps, actor: reader, job: job.id, links, refused: new Map(), judged: 0 },
    wanted: new Set(),
    seenBelow: new Map(),
    blanked: 0,
    partCounts: new Map(),
    counts: { new: 0, update: 0, skip: 0, fail: 0 },
    problems: [],
    unmatched: new Map(),
    seen: new Map(),
    titles: columns.some((column) => column.field.definition.target === object.key) ? new Map() : null,
    waiting: [],
    staging: { last: Promise.resolve() },
  }
  await deps.db.query({ text: 'delete from import_row where job = $1', values: [job.id] })
  let chunk: Numbered[] = []
  let rows = 0
  const flush = async (): Promise<boolean> => {
    await checkChunk(run, chunk)
    rows += chunk.length
    chunk = []
    return (await reportProgress(deps.db, job.id, rows)) === 'checking'
  }
  for await (const row of readRows(job.file_path, job.source)) {
    chunk.push(row)
    if (chunk.length >= CHUNK && !(await flush())) return
  }
  if (chunk.length > 0 && !(await flush())) return
  await run.staging.last
  await settleWaiting(run)
  await finish(run, rows)
}
