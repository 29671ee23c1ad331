import type { ColumnMapping, ImportJob, ImportMapping, Json } from '@perigon/contracts'
import { type Kernel, objectOf, systemActor } from '@perigon/kernel'
import { createImport, describeSource, getImport, guessMapping, moveImport, workOnImport } from '@perigon/transfer'
import { importDeps } from '../import-job.ts'
import type { JourneyFiles } from './files.ts'

type Choice = Partial<Omit<ColumnMapping, 'column' | 'header'>>
type Step = {
  readonly object: string
  readonly file: string
  /** By column position: what a person changes about the guess. */
  readonly choices?: { readonly [column: number]: Choice }
  readonly only?: readonly number[]
  readonly match?: string | null
  readonly constants?: { readonly [field: string]: Json }
  /** Accept the first near miss for every text that names nothing. */
  readonly acceptNearMisses?: boolean
}

const actor = systemActor('journey')

async function check(kernel: Kernel, id: string, mapping: ImportMapping): Promise<ImportJob> {
  await moveImport(kernel.db, id, { from: ['uploaded', 'checked'], to: 'checking', mapping })
  await workOnImport(importDeps(kernel), id)
  return getImport(kernel.db, id, actor)
}

function withAccepted(mapping: ImportMapping, job: ImportJob): ImportMapping {
  const columns = mapping.columns.map((column): ColumnMapping => {
    const accepted = job.unmatched.filter((text) => text.field === column.field && text.suggestions[0] !== undefined)
    const values = Object.fromEntries(accepted.map((text) => [text.text, text.suggestions[0]?.value ?? null]))
    return accepted.length === 0 ? column : { ...column, values: { ...column.values, ...values } }
  })
  return { ...mapping, columns }
}

/** One import from upload to done, as the wizard does it. */
export async function importStep(kernel: Kernel, step: Step): Promise<{ readonly checked: ImportJob; readonly done: ImportJob }> {
  const object = objectOf(kernel.snapshot(), step.object)
  const source = await describeSource(step.file)
  const guess = guessMapping(source, object, { actor, snapshot: kernel.snapshot() })
  const columns = guess.columns.map((column) => ({
    ...column,
    ...(step.only === undefined || step.only.includes(column.column) ? {} : { field: null }),
    ...step.choices?.[column.column],
  }))
  const mapping: ImportMapping = {
    ...guess,
    columns,
    match: step.match === undefined ? guess.match : step.match,
    constants: step.constants ?? {},
  }
  const id = await createImport(kernel.db, { object: object.key, fileName: 'file.csv', filePath: step.file, source, mapping, actor })
  let checked = await check(kernel, id, mapping)
  if (step.acceptNearMisses === true && checked.unmatched.length > 0) checked = await check(kernel, id, withAccepted(mapping, checked))
  await moveImport(kernel.db, id, { from: ['checked'], to: 'running' })
  await workOnImport(importDeps(kernel), id)
  return { checked, done: await getImport(kernel.db, id, actor) }
}

/** Accounts, products, teams and the pipeline of the first day, in the order a person would take them. */
export async function importPipeline(kernel: Kernel, files: JourneyFiles, process: string): Promise<readonly ImportJob[]> {
  const steps: readonly Step[] = [
    { object: 'customer', file: files.accounts, choices: { 1: { field: 'industry', missing: 'create' }, 5: { field: null } } },
    { object: 'product', file: files.products, choices: { 1: { field: 'category', missing: 'create' }, 2: { field: 'list_price' } } },
    { object: 'department', file: files.sales_teams, only: [], choices: { 2: { field: 'name' } }, match: 'name' },
    { object: 'employee', file: files.sales_teams, only: [], choices: { 1: { field: 'name' }, 2: { field: 'department' } }, match: 'name' },
    {
      object: 'employee',
      file: files.sales_teams,
      choices: { 0: { field: 'name' }, 1: { field: 'manager' }, 2: { field: 'department' } },
      match: 'name',
    },
    {
      object: 'opportunity',
      file: files.sales_pipeline,
      choices: {
        0: { field: 'external_no' },
        1: { field: 'owner' },
        2: { field: 'product' },
        3: { field: 'customer' },
        4: { field: 'stage' },
        5: { field: 'engaged_on' },
        6: { field: 'closed_on' },
        7: { field: 'amount' },
      },
      match: null,
      constants: { process },
      acceptNearMisses: true,
    },
  ]
  const jobs: ImportJob[] = []
  for (const step of steps) jobs.push((await importStep(kernel, step)).done)
  return jobs
}
