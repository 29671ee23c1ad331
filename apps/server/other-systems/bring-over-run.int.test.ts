import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isJsonObject } from '@perigon/contracts'
import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hire, PASSWORD, startTestServer, type TestServer } from '../test-server.fixture.ts'
import { importsLeft } from '../import-job.ts'
import { workOnBringOver } from './work-on-bring-over.ts'
import { type Zipped, zipOf } from './zip.fixture.ts'

/** No process works here, so that the test decides when something happens. */
let server: TestServer
let admin: TestClient
const dataDir = mkdtempSync(join(tmpdir(), 'perigon-bring-over-run-'))
const GIVEN = new URL('../../../../shared/data/crm_exports', import.meta.url).pathname

const FILES: { readonly [name: string]: string } = {
  'Account.csv': 'Id,Name,ParentId,Industry,Fancy_Score__c\n001A,Daughter,001B,Machines,7\n001B,Mother,,Machines,9\n001D,Gone,,,\n',
  'Contact.csv': 'Id,AccountId,FirstName,LastName,Email,MailingCity\n003A,001A,Jo,Doe,jo@example.com,\n003B,001X,Al,Lost,,\n',
  'Opportunity.csv':
    'Id,AccountId,Name,StageName,Amount,CloseDate,IsClosed,IsWon\n006A,001A,Machine,Closed Won,1200,2026-01-05,true,true\n',
  'Lead.csv': 'Id,Name\n00QA,Somebody\n',
  'Empty.csv': '',
}

beforeAll(async () => {
  server = await startTestServer('web', { dataDir })
  admin = await signedIn(server.http, 'admin', PASSWORD)
})
afterAll(() => server.stop())

const work = (id: string) => workOnBringOver(server.kernel, id, () => undefined)

