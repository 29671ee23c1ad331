import { fill, type Issue, ISSUES, type Locale, text } from '@perigon/contracts'
import type { Executor } from '@perigon/db'
import { objectOf, type Snapshot } from '@perigon/kernel'
import { targetField } from '../mapping/parts.ts'
import type { StoredImport } from '../imports/import-store.ts'

const PAGE = 2000

type FailedRow = { readonly row_number: number; readonly cells: readonly string[]; readonly issues: readonly Issue[] | null }

function reason(
  issues: readonly Issue[],
  input: { readonly snapshot: Snapshot; readonly object: string; readonly locale: Locale },
): string {
  const { snapshot, locale } = input
  const object = objectOf(snapshot, input.object)
  return issues
    .map((issue) => {
      const found = targetField(snapshot, object, issue.path)
      const message = fill(text(ISSUES[issue.code], locale), issue.data, locale)
      if (found === null) return message
      const owner = found.object === object ? '' : `${text(found.object.definition.label.one, locale)} · `
      return `${owner}${text(found.field.definition.label, locale)}: ${message}`
    })
    .join('; ')
}

/** The user's own rows that failed, in file order, each with the reason in front of the others' columns' end. */
export async function* errorRows(
  db: Executor,
  job: StoredImport,
  input: { readonly snapshot: Snapshot; readonly locale: Locale },
): AsyncGenerator<readonly string[]> {
  let after = 0
  for (;;) {
    const rows = await db.query<FailedRow>({
      text: `select row_number, cells, issues from import_row where job = $1 and status = 'fail' and row_number > $2 order by row_number limit ${PAGE}`,
      values: [job.id, after],
    })
    for (const row of rows) {
      const cells = job.source.header.map((_, index) => row.cells[index] ?? '')
      yield [...cells, reason(row.issues ?? [], { ...input, object: job.object })]
    }
    const last = rows[rows.length - 1]
    if (last === undefined || rows.length < PAGE) return
    after = last.row_number
  }
}
