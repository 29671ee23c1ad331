import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { objectOf } from '@perigon/kernel'
import { bringOver, type BringOverReport, type FileReport } from '../../other-systems/bring-over.ts'
import type { Preset } from '../../other-systems/preset.ts'
import { PRESETS } from '../../other-systems/presets.ts'
import { type Command, type CommandContext, UsageError } from '../command.ts'
import { type OpenKernel, openKernel, operator, parseArguments } from '../open-kernel.ts'

const PROCESS = 'Simple pipeline'

type Request = {
  readonly preset: Preset
  readonly path: string
  readonly values: ReadonlyMap<string, string>
  readonly flags: ReadonlySet<string>
}

function requestOf(args: readonly string[]): Request {
  const { words, values, flags } = parseArguments(args, {
    values: ['--owner', '--process'],
    flags: ['--dry-run', '--with-deleted', '--match-names', '--json'],
  })
  const [source, folder] = words
  const preset = PRESETS.find((each) => each.source === source)
  const names = PRESETS.map((each) => each.source).join(' | ')
  if (preset === undefined) throw new UsageError({ zh: `第一个词应为 ${names}`, en: `the first word must be ${names}` })
  if (folder === undefined || statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError({ zh: `找不到文件夹 ${folder ?? ''}`, en: `there is no folder ${folder ?? ''}` })
  return { preset, path: resolve(folder), values, flags }
}

function tellFile(context: CommandContext, house: OpenKernel, report: FileReport): void {
  const { print } = context
  const { job, passed, kind } = report
  const { one } = objectOf(house.kernel.snapshot(), kind.object).definition.label
  const { new: added, update, skip, fail, blanked = 0 } = job.counts
  print.line({
    zh: `${report.file} → ${one.zh}：${report.read} 行，新增 ${added}，更新 ${update}，不变 ${skip}，失败 ${fail}`,
    en: `${report.file} → ${one.en}: ${report.read} lines, ${added} new, ${update} updated, ${skip} unchanged, ${fail} failed`,
  })
  if (passed.deleted > 0)
    print.line({ zh: `  对方已删除 ${passed.deleted} 行，未导入`, en: `  ${passed.deleted} lines are deleted there and were left` })
  if (passed.other > 0 && kind.unless !== undefined)
    print.line({ zh: `  ${passed.other} 行未导入：${kind.unless.say.zh}`, en: `  ${passed.other} lines were left: ${kind.unless.say.en}` })
  if (passed.nobody > 0)
    print.line({
      zh: `  ${passed.nobody} 行找不到对应员工，未导入；可用 --owner 邮箱 指定`,
      en: `  ${passed.nobody} lines belong to nobody here and were left; name somebody with --owner E-MAIL`,
    })
  for (const [field, { asked, found }] of Object.entries(report.links))
    if (asked > 0)
      print.line({ zh: `  关联 ${field}：${asked} 个编号，找到 ${found} 个`, en: `  ${field}: ${asked} ids, ${found} of them are here` })
  if (blanked > 0) print.line({ zh: `  ${blanked} 个值无法识别，已留空`, en: `  ${blanked} values could not be read and were left blank` })
  for (const problem of job.problems.slice(0, 5)) print.line(`    ${problem.row}: ${problem.field} ${problem.message} ${problem.value}`)
}

function tell(context: CommandContext, house: OpenKernel, report: BringOverReport): void {
  for (const file of report.files) tellFile(context, house, file)
  if (report.files.length === 0) context.print.line({ zh: '没有认出任何文件', en: 'no file was recognised' })
  for (const { name, why } of report.left) context.print.line({ zh: `未导入 ${name}：${why.zh}`, en: `left ${name}: ${why.en}` })
}

/** `./perigon import-from`: the export of another system, in the order of its links; again and again without doubles. */
export const importFromCommand: Command = {
  name: 'import-from',
  usage: '<hubspot|salesforce|zendesk> <folder> [--dry-run] [--owner e-mail] [--process name] [--match-names] [--with-deleted] [--json]',
  help: { zh: '导入 HubSpot、Salesforce 或 Zendesk 的导出文件', en: 'Bring over an export of HubSpot, Salesforce or Zendesk' },
  async run(context) {
    const { preset, path, values, flags } = requestOf(context.args)
    const house = await openKernel(context)
    try {
      const report = await bringOver(house.kernel, {
        preset,
        path,
        actor: operator,
        dryRun: flags.has('--dry-run'),
        withDeleted: flags.has('--with-deleted'),
        matchNames: flags.has('--match-names'),
        owner: values.get('--owner') ?? null,
        process: values.get('--process') ?? PROCESS,
      })
      if (flags.has('--json')) context.print.json(report.files.map(({ kind, ...file }) => ({ object: kind.object, ...file })))
      else tell(context, house, report)
      return report.files.every(({ job }) => job.state === 'done' || job.state === 'checked') ? 0 : 1
    } finally {
      await house.close()
    }
  },
}