async function send(who: TestClient, id: string, { name, content }: Pick<Zipped, 'name' | 'content'>) {
  const boundary = 'perigon-boundary'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
  return server.http.inject({
    method: 'POST',
    url: `/api/v1/bring-overs/${id}/files`,
    headers: {
      cookie: who.cookie,
      'x-csrf-token': who.csrf,
      'accept-language': 'en-US',
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  })
}

async function begin(who: TestClient, system = 'salesforce'): Promise<string> {
  const answer = await who.request('POST', '/api/v1/bring-overs', { system })
  expect(answer.statusCode).toBe(201)
  return answer.json().id
}

const asked = async (...[who, id, verb, body = {}]: readonly [who: TestClient, id: string, verb: string, body?: object]) =>
  who.request('POST', `/api/v1/bring-overs/${id}/${verb}`, body)
const runOf = async (who: TestClient, id: string) => (await who.request('GET', `/api/v1/bring-overs/${id}`)).json()

async function planned(who: TestClient, settings: object = {}, files = FILES): Promise<string> {
  const id = await begin(who)
  const zip = zipOf(Object.entries(files).map(([name, text]) => ({ name: `export/${name}`, content: Buffer.from(text) })))
  expect((await send(who, id, { name: 'export.zip', content: zip })).statusCode).toBe(201)
  expect((await asked(who, id, 'plan', { settings })).statusCode).toBe(202)
  await work(id)
  return id
}

async function count(table: string): Promise<number> {
  const [row] = await server.kernel.db.query<{ n: number }>(`select count(*)::int as n from "${table}" where deleted_at is null`)
  return row?.n ?? -1
}

describe('an export of another system, from the screen', () => {
  it('is planned without writing: what becomes what, what is not understood, where links lead, what is left', async () => {
    const id = await planned(admin)
    const run = await runOf(admin, id)
    expect([run.state, run.error, run.files.length]).toEqual(['planned', null, 5])
    expect(run.plan.parts.map(({ file, object, ties, rows }: Record<string, unknown>) => [file, object, ties, rows])).toEqual([
      ['Account.csv', 'customer', false, 3],
      ['Account.csv', 'customer', true, 1],
      ['Contact.csv', 'contact', false, 2],
      ['Opportunity.csv', 'opportunity', false, 1],
    ])
    const [account, , contact] = run.plan.parts
    expect(account.unknown).toEqual(['Fancy_Score__c'])
    expect(account.columns).toContainEqual({ header: 'Industry', fields: ['industry'] })
    expect(contact.links).toEqual([{ field: 'customer', asked: 2, inFiles: 1, here: 0 }])
    expect(run.plan.left).toEqual([
      { file: 'Empty.csv', why: { zh: '文件是空的', en: 'the file is empty' } },
      { file: 'Lead.csv', why: { zh: '这里还没有线索对象', en: 'there are no leads here yet' } },
    ])
    expect([run.plan.missing, await count('customer')]).toEqual([[], 0])
  })

  it('runs as one job, tells each import, leaves no files behind, and is taken back as a whole', async () => {
    const id = await planned(admin)
    expect((await asked(admin, id, 'run')).statusCode).toBe(202)
    await work(id)
    const run = await runOf(admin, id)
    expect(run.state).toBe('done')
    expect(
      run.parts.map(({ object, state, counts }: { object: string; state: string; counts: { new: number; update: number } }) => [
        object,
        state,
        counts.new,
        counts.update,
      ]),
    ).toEqual([
      ['customer', 'done', 3, 0],
      ['customer', 'done', 0, 1],
      ['contact', 'done', 2, 0],
      ['opportunity', 'done', 1, 0],
    ])
    expect(readdirSync(join(dataDir, 'bring-overs'))).not.toContain(id)
    expect([await count('customer'), await count('contact'), await count('opportunity')]).toEqual([3, 2, 1])
    expect((await asked(admin, id, 'undo')).statusCode).toBe(202)
    await work(id)
    expect((await runOf(admin, id)).state).toBe('undone')
    expect([await count('customer'), await count('contact'), await count('opportunity')]).toEqual([0, 0, 0])
    expect((await asked(admin, id, 'run')).json().code).toBe('import.state')
  })

  it('leaves the files one ticks off', async () => {
    const id = await planned(admin, { leave: ['Opportunity.csv'] })
    const { plan } = await runOf(admin, id)
    expect(plan.parts.map((part: { file: string }) => part.file)).not.toContain('Opportunity.csv')
    expect(plan.left).toContainEqual({ file: 'Opportunity.csv', why: { zh: '您选择不导入', en: 'left out by you' } })
  })

  it('pauses between its files, goes on, and is not done twice when its worker was killed', async () => {
    const id = await planned(admin)
    await asked(admin, id, 'run')
    // The first import is begun and its worker is gone.
    await server.kernel.db.query({ text: `update bring_over set state = 'paused' where id = $1`, values: [id] })
    await work(id)
    expect((await runOf(admin, id)).parts).toEqual([])
    expect((await asked(admin, id, 'resume')).statusCode).toBe(202)
    const { db } = server.kernel
    await db.query(
      `create or replace function stop_there() returns trigger language plpgsql as $$ begin if new.object = 'contact' then raise exception 'killed' using errcode = '57P01'; end if; return new; end $$`,
    )
    await db.query('create trigger stop_there before insert on import_job for each row execute function stop_there()')
    await expect(work(id)).rejects.toThrow('database.unavailable')
    await db.query('drop trigger stop_there on import_job')
    const halfway = await runOf(admin, id)
    expect([halfway.state, halfway.parts.length]).toEqual(['running', 2])
    await db.query({ text: `update bring_over set lease_until = null where id = $1`, values: [id] })
    await work(id)
    const run = await runOf(admin, id)
    expect([run.state, run.parts.length, await count('customer')]).toEqual(['done', 4, 3])
    await asked(admin, id, 'undo')
    await work(id)
  })

  it('begins the import of a file once, also when its worker was killed as it noted that it had', async () => {
    const id = await planned(admin)
    await asked(admin, id, 'run')
    const { db } = server.kernel
    await db.query(
      `create or replace function stop_here() returns trigger language plpgsql as $$ begin if new.parts <> old.parts then raise exception 'killed' using errcode = '57P01'; end if; return new; end $$`,
    )
    await db.query('create trigger stop_here before update on bring_over for each row execute function stop_here()')
    await expect(work(id)).rejects.toThrow('database.unavailable')
    await db.query('drop trigger stop_here on bring_over')
    await db.query({ text: `update bring_over set lease_until = null where id = $1`, values: [id] })
    await work(id)
    const { state, parts } = await runOf(admin, id)
    expect([state, parts.length]).toEqual(['done', 4])
    const strays = await db.query(
      `select file_name, state from import_job j where not exists (select 1 from bring_over b where b.parts @> jsonb_build_array(jsonb_build_object('import', j.id)))`,
    )
    expect(strays).toEqual([])
    await asked(admin, id, 'undo')
    await work(id)
  })

  it('goes on with its imports itself after a kill: nobody else does, and tells of each of them', async () => {
    const id = await planned(admin)
    await asked(admin, id, 'run')
    await work(id)
    const { parts } = await runOf(admin, id)
    const last = parts.at(-1).import
    const { db } = server.kernel
    const killedIn = async (state: string): Promise<readonly string[]> => {
      await db.query({ text: 'update bring_over set state = $2, lease_until = null where id = $1', values: [id, state] })
      return importsLeft(db)
    }
    await db.query({ text: `update import_job set state = 'running', lease_until = null where id = $1`, values: [last] })
    expect([await killedIn('running'), await killedIn('failed')]).toEqual([[], [last]])
    await db.query({ text: `update import_job set state = 'done' where id = $1`, values: [last] })
    await killedIn('done')
    await asked(admin, id, 'undo')
    await work(id)
  })

  it('that cannot be planned says why, and is planned again with other settings', async () => {
    const id = await planned(admin, { process: '01900000-0000-7000-8000-00000000beef' })
    const failed = await runOf(admin, id)
    expect([failed.state, failed.error]).toEqual(['failed', expect.stringContaining('there is no sales process')])
    expect((await asked(admin, id, 'plan', { settings: {} })).statusCode).toBe(202)
    await work(id)
    expect(await runOf(admin, id)).toMatchObject({ state: 'planned', error: null })
    expect((await asked(admin, id, 'cancel')).statusCode).toBe(202)
    expect(readdirSync(join(dataDir, 'bring-overs'))).not.toContain(id)
  })

  it('names the system the files are rather of', async () => {
    const id = await begin(admin, 'zendesk')
    await send(admin, id, { name: 'Opportunity.csv', content: Buffer.from(FILES['Opportunity.csv'] ?? '') })
    await asked(admin, id, 'plan')
    await work(id)
    const { plan } = await runOf(admin, id)
    expect([plan.parts, plan.rather]).toEqual([[], 'salesforce'])
    const refused = await asked(admin, id, 'run')
    expect([refused.statusCode, refused.json().code]).toEqual([400, 'import.file'])
  })
})

describe('what is refused', () => {
  it('files that are none, bombs, locked zips, and settings that cannot be meant', async () => {
    const id = await begin(admin)
    const text = Buffer.from('Id,Name\n1,a\n')
    const tried: readonly (readonly [Pick<Zipped, 'name' | 'content'>, RegExp])[] = [
      [{ name: 'photo.png', content: Buffer.from([137, 80, 78, 71, 0, 0]) }, /choose CSV, Excel/],
      [{ name: 'photo.csv', content: Buffer.from([137, 80, 78, 71, 0, 0, 1, 2]) }, /not a text or Excel file/],
      [{ name: 'no.zip', content: text }, /not a valid Excel or zip file/],
      [{ name: 'empty.zip', content: zipOf([{ name: 'readme.txt', content: text }]) }, /no CSV or Excel file/],
      [{ name: 'locked.zip', content: zipOf([{ name: 'a.csv', content: text, flags: 1 }]) }, /encrypted/],
      [{ name: 'bomb.zip', content: zipOf([{ name: 'a.csv', content: Buffer.alloc(60 * 1024 ** 2) }]) }, /far more than it should/],
      [
        { name: 'liar.zip', content: zipOf([{ name: 'a.csv', content: Buffer.alloc(5 * 1024 ** 2), says: 10 }]) },
        /more than its directory says/,
      ],
    ]
    for (const [file, reason] of tried) {
      const answer = await send(admin, id, file)
      expect([file.name, answer.statusCode, answer.json().code]).toEqual([file.name, 400, 'import.file'])
      expect(answer.json().title).toMatch(reason)
    }
    expect((await runOf(admin, id)).files).toEqual([])
    const inside = zipOf([
      { name: '../../../outside.csv', content: text },
      { name: '__MACOSX/._a.csv', content: text },
    ])
    expect((await send(admin, id, { name: 'sly.zip', content: inside })).json().files).toEqual([
      { name: 'outside.csv', bytes: text.length },
    ])
    expect(existsSync(join(dataDir, 'bring-overs', id, 'outside.csv'))).toBe(true)
    for (const settings of [{ owner: 'me' }, { with_deleted: 'yes' }, { leave: 'x' }])
      expect((await asked(admin, id, 'plan', { settings })).json().code).toBe('request.invalid')
    expect((await admin.request('POST', '/api/v1/bring-overs', { system: 'abacus' })).statusCode).toBe(400)
  })

  it('a person who lacks a right, who is told which; and the runs of others', async () => {
    const write = (object: string, patch: Record<string, unknown>) =>
      server.kernel.write(systemActor('test'), [{ object, op: 'create', patch }], { cause: { kind: 'system' } })
    const own = { create: 'own', read: 'own', update: 'own', import: 'own' }
    await write('role', { key: 'half', name: '只导客户', grants: { customer: own, employee: { read: 'all' }, industry: { read: 'all' } } })
    await write('role', { key: 'reader', name: '只看', grants: { customer: { read: 'own' } } })
    await hire(server, { login: 'half', role: 'half', department: null })
    await hire(server, { login: 'reader', role: 'reader', department: null })
    const [half, reader] = [await signedIn(server.http, 'half', PASSWORD), await signedIn(server.http, 'reader', PASSWORD)]
    const refused = await reader.request('POST', '/api/v1/bring-overs', { system: 'salesforce' })
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'import.rights'])
    const id = await planned(half, {}, { 'Account.csv': FILES['Account.csv'] ?? '', 'Contact.csv': FILES['Contact.csv'] ?? '' })
    const { plan } = await runOf(half, id)
    expect(plan.missing).toEqual([{ object: 'contact', rights: ['create', 'import'] }])
    const answer = await asked(half, id, 'run')
    expect([answer.statusCode, answer.json().title]).toEqual([403, 'You lack the right to import: Contacts (create, import)'])
    // Without what they may not, the rest comes in; a new industry they may not make stays blank.
    expect((await asked(half, id, 'plan', { settings: { leave: ['Contact.csv'] } })).statusCode).toBe(202)
    await work(id)
    expect((await asked(half, id, 'run')).statusCode).toBe(202)
    await work(id)
    expect(await runOf(half, id)).toMatchObject({ state: 'done', parts: [{ counts: { new: 3, fail: 0 } }, { counts: { update: 1 } }] })
    for (const verb of ['plan', 'run', 'pause', 'cancel', 'undo']) expect((await asked(reader, id, verb)).statusCode).toBe(404)
    expect((await reader.request('GET', `/api/v1/bring-overs/${id}`)).statusCode).toBe(404)
    expect((await reader.request('GET', '/api/v1/bring-overs')).json().data).toEqual([])
  })
})

