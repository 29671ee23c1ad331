import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { ImportJob, ImportMapping } from '@perigon/contracts'
import { objectOf } from '@perigon/kernel'
import { createImport, describeSource, getImport, guessMapping, moveImport, parseMapping, workOnImport } from '@perigon/transfer'
import { importDeps } from '../../import-job.ts'
import { type Command, type CommandContext, UsageError } from '../command.ts'
import { type OpenKernel, openKernel, operator, parseArguments } from '../open-kernel.ts'

type Request = {
  readonly object: string
  readonly file: string
  readonly mapping: string | undefined
  readonly match: string | undefined
  readonly dryRun: boolean
  readonly json: boolean
}

function requestOf(args: readonly string[]): Request {
  const { words, values, flags } = parseArguments(args, { values: ['--mapping', '--match'], flags: ['--dry-run', '--json'] })
  const [object, file] = words
  if (object === undefined || file === undefined) throw new UsageError({ zh: '需要对象和文件', en: 'an object and a file are needed' })
  if (!existsSync(file)) throw new UsageError({ zh: `找不到文件 ${file}`, en: `there is no file ${file}` })
  return {
    object,
    file: resolve(file),
    mapping: values.get('--mapping'),
    match: values.get('--match'),
    dryRun: flags.has('--dry-run'),
    json: flags.has('--json'),
  }
}

async function perform(house: OpenKernel, request: Request): Promise<ImportJob> {
  const { kernel } = house
  const object = objectOf(kernel.snapshot(), request.object)
  const source = await describeSource(request.file)
  const guessed = guessMapping(source, object, { actor: operator, snapshot: kernel.snapshot() })
  const given: unknown = request.mapping === undefined ? guessed : JSON.parse(readFileSync(request.mapping, 'utf8'))
  const parsed = parseMapping(given, source, { object, actor: operator, snapshot: kernel.snapshot() })
  const mapping: ImportMapping =
    request.match === undefined
      ? parsed
      : parseMapping({ ...parsed, match: request.match }, source, { object, actor: operator, snapshot: kernel.snapshot() })
  const id = await createImport(kernel.db, {
    object: object.key,
    fileName: basename(request.file),
    filePath: request.file,
    source,
    mapping,
    actor: operator,
  })
  const deps = importDeps(kernel)
  await moveImport(kernel.db, id, { from: ['uploaded'], to: 'checking' })
  await workOnImport(deps, id)
  const checked = await getImport(kernel.db, id, operator)
  if (request.dryRun || checked.state !== 'checked') return checked
  await moveImport(kernel.db, id, { from: ['checked'], to: 'running' })
  await workOnImport(deps, id)
  return getImport(kernel.db, id, operator)
}

function report(context: CommandContext, job: ImportJob, dryRun: boolean): void {
  const { new: added, update, skip, fail } = job.counts
  context.print.line({
    zh: `${dryRun ? '预检' : '完成'}：新增 ${added}，更新 ${update}，跳过 ${skip}，失败 ${fail}`,
    en: `${dryRun ? 'Check' : 'Done'}: ${added} new, ${update} updated, ${skip} skipped, ${fail} failed`,
  })
  for (const text of job.unmatched.slice(0, 20)) {
    const near = text.suggestions.map((suggestion) => suggestion.title).join(' / ')
    context.print.line({
      zh: `  “${text.text}”（${text.field}，${text.rows} 行）没有对应的记录${near === '' ? '' : `；相近：${near}`}`,
      en: `  “${text.text}” (${text.field}, ${text.rows} rows) matches nothing${near === '' ? '' : `; near: ${near}`}`,
    })
  }
  for (const problem of job.problems.slice(0, 20))
    context.print.line(`  ${problem.row}: ${problem.field} ${problem.message} ${problem.value}`)
}

/** `./perigon import`: the wizard's work on the command line, through the same code. */
export const importCommand: Command = {
  name: 'import',
  usage: '<object> <file> [--mapping f.json] [--match field] [--dry-run] [--json]',
  help: { zh: '导入 CSV 或 XLSX', en: 'Import a CSV or XLSX file' },
  async run(context) {
    const request = requestOf(context.args)
    const house = await openKernel(context)
    try {
      const job = await perform(house, request)
      if (request.json) context.print.json(job)
      else report(context, job, request.dryRun)
      return job.state === 'done' || job.state === 'checked' ? 0 : 1
    } finally {
      await house.close()
    }
  },
}
