import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { objectOf } from '@perigon/kernel'
import { actorById } from '@perigon/organization'
import { createImport, describeSource, guessMapping, moveImport, workOnImport } from '@perigon/transfer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importDeps } from './import-job.ts'
import { hire, startTestServer, type TestServer } from './test-server.fixture.ts'

let server: TestServer
const folder = mkdtempSync(join(tmpdir(), 'perigon-import-owner-'))

beforeAll(async () => {
  server = await startTestServer('web')
})
afterAll(() => server.stop())

/** Somebody of this role brings a file in; answers whose its records are. */
async function owners(role: string, lines: readonly string[]): Promise<readonly (readonly [string, string | null])[]> {
  const { kernel } = server
  const person = await hire(server, { login: `${role}.${lines.length}.${lines[0]?.length}`, role, department: null })
  const actor = await actorById(kernel.db, person.user)
  if (actor === null) throw new Error('nobody')
  const path = join(folder, `${person.login}.csv`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  const source = await describeSource(path)
  const snapshot = kernel.snapshot()
  const mapping = guessMapping(source, objectOf(snapshot, 'customer'), { actor, snapshot })
  const id = await createImport(kernel.db, { object: 'customer', fileName: 'x.csv', filePath: path, source, mapping, actor })
  await moveImport(kernel.db, id, { from: ['uploaded'], to: 'checking' })
  await workOnImport(importDeps(kernel), id)
  await moveImport(kernel.db, id, { from: ['checked'], to: 'running' })
  await workOnImport(importDeps(kernel), id)
  const rows = await kernel.db.query<{ name: string; owner: string | null }>({
    text: `select c.name, e.name as owner from customer c join event v on v.record = c.id and v.op = 'create' left join employee e on e.id = c.owner
           where v.cause->>'ref' = $1 order by c.name`,
    values: [id],
  })
  return rows.map(({ name, owner }) => [name, owner === person.login ? 'theirs' : owner])
}

it.each([
  [
    'of who sees what nobody has is nobody’s',
    'integrator',
    '公司名称,负责人',
    [
      ['甲一一', null],
      ['甲二二', '林晓'],
    ],
  ],
  ['of who would lose it is theirs', 'sales_rep', '公司名称,负责人', [['乙一一', 'theirs']]],
  ['where the file tells no owners is whoever brings it in', 'integrator', '公司名称', [['丙一一', 'theirs']]],
] as const)('a blank owner %s', async (...[, role, head, expected]) => {
  const isOwned = head.includes('负责人')
  if (isOwned && role === 'integrator') await hire(server, { login: '林晓', role: 'sales_rep', department: null })
  const lines = expected.map(([name, owner]) => (isOwned ? `${name},${owner === '林晓' ? owner : ''}` : name))
  expect(await owners(role, [head, ...lines])).toEqual(expected)
})