describe('a file of another system in the ordinary wizard', () => {
  it('has its columns understood by their names', async () => {
    const content = Buffer.from('Id,Name,BillingCity,NumberOfEmployees,AnnualRevenue\n001,Acme,Boston,12,5\n')
    const boundary = 'b'
    const answer = await server.http.inject({
      method: 'POST',
      url: '/api/v1/imports?object=customer',
      headers: { cookie: admin.cookie, 'x-csrf-token': admin.csrf, 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: `--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${content.toString()}\r\n--b--\r\n`,
    })
    const { columns } = answer.json().mapping
    expect(columns.map((column: { field: string | null }) => column.field)).toEqual([
      null,
      'name',
      null,
      'employee_count',
      'annual_revenue',
    ])
  })
})

const given = existsSync(GIVEN)
if (!given) process.stdout.write('skipped: ../shared/data/crm_exports is absent\n')

describe.skipIf(!given)('the export of HubSpot that was given', () => {
  it('is planned and brought over whole, as on the command line', async () => {
    const id = await begin(admin, 'hubspot')
    const folder = join(GIVEN, 'hubspot')
    const files = readdirSync(folder).filter((name) => name.endsWith('.csv'))
    const zip = zipOf(files.map((name) => ({ name, content: readFileSync(join(folder, name)) })))
    expect((await send(admin, id, { name: 'hubspot.zip', content: zip })).json().files).toHaveLength(files.length)
    await asked(admin, id, 'plan')
    await work(id)
    const { plan, error } = await runOf(admin, id)
    expect(error).toBe(null)
    const rows = plan.parts.map((part: { rows: number }) => part.rows)
    expect(rows.reduce((sum: number, n: number) => sum + n, 0)).toBe(24 + 22 + 44 + 2 + 1 + 1 + 100 + 1)
    const gone = new Set([...plan.parts, ...plan.left].map((each) => (isJsonObject(each) ? each['file'] : '')))
    expect(gone.size).toBe(files.length)
    await asked(admin, id, 'run')
    await work(id)
    expect((await runOf(admin, id)).state).toBe('done')
  }, 60_000)
})
