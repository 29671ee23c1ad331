import type { Command, Kernel } from '@perigon/kernel'
import { systemActor } from '@perigon/kernel'
import { type Chance, idAt } from './chance.ts'
import { DAY, TODAY } from './image.ts'
import { FAMILY_NAMES, GIVEN_NAMES, PRODUCTS } from './words.ts'

export type Seller = {
  readonly employee: string
  readonly user: string
  readonly department: string
  readonly name: string
  readonly login: string
}

export type Company = { readonly sellers: readonly Seller[]; readonly products: readonly string[] }

const REGIONS = ['华东大区', '华南大区', '华北大区'] as const
const TEAMS = ['一部', '二部', '三部'] as const

type Department = { readonly id: string; readonly name: string; readonly parent: string | null; readonly code: string }

function departments(chance: Chance): {
  readonly all: readonly Department[]
  readonly teams: readonly Department[]
  readonly regions: readonly Department[]
} {
  const make = (name: string, code: string, parent: string | null): Department => ({
    id: idAt(chance, TODAY - 900 * DAY),
    name,
    parent,
    code,
  })
  const root = make('销售中心', 'S', null)
  const regions = REGIONS.map((name, index) => make(name, `S${index + 1}`, root.id))
  const teams = regions.flatMap((region, index) =>
    TEAMS.map((name, team) => make(`${region.name}${name}`, `S${index + 1}${team + 1}`, region.id)),
  )
  return { all: [root, ...regions, ...teams], regions, teams }
}

function personCommands(person: Seller, input: { readonly roles: readonly string[]; readonly number: number }): readonly Command[] {
  return [
    {
      object: 'employee',
      op: 'create',
      id: person.employee,
      patch: { name: person.name, number: `E${String(input.number).padStart(4, '0')}`, department: person.department },
    },
    {
      object: 'user',
      op: 'create',
      id: person.user,
      patch: { login: person.login, name: person.name, employee: person.employee, roles: input.roles },
    },
  ]
}

/** Writes departments, products and so many people through the kernel: one manager of a region and ordinary reps in nine teams. */
export async function createPeople(kernel: Kernel, input: { readonly chance: Chance; readonly people: number }): Promise<Company> {
  const { chance, people } = input
  const { all, regions, teams } = departments(chance)
  const started = TODAY - 900 * DAY
  const person = (login: string, department: string): Seller => ({
    login,
    department,
    name: `${chance.pick(FAMILY_NAMES)}${chance.pick(GIVEN_NAMES)}`,
    employee: idAt(chance, started),
    user: idAt(chance, started),
  })
  const manager = person('manager', regions[0]?.id ?? '')
  // The administrator of the set-up is an employee too.
  const reps = Array.from({ length: people - 2 }, (_, index) =>
    person(`rep${String(index + 1).padStart(2, '0')}`, teams[index % teams.length]?.id ?? ''),
  )
  const products = PRODUCTS.map((name, index) => ({ id: idAt(chance, started), name, code: `P${index + 1}` }))
  const commands: Command[] = [
    ...all.map(({ id, name, parent, code }): Command => ({ object: 'department', op: 'create', id, patch: { name, code, parent } })),
    ...products.map(({ id, name, code }): Command => ({ object: 'product', op: 'create', id, patch: { name, code } })),
    ...personCommands(manager, { roles: ['sales_manager'], number: 2 }),
    ...reps.flatMap((rep, index) => personCommands(rep, { roles: ['sales_rep'], number: index + 3 })),
    { object: 'department', op: 'update', id: regions[0]?.id ?? '', patch: { manager: manager.employee } },
  ]
  await kernel.write(systemActor('bench'), commands, { cause: { kind: 'seed', ref: 'bench' } })
  return { sellers: [...reps, manager], products: products.map((product) => product.id) }
}
