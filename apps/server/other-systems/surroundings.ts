import { AppError, isId } from '@perigon/contracts'
import { type Actor, type Kernel, may, objectOf } from '@perigon/kernel'
import { peopleOf, type Surroundings } from './prepare.ts'
import type { Folder } from './read-folder.ts'

type Reader = Pick<Surroundings, 'preset' | 'withDeleted'> & {
  readonly actor: Actor
  readonly owner: string | null
  readonly process: string | null
}

type Named = { readonly id: string; readonly [field: string]: unknown }

async function listed(
  kernel: Kernel,
  actor: Actor,
  input: { readonly object: string; readonly query: { readonly [key: string]: unknown } },
): Promise<readonly Named[]> {
  if (!may(objectOf(kernel.snapshot(), input.object), actor, 'read')) return []
  const page: { readonly data: readonly Named[] } = JSON.parse(await kernel.list(actor, input.object, { limit: 200, ...input.query }))
  return page.data
}

const PART = 100

async function employeesBy(kernel: Kernel, actor: Actor, emails: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (let at = 0; at < emails.length; at += PART) {
    const query = { filter: { field: 'email', op: 'in', value: emails.slice(at, at + PART) }, fields: ['email'] }
    for (const row of await listed(kernel, actor, { object: 'employee', query })) found.set(String(row['email']).toLowerCase(), row.id)
  }
  return found
}

function refuse(zh: string, en: string): never {
  throw new AppError('import.file', { data: { detail: { zh, en } } })
}

/** The stages of the process that is asked for, or of the first there is. */
async function processOf(kernel: Kernel, actor: Actor, asked: string | null): Promise<Surroundings['process']> {
  const wanted = asked === null ? {} : { filter: { field: isId(asked) ? 'process' : 'process.name', op: 'eq', value: asked } }
  const query = { ...wanted, fields: ['name', 'kind', 'process'], sort: ['position'] }
  const stages = await listed(kernel, actor, { object: 'sales_stage', query })
  const of = ({ process }: Named): string => (typeof process === 'object' && process !== null && 'id' in process ? String(process.id) : '')
  const id = stages[0] === undefined ? '' : of(stages[0])
  if (id === '') return refuse(`没有销售流程“${asked ?? ''}”`, `there is no sales process “${asked ?? ''}”`)
  const own = stages.filter((stage) => of(stage) === id)
  return { id, stages: own.map((stage) => ({ id: stage.id, name: String(stage['name']), kind: String(stage['kind']) })) }
}

/** What a folder is read against: who is who, the stages sales go through, and what may be made on the way. */
export async function surroundings(kernel: Kernel, input: Reader, folder: Folder): Promise<Surroundings> {
  const { preset, actor, owner } = input
  const people = await peopleOf(folder, preset)
  const wanted = [...people.values(), ...(owner === null ? [] : [owner])].filter((email) => /^[^@\s]+@[^@\s]+$/.test(email))
  const employees = await employeesBy(kernel, actor, [...new Set(wanted.map((email) => email.toLowerCase()))])
  const fallback = owner === null || isId(owner) ? owner : (employees.get(owner.toLowerCase()) ?? null)
  if (owner !== null && fallback === null) refuse(`没有邮箱为“${owner}”的员工`, `there is no employee with the e-mail “${owner}”`)
  const hasStages = folder.taken.some(({ kind }) => kind.stage !== undefined)
  return {
    preset,
    folder,
    people,
    employees,
    fallback,
    process: hasStages ? await processOf(kernel, actor, input.process) : null,
    withDeleted: input.withDeleted,
    mayMake: (object, field) => {
      const target = objectOf(kernel.snapshot(), object).fields.get(field)?.definition.target
      return target !== undefined && lacking(kernel, actor, target).length === 0
    },
  }
}

/** What an actor lacks to import records of an object. */
export function lacking(kernel: Kernel, actor: Actor, key: string): readonly ('create' | 'import')[] {
  const object = objectOf(kernel.snapshot(), key)
  return (['create', 'import'] as const).filter((operation) => !may(object, actor, operation))
}
