import { createServer, type Server } from 'node:net'
import { createDirectory, endLeavers, parseRoleMap } from '@perigon/organization'
import { systemActor } from '@perigon/kernel'
import { signedIn, type TestClient } from '@perigon/testing'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BASE, noSlapd, READER, type Slapd, startSlapd } from './slapd.fixture.ts'
import { PASSWORD, startTestServer, type TestServer } from './test-server.fixture.ts'

if (noSlapd !== null) process.stdout.write(`LDAP tests are skipped: ${noSlapd}\n`)

const SETTINGS = {
  startTls: false,
  ca: undefined,
  bindDn: READER.dn,
  bindPassword: READER.password,
  base: BASE,
  filter: '(&(objectClass=inetOrgPerson)(uid={login}))',
  loginAttribute: 'uid',
  groupBase: `ou=groups,${BASE}`,
}

describe.skipIf(noSlapd !== null)('sign-in by a real OpenLDAP', () => {
  let slapd: Slapd
  let server: TestServer
  let trap: Server
  let trapped = 0

  beforeAll(async () => {
    // Where the reference of the directory leads; nobody may ever knock there.
    trap = createServer((socket) => {
      trapped += 1
      socket.destroy()
    })
    await new Promise<void>((ready) => {
      trap.listen(0, '127.0.0.1', ready)
    })
    const address = trap.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    slapd = await startSlapd(`ldap://127.0.0.1:${port}/dc=elsewhere,dc=com`)
    server = await startTestServer('web', {
      directory: {
        settings: { ...SETTINGS, url: slapd.url },
        roleMap: parseRoleMap('sales=sales_rep;leads=sales_manager'),
      },
    })
    await server.kernel.write(
      systemActor('test'),
      [
        { object: 'employee', op: 'create', patch: { name: '王芳', number: 'E1001', email: 'somebody@else.example' } },
        { object: 'employee', op: 'create', patch: { name: '赵磊', email: 'zhao.lei@example.com' } },
      ],
      { cause: { kind: 'system' } },
    )
  })
  beforeEach(async () => {
    await server.kernel.db.query('delete from login_failure')
  })
  afterAll(async () => {
    await server?.stop()
    await slapd?.stop()
    trap?.close()
  })

  const enter = (login: string, password: string, code?: string) =>
    server.http.inject({ method: 'POST', url: '/api/v1/session', payload: { login, password, ...(code === undefined ? {} : { code }) } })
  const users = (login: string) =>
    server.kernel.db.query<{ id: string; name: string; email: string | null; auth: string; roles: string[]; employee: string | null }>({
      text: `select u.id, u.name, u.email, u.auth, u.roles, e.name as employee from "user" u left join employee e on e.id = u.employee where u.login = $1`,
      values: [login],
    })

  it('makes the user at the first sign-in: linked to the employee by number, with the roles of the groups', async () => {
    const answer = await enter('Wang.Fang', 'Directory-Pass-1')
    expect(answer.json()).toMatchObject({ user: { login: 'wang.fang', name: '王芳' }, employee: { name: '王芳' }, roles: ['sales_rep'] })
    expect(await users('wang.fang')).toMatchObject([{ email: 'wang.fang@example.com', auth: 'ldap', employee: '王芳' }])
    const second = await enter('wang.fang', 'Directory-Pass-1')
    expect(second.statusCode).toBe(200)
    expect(await users('wang.fang')).toHaveLength(1)
  })

  it('links by the address the directory vouches for when there is no number', async () => {
    expect((await enter('zhao.lei', 'Directory-Pass-2')).json()).toMatchObject({
      employee: { name: '赵磊' },
      roles: ['sales_manager', 'sales_rep'],
    })
  })

  it('says the same for a wrong password, an unknown name and an empty password', async () => {
    const answers = await Promise.all([
      enter('wang.fang', 'wrong'),
      enter('nobody.here', 'wrong'),
      enter('wang.fang', ''),
      enter('nobody.here', ''),
    ])
    for (const answer of answers) expect([answer.statusCode, answer.json().title]).toEqual([401, answers[0]?.json().title])
  })

  it.each(['*', 'wang*', 'wang.fang)(|(uid=*', '*)(objectClass=*', 'wang.fang\\', '\u0000', 'wang.fang)(userPassword=*'])(
    'takes %j for a name, not for a filter',
    async (login) => {
      expect([400, 401]).toContain((await enter(login, 'Directory-Pass-1')).statusCode)
    },
  )

  it('follows no reference to another server', () => {
    expect(trapped).toBe(0)
  })

  it('never takes a user with a password over, whatever the directory says', async () => {
    expect((await enter('admin', 'Directory-Pass-3')).statusCode).toBe(401)
    const own = await enter('admin', PASSWORD)
    expect(own.json()).toMatchObject({ user: { login: 'admin', name: '管理员' }, admin: true })
  })

  it('lets nobody in without a role, and says what to do', async () => {
    const answer = await server.http.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { login: 'groupless', password: 'Directory-Pass-4' },
      headers: { 'accept-language': 'en-US' },
    })
    expect([answer.statusCode, answer.json().title]).toEqual([403, 'You have no role here yet. Ask an administrator'])
  })

  it('reads roles and names again each time; a session opened with other roles ends', async () => {
    const before = await signedIn(server.http, 'wang.fang', 'Directory-Pass-1')
    slapd.modify(`dn: cn=leads,ou=groups,${BASE}\nchangetype: modify\nadd: member\nmember: uid=wang.fang,ou=people,${BASE}\n`)
    slapd.modify(`dn: uid=wang.fang,ou=people,${BASE}\nchangetype: modify\nreplace: displayName\ndisplayName: Wang Fang\n`)
    expect((await enter('wang.fang', 'Directory-Pass-1')).json()).toMatchObject({
      roles: ['sales_manager', 'sales_rep'],
      user: { name: 'Wang Fang' },
    })
    server.signIn.forget()
    expect((await before.request('GET', '/api/v1/session')).statusCode).toBe(401)
    slapd.modify(`dn: cn=leads,ou=groups,${BASE}\nchangetype: modify\ndelete: member\nmember: uid=wang.fang,ou=people,${BASE}\n`)
    expect((await enter('wang.fang', 'Directory-Pass-1')).json().roles).toEqual(['sales_rep'])
  })

  it('knows a person again after their login was changed in the directory', async () => {
    const [before] = await users('zhao.lei')
    slapd.modify(`dn: uid=zhao.lei,ou=people,${BASE}\nchangetype: modrdn\nnewrdn: uid=zhao.lei2\ndeleteoldrdn: 1\n`)
    slapd.modify(`dn: cn=sales,ou=groups,${BASE}\nchangetype: modify\nadd: member\nmember: uid=zhao.lei2,ou=people,${BASE}\n`)
    expect((await enter('zhao.lei2', 'Directory-Pass-2')).json().user.id).toBe(before?.id)
  })

  it('goes over TLS with a certificate it was told to trust, and not with another', async () => {
    const url = slapd.url.replace('127.0.0.1', 'localhost')
    const settings = { ...SETTINGS, url, startTls: true }
    const found = await createDirectory({ ...settings, ca: slapd.ca }).find('wang.fang', 'Directory-Pass-1')
    expect(found?.login).toBe('wang.fang')
    await expect(createDirectory(settings).find('wang.fang', 'Directory-Pass-1')).rejects.toMatchObject({ code: 'auth.directory' })
  })

  it('asks for the second factor of the person here, and refuses who is disabled here', async () => {
    const client = await signedIn(server.http, 'wang.fang', 'Directory-Pass-1')
    const { secret } = (await client.request('POST', '/api/v1/account/second-factor', {})).json()
    const totp = new TOTP({ secret: Secret.fromBase32(secret) })
    await client.request('POST', '/api/v1/account/second-factor/confirm', { code: totp.generate() })
    expect((await enter('wang.fang', 'Directory-Pass-1')).json().code).toBe('auth.second_factor')
    expect((await enter('wang.fang', 'Directory-Pass-1', totp.generate({ timestamp: Date.now() + 30_000 }))).statusCode).toBe(200)
    const [user] = await users('wang.fang')
    await server.kernel.write(systemActor('test'), [{ object: 'user', op: 'update', id: user?.id ?? '', patch: { status: 'disabled' } }], {
      cause: { kind: 'system' },
    })
    expect((await enter('wang.fang', 'Directory-Pass-1')).json().code).toBe('auth.invalid')
  })

  it('signs out who has left, ends their tokens, and leaves the others alone; a silent directory signs nobody out', async () => {
    const directory = createDirectory({ ...SETTINGS, url: slapd.url })
    slapd.modify(
      `dn: uid=temp,ou=people,${BASE}\nchangetype: add\nobjectClass: inetOrgPerson\nuid: temp\ncn: Temp\nsn: Temp\nuserPassword: Directory-Pass-7\n`,
    )
    slapd.modify(`dn: cn=sales,ou=groups,${BASE}\nchangetype: modify\nadd: member\nmember: uid=temp,ou=people,${BASE}\n`)
    const leaver = await signedIn(server.http, 'temp', 'Directory-Pass-7')
    const stays = await signedIn(server.http, 'zhao.lei2', 'Directory-Pass-2')
    await server.signIn.createToken('temp', { name: 't' })
    const here = async (client: TestClient): Promise<number> => {
      server.signIn.forget()
      return (await client.request('GET', '/api/v1/session')).statusCode
    }
    expect([await endLeavers(server.kernel, directory), await here(leaver), await here(stays)]).toEqual([0, 200, 200])
    const silent = createDirectory({ ...SETTINGS, url: 'ldap://127.0.0.1:1' })
    await expect(endLeavers(server.kernel, silent)).rejects.toMatchObject({ code: 'auth.directory' })
    slapd.modify(`dn: uid=temp,ou=people,${BASE}\nchangetype: delete\n`)
    expect([await endLeavers(server.kernel, directory), await here(leaver), await here(stays)]).toEqual([1, 401, 200])
    const [user] = await users('temp')
    const left = await server.kernel.db.query({ text: 'select 1 from api_token where user_id = $1', values: [user?.id] })
    const told = await server.kernel.db.query({
      text: `select changes from event where op = 'sign_out' and record = $1`,
      values: [user?.id],
    })
    expect([left, told]).toEqual([[], [{ changes: { name: 'Temp', reason: 'left_directory' } }]])
  })

  it('tells that the directory does not answer, and still lets in whoever has a password here', async () => {
    await slapd.stop()
    expect((await enter('zhao.lei', 'Directory-Pass-2')).json().code).toBe('auth.directory')
    expect((await enter('admin', PASSWORD)).statusCode).toBe(200)
  })
})
