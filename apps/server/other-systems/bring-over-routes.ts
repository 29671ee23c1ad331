import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, type BringOverState, type ImportState, isId, isJsonObject, type OtherSystem, text } from '@perigon/contracts'
import { actorOf, BODY, NO_INPUT, RECORD, RECORD_BODY, UPLOAD } from '@perigon/http'
import type { Jobs } from '@perigon/jobs'
import { type Actor, type Kernel, objectOf } from '@perigon/kernel'
import { describeSource, moveImport, unpackZip } from '@perigon/transfer'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { takeUpload } from '../take-upload.ts'
import { bringOverJob } from './bring-over-job.ts'
import { addFiles, createRun, getRun, listRuns, moveRun, openStates, type StoredRun, tellRun } from './bring-over-store.ts'
import { PRESETS, presetOf } from './presets.ts'
import type { Preset } from './preset.ts'
import { answersIn, questionsOf } from './questions.ts'
import { lacking } from './surroundings.ts'

export type BringOverRouteDeps = { readonly kernel: Kernel; readonly jobs: Jobs; readonly dataDir: string }

type ById = { Params: { id: string } }

const MOST_FILES = 500
const MOST_BYTES = 4 * 1024 ** 3

function idOf(request: FastifyRequest<ById>): string {
  if (!isId(request.params.id)) throw new AppError('record.not_found')
  return request.params.id.toLowerCase()
}

function refuse(zh: string, en: string): never {
  throw new AppError('import.file', { data: { detail: { zh, en } } })
}

function objectsOf(preset: Preset): readonly string[] {
  return [...new Set(preset.kinds.map((kind) => kind.object))]
}

function systemOf(preset: Preset, actor: Actor): OtherSystem {
  return { source: preset.source, name: preset.name, objects: objectsOf(preset), questions: questionsOf(preset, actor) }
}

/** “Contacts (import), Tasks (create, import)”, in the person's language. */
function namesOf(
  kernel: Kernel,
  actor: Actor,
  missing: readonly { readonly object: string; readonly rights: readonly string[] }[],
): string {
  const isChinese = actor.locale === 'zh-CN'
  const right = (key: string): string => (isChinese ? (key === 'import' ? '导入' : '新建') : key)
  return missing
    .map(({ object, rights }) => {
      const name = text(objectOf(kernel.snapshot(), object).definition.label.many, actor.locale)
      return isChinese ? `${name}（${rights.map(right).join('、')}）` : `${name} (${rights.map(right).join(', ')})`
    })
    .join(isChinese ? '、' : ', ')
}

/** Whoever may import nothing of what a system holds is told what is missing before they upload anything. */
function mayBegin(kernel: Kernel, actor: Actor, preset: Preset): void {
  const missing = objectsOf(preset).map((object) => ({ object, rights: lacking(kernel, actor, object) }))
  if (missing.every(({ rights }) => rights.length > 0))
    throw new AppError('import.rights', { data: { missing: namesOf(kernel, actor, missing) } })
}

async function send(kernel: Kernel, actor: Actor, answer: { readonly id: string; readonly status: number; readonly reply: FastifyReply }) {
  return answer.reply.code(answer.status).send(await tellRun(kernel.db, await getRun(kernel.db, answer.id, actor), actor))
}

