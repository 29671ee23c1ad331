import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { objectOf, parseListQuery } from '@perigon/kernel'
import { exportFields, exportHeader, exportRows, writeCsv, writeSheet } from '@perigon/transfer'
import { type Command, UsageError } from '../command.ts'
import { openKernel, operator, parseArguments } from '../open-kernel.ts'

/** `./perigon export`: all records of an object, or those of a filter, to CSV or XLSX by the ending of the file name. */
export const exportCommand: Command = {
  name: 'export',
  usage: '<object> <file> [--filter json] [--fields a,b]',
  help: { zh: '导出为 CSV 或 XLSX', en: 'Export to CSV or XLSX' },
  async run(context) {
    const { words, values } = parseArguments(context.args, { values: ['--filter', '--fields'], flags: [] })
    const [key, file] = words
    if (key === undefined || file === undefined) throw new UsageError({ zh: '需要对象和文件', en: 'an object and a file are needed' })
    const { kernel, close } = await openKernel(context)
    try {
      const object = objectOf(kernel.snapshot(), key)
      const filter = values.get('--filter')
      const query = parseListQuery(filter === undefined ? {} : { filter: JSON.parse(filter) })
      const fields = exportFields(kernel, operator, { object: object.key, keys: values.get('--fields')?.split(',') })
      const header = exportHeader(fields, operator.locale)
      const rows = exportRows(kernel, operator, { object: object.key, fields, query })
      const source = file.endsWith('.xlsx')
        ? Readable.from(writeSheet({ name: object.definition.path, header, rows }))
        : writeCsv(header, rows)
      await pipeline(source, createWriteStream(file))
      context.print.line({ zh: `已写入 ${file}`, en: `${file} written` })
      return 0
    } finally {
      await close()
    }
  },
}
