import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { objectOf, parseListQuery } from '@perigon/kernel'
import { type ExportFormat, exportFile } from '@perigon/transfer'
import { type Command, UsageError } from '../command.ts'
import { openKernel, operator, parseArguments } from '../open-kernel.ts'

function formatOf(file: string): ExportFormat {
  const ending = file.split('.').at(-1)
  return ending === 'xlsx' || ending === 'jsonl' || ending === 'vcf' ? ending : 'csv'
}

/** `./perigon export`: all records of an object, or those of a filter, to CSV, XLSX, JSON lines or vCard by the ending of the file name. */
export const exportCommand: Command = {
  name: 'export',
  usage: '<object> <file> [--filter json] [--fields a,b]',
  help: { zh: '导出为 CSV、XLSX、JSONL 或 VCF', en: 'Export to CSV, XLSX, JSONL or VCF' },
  async run(context) {
    const { words, values } = parseArguments(context.args, { values: ['--filter', '--fields'], flags: [] })
    const [key, file] = words
    if (key === undefined || file === undefined) throw new UsageError({ zh: '需要对象和文件', en: 'an object and a file are needed' })
    const { kernel, close } = await openKernel(context)
    try {
      const object = objectOf(kernel.snapshot(), key)
      const filter = values.get('--filter')
      const query = parseListQuery(filter === undefined ? {} : { filter: JSON.parse(filter) })
      const keys = values.get('--fields')?.split(',')
      const source = exportFile(kernel, operator, { object: object.key, keys, query, format: formatOf(file), watch: (rows) => rows })
      await pipeline(source, createWriteStream(file))
      context.print.line({ zh: `已写入 ${file}`, en: `${file} written` })
      return 0
    } finally {
      await close()
    }
  },
}