const isTable = (name: string): boolean => /\.(csv|xlsx)$/i.test(name)
const cleaned = (name: string): string => name.replace(/[\u0000-\u001f/\\:*?"<>|]/g, '_').slice(-120)

/** What an upload holds: the file itself, or the tables of a zip. */
async function unpacked(run: StoredRun, { name, path }: { readonly name: string; readonly path: string }): Promise<StoredRun['files']> {
  if (/\.zip$/i.test(name)) {
    const files = await unpackZip(path, { folder: run.folder, wanted: isTable, rename: cleaned })
    return files.length === 0 ? refuse('压缩包里没有 CSV 或 Excel 文件', 'the zip file holds no CSV or Excel file') : files
  }
  if (!isTable(name)) return refuse('请选择 CSV、Excel（.xlsx）或 zip 文件', 'choose CSV, Excel (.xlsx) or zip files')
  const { size } = await stat(path)
  // An empty table is part of many exports; the plan names it.
  if (size > 0) await describeSource(path)
  await rename(path, join(run.folder, cleaned(name)))
  return [{ name: cleaned(name), bytes: size }]
}

function registerFiles(app: FastifyInstance, { kernel }: BringOverRouteDeps): void {
  app.post<ById>(
    '/api/v1/bring-overs/:id/files',
    { config: { access: 'session' }, schema: { ...UPLOAD, ...RECORD } },
    async (request, reply) => {
      const actor = actorOf(request)
      const run = await getRun(kernel.db, idOf(request), actor)
      if (!openStates(run).includes(run.state)) throw new AppError('import.state', { data: { state: run.state } })
      await mkdir(run.folder, { recursive: true })
      const upload = await takeUpload(request, join(run.folder, 'incoming'))
      try {
        const files = await unpacked(run, upload)
        const bytes = [...run.files, ...files].reduce((sum, file) => sum + file.bytes, 0)
        if (run.files.length + files.length > MOST_FILES || bytes > MOST_BYTES)
          refuse(`一次最多 ${MOST_FILES} 个文件、共 4 GB`, `at most ${MOST_FILES} files of 4 GB together`)
        await addFiles(kernel.db, run.id, files)
      } finally {
        await rm(upload.path, { force: true })
      }
      return send(kernel, actor, { id: run.id, status: 201, reply })
    },
  )
}

function registerPlan(app: FastifyInstance, { kernel, jobs }: BringOverRouteDeps): void {
  app.post<ById>('/api/v1/bring-overs/:id/plan', { config: { access: 'session' }, schema: RECORD_BODY }, async (request, reply) => {
    const actor = actorOf(request)
    const run = await getRun(kernel.db, idOf(request), actor)
    const preset = presetOf(run.system)
    const settings = preset === undefined ? null : answersIn(request.body, questionsOf(preset, actor))
    if (settings === null) throw new AppError('request.invalid', { data: { detail: 'settings' } })
    if (run.files.length === 0) refuse('请先添加导出的文件', 'add the files of the export first')
    await moveRun(kernel.db, run.id, { from: openStates(run), to: 'planning', settings })
    await jobs.send(bringOverJob, { id: run.id })
    return send(kernel, actor, { id: run.id, status: 202, reply })
  })
  app.post<ById>('/api/v1/bring-overs/:id/run', { config: { access: 'session' }, schema: RECORD_BODY }, async (request, reply) => {
    const actor = actorOf(request)
    const run = await getRun(kernel.db, idOf(request), actor)
    const { plan } = run
    if (plan === null || run.state !== 'planned') throw new AppError('import.state', { data: { state: run.state } })
    if (plan.parts.length === 0) refuse('没有认出任何文件', 'no file was recognised')
    // Rights as they are now, not as they were when it was planned.
    const missing = [...new Set(plan.parts.map((part) => part.object))]
      .map((object) => ({ object, rights: lacking(kernel, actor, object) }))
      .filter(({ rights }) => rights.length > 0)
    if (missing.length > 0) throw new AppError('import.rights', { data: { missing: namesOf(kernel, actor, missing) } })
    await moveRun(kernel.db, run.id, { from: ['planned'], to: 'running' })
    await jobs.send(bringOverJob, { id: run.id })
    return send(kernel, actor, { id: run.id, status: 202, reply })
  })
}

type Move = {
  readonly from: readonly BringOverState[]
  readonly to: BringOverState
  /** What happens to the import the run is at. */
  readonly part?: { readonly from: readonly ImportState[]; readonly to: ImportState }
}

const MOVES: { readonly [verb: string]: Move } = {
  pause: { from: ['running'], to: 'paused', part: { from: ['running'], to: 'paused' } },
  resume: { from: ['paused'], to: 'running' },
  cancel: {
    from: ['collecting', 'planning', 'planned', 'running', 'paused'],
    to: 'cancelled',
    part: { from: ['uploaded', 'checking', 'checked', 'running', 'paused'], to: 'cancelled' },
  },
  undo: { from: ['done', 'cancelled', 'failed'], to: 'undoing' },
}

function registerMoves(app: FastifyInstance, { kernel, jobs }: BringOverRouteDeps): void {
  for (const [verb, move] of Object.entries(MOVES)) {
    app.post<ById>(`/api/v1/bring-overs/:id/${verb}`, { config: { access: 'session' }, schema: RECORD_BODY }, async (request, reply) => {
      const actor = actorOf(request)
      const { id } = await getRun(kernel.db, idOf(request), actor)
      await moveRun(kernel.db, id, move)
      const run = await getRun(kernel.db, id, actor)
      const last = run.parts.at(-1)
      if (move.part !== undefined && last !== undefined)
        await moveImport(kernel.db, last.import, move.part).catch((error: unknown) => {
          // It has ended, or is between two states the run's worker sees to.
          if (!(error instanceof AppError) || error.code !== 'import.state') throw error
        })
      if (move.to === 'running' || move.to === 'undoing') await jobs.send(bringOverJob, { id })
      if (move.to === 'cancelled') await rm(run.folder, { recursive: true, force: true })
      return send(kernel, actor, { id, status: 202, reply })
    })
  }
}

/** Bringing over an export of another system: its files, what would become of them, the run, and taking it back. */
export function registerBringOverRoutes(app: FastifyInstance, deps: BringOverRouteDeps): void {
  const { kernel, dataDir } = deps
  app.get('/api/v1/bring-overs/systems', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => ({
    data: PRESETS.map((preset) => systemOf(preset, actorOf(request))),
  }))
  app.get('/api/v1/bring-overs', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    const actor = actorOf(request)
    const runs = await listRuns(kernel.db, actor)
    return { data: await Promise.all(runs.map((run) => tellRun(kernel.db, run, actor))) }
  })
  app.post('/api/v1/bring-overs', { config: { access: 'session' }, schema: BODY }, async (request, reply) => {
    const actor = actorOf(request)
    const preset = presetOf(isJsonObject(request.body) ? request.body['system'] : null)
    if (preset === undefined)
      throw new AppError('request.invalid', { data: { detail: `system: ${PRESETS.map((each) => each.source).join(', ')}` } })
    mayBegin(kernel, actor, preset)
    const folder = (id: string): string => join(dataDir, 'bring-overs', id)
    const id = await createRun(kernel.db, { system: preset.source, folder, actor, now: kernel.clock.now() })
    return send(kernel, actor, { id, status: 201, reply })
  })
  app.get<ById>('/api/v1/bring-overs/:id', { config: { access: 'session' }, schema: RECORD }, async (request, reply) =>
    send(kernel, actorOf(request), { id: idOf(request), status: 200, reply }),
  )
  registerFiles(app, deps)
  registerPlan(app, deps)
  registerMoves(app, deps)
}
