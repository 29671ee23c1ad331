import { systemActor } from '@perigon/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from '../../apps/server/test-server.fixture.ts'
import { overInject } from './caller.ts'
import type { World } from './check.ts'
import { databaseRole, files, nothingInside, securityHeaders } from './checks/answers.ts'
import { jsonBombs, pollution, regexBombs } from './checks/bombs.ts'
import { idor, MORE_DOORS, SIDE_DOORS } from './checks/idor.ts'
import { sqlCorpus } from './checks/injection.ts'
import { massAssignment } from './checks/mass-assignment.ts'
import { bruteForce, cookieFlags, crossSite, fixation } from './checks/sessions.ts'
import { plant } from './plant.ts'
import { openWorld } from './world.ts'

/** The checks of `npm run check:safety` that need no second process, on a server without a network. */
let server: TestServer
let world: World

async function write(object: string, patch: Record<string, unknown>): Promise<string> {
  const [result] = await server.kernel.write(systemActor('safety'), [{ object, op: 'create', patch }], { cause: { kind: 'seed' } })
  return result?.ok === true ? result.id : ''
}

beforeAll(async () => {
  server = await startTestServer()
  const [east, north] = [await write('department', { name: '华东' }), await write('department', { name: '华北' })]
  await hire(server, { login: 'rep', role: 'sales_rep', department: east })
  const other = await hire(server, { login: 'other.rep', role: 'sales_rep', department: east })
  await hire(server, { login: 'manager', role: 'sales_manager', department: north })
  await hire(server, { login: 'without.role', role: 'no_such_role', department: north })
  for (const name of ['甲公司', '乙公司']) {
    const customer = await write('customer', { name, owner: other.employee })
    await write('contact', { name: `${name}的人`, customer, owner: other.employee })
    await write('task', { subject: `给${name}打电话`, owner: other.employee, assignee: other.employee })
    await write('interaction', { subject: `拜访${name}`, type: 'visit', at: '2026-11-01T02:00:00Z', customer, owner: other.employee })
  }
  world = await openWorld({
    transport: overInject(server.http),
    admin: { login: 'admin', password: PASSWORD },
    people: ['rep', 'manager', 'without.role'].map((login) => ({ login, password: PASSWORD })),
    sql: (text, values) => server.kernel.db.query({ text, values: values ?? [] }),
  })
  await plant(world)
}, 120_000)
afterAll(() => server.stop())

describe('the doors, as somebody who means harm', () => {
  const checks = [
    idor,
    massAssignment,
    sqlCorpus,
    jsonBombs,
    regexBombs,
    pollution,
    crossSite,
    fixation,
    cookieFlags,
    bruteForce,
    files,
    securityHeaders,
    nothingInside,
    databaseRole,
  ]
  it.each(checks.map((check) => [`${check.id} ${check.title}`, check] as const))(
    '%s',
    async (_name, check) => {
      const verdict = await check.run(world)
      expect(verdict.findings).toEqual([])
      expect(verdict.outcome).toBe('pass')
    },
    300_000,
  )

  it('no door with an id is left out of the guessing', () => {
    const known = [...world.paths.doors, ...MORE_DOORS, ...SIDE_DOORS].map((door) => `${door.method} ${door.path}`)
    const routes = routesOf(server.http.printRoutes({ commonPrefix: false })).filter((route) => route.path.includes('/:id'))
    expect(routes.length).toBeGreaterThan(25)
    const forgotten = routes.flatMap(({ methods, path }) => {
      const pattern = path.replaceAll(/:\w+/g, '[^/]+')
      return methods
        .filter((method) => !known.some((door) => new RegExp(`^${method} ${pattern}$`).test(door)))
        .map((method) => `${method} ${path}`)
    })
    expect(forgotten, 'add them to MORE_DOORS or SIDE_DOORS in tools/safety/checks/idor.ts').toEqual([])
  })
})

/** Fastify prints its routes as a tree of four characters a level. */
function routesOf(tree: string): readonly { readonly methods: readonly string[]; readonly path: string }[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const match = /^([│├└─\s]*)(\S+) \(([A-Z, ]+)\)$/.exec(line)
    const [, indent = '', part = '', methods = ''] = match ?? []
    if (match === null) return []
    const level = indent.length / 4 - 1
    above.splice(level, above.length, part)
    return [{ methods: methods.split(', ').filter((method) => method !== 'HEAD'), path: above.join('') }]
  })
}
