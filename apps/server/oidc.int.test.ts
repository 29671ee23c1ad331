import { parseRoleMap } from '@perigon/organization'
import { systemActor } from '@perigon/kernel'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CLIENT, type Lie, startFalseProvider, startProvider } from './oidc.fixture.ts'
import { hire, startTestServer, type TestServer } from './test-server.fixture.ts'

const PUBLIC = 'http://localhost:7411'
const REDIRECT = `${PUBLIC}/api/v1/sso/callback`

function settings(issuer: string) {
  return {
    publicUrl: PUBLIC,
    sso: {
      settings: {
        issuer,
        clientId: CLIENT.id,
        clientSecret: CLIENT.secret,
        name: 'Example SSO',
        scopes: 'openid profile email groups',
        groupsClaim: 'groups',
        redirectUri: REDIRECT,
      },
      roleMap: parseRoleMap('sales=sales_rep;leads=sales_manager'),
    },
  }
}

type Trip = { readonly address: string; readonly mark: string }

/** From our start page through the provider, following it like a browser, to the address it sends back to. */
async function travel(server: TestServer): Promise<Trip> {
  const start = await server.http.inject({ method: 'GET', url: '/api/v1/sso/start', headers: { host: 'evil.example' } })
  expect(start.statusCode).toBe(303)
  const mark = start.cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ')
  const jar = new Map<string, string>()
  let address = start.headers.location ?? ''
  for (let hop = 0; hop < 12 && !address.startsWith(REDIRECT); hop += 1) {
    const answer = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      jar.set(name, value)
    }
    const next = answer.headers.get('location')
    if (next === null) throw new Error(`${address}: ${answer.status} ${await answer.text()}`)
    address = new URL(next, address).href
  }
  return { address, mark }
}

function comeBack(server: TestServer, { address, mark }: Trip) {
  return server.http.inject({ method: 'GET', url: address.slice(PUBLIC.length), headers: { cookie: mark } })
}

const users = (server: TestServer, login: string) =>
  server.kernel.db.query<{ id: string; email: string | null; auth: string; roles: string[]; employee: string | null }>({
    text: `select u.id, u.email, u.auth, u.roles, e.name as employee from "user" u left join employee e on e.id = u.employee where u.login = $1`,
    values: [login],
  })

describe('single sign-on by a real provider', () => {
  let server: TestServer
  let provider: Awaited<ReturnType<typeof startProvider>>

  beforeAll(async () => {
    provider = await startProvider(REDIRECT)
    server = await startTestServer('web', settings(provider.issuer))
    await server.kernel.write(
      systemActor('test'),
      [{ object: 'employee', op: 'create', patch: { name: '孙丽', email: 'sun.li@example.com' } }],
      { cause: { kind: 'system' } },
    )
  })
  beforeEach(async () => {
    await server.kernel.db.query('delete from login_failure')
  })
  afterAll(async () => {
    await server.stop()
    provider.stop()
  })

  const enter = async () => comeBack(server, await travel(server))
  const who = async (answer: Awaited<ReturnType<typeof enter>>) =>
    server.http.inject({
      method: 'GET',
      url: '/api/v1/session',
      headers: { cookie: answer.cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ') },
    })

  it('offers itself on the sign-in page by its name', async () => {
    const ways = await server.http.inject({ method: 'GET', url: '/api/v1/sign-in-ways' })
    expect(ways.json()).toMatchObject({ sso: 'Example SSO' })
  })

  it('asks with PKCE, state and nonce, and for an answer at the configured address whatever the Host header says', async () => {
    const start = await server.http.inject({ method: 'GET', url: '/api/v1/sso/start', headers: { host: 'evil.example' } })
    const asked = new URL(start.headers.location ?? '').searchParams
    expect(asked.get('redirect_uri')).toBe(REDIRECT)
    expect([asked.get('response_type'), asked.get('code_challenge_method')]).toEqual(['code', 'S256'])
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)?.length).toBeGreaterThanOrEqual(43)
    expect(start.cookies[0]).toMatchObject({ name: 'perigon_sso', httpOnly: true, sameSite: 'Lax' })
  })

  it('makes the user, links the employee by a verified address, and gives the roles of the groups', async () => {
    provider.as({
      sub: 's1',
      preferred_username: 'Sun.Li',
      name: '孙丽',
      email: 'Sun.Li@example.com',
      email_verified: true,
      groups: ['sales'],
    })
    const answer = await enter()
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/'])
    expect((await who(answer)).json()).toMatchObject({
      user: { login: 'sun.li', name: '孙丽' },
      employee: { name: '孙丽' },
      roles: ['sales_rep'],
    })
    provider.as({ sub: 's1', preferred_username: 'renamed', name: '孙丽', groups: ['sales', 'leads'] })
    expect((await who(await enter())).json()).toMatchObject({ user: { login: 'sun.li' }, roles: ['sales_manager', 'sales_rep'] })
  })

  it('links nothing by an address that is not verified', async () => {
    await server.kernel.write(
      systemActor('test'),
      [{ object: 'employee', op: 'create', patch: { name: '周强', email: 'zhou.qiang@example.com' } }],
      { cause: { kind: 'system' } },
    )
    provider.as({ sub: 's2', preferred_username: 'zhou', email: 'zhou.qiang@example.com', email_verified: false, groups: ['sales'] })
    expect((await who(await enter())).json()).toMatchObject({ user: { login: 'zhou' }, employee: null })
    expect(await users(server, 'zhou')).toMatchObject([{ email: null, employee: null }])
  })

  it.each([
    ['another case', 'ADMIN'],
    ['full width', 'ＡＤＭＩＮ'],
    ['the same', 'admin'],
  ])('never takes a user with a password over: login in %s', async (_what, login) => {
    provider.as({ sub: `x-${login}`, preferred_username: login, email: 'x@example.com', email_verified: true, groups: ['sales'] })
    expect((await enter()).headers.location).toBe('/?refused=auth.taken')
  })

  it('takes look-alike letters for what they are: another person', async () => {
    const before = await users(server, 'admin')
    provider.as({ sub: 'homograph', preferred_username: 'аdmin', email: 'sun.lі@example.com', email_verified: true, groups: ['sales'] })
    const me = (await who(await enter())).json()
    expect(me.admin).toBe(false)
    expect(me.employee).toBeNull()
    expect(me.user.id).not.toBe(before[0]?.id)
  })

  it('links a user an administrator prepared for it, once', async () => {
    const { user } = await hire(server, { login: 'prepared', role: 'sales_rep', department: null })
    await server.kernel.write(
      systemActor('test'),
      [{ object: 'user', op: 'update', id: user, patch: { auth: 'sso', email: 'prepared@example.com' } }],
      { cause: { kind: 'system' } },
    )
    provider.as({ sub: 'p1', preferred_username: 'someone', email: 'prepared@example.com', email_verified: true, groups: ['sales'] })
    expect((await who(await enter())).json().user.id).toBe(user)
    provider.as({ sub: 'p2', preferred_username: 'prepared', email: 'other@example.com', email_verified: true, groups: ['sales'] })
    expect((await enter()).headers.location).toBe('/?refused=auth.taken')
  })

  it('lets nobody in without a role', async () => {
    provider.as({ sub: 'r1', preferred_username: 'roleless', groups: ['cleaners'] })
    expect((await enter()).headers.location).toBe('/?refused=auth.no_role')
  })

  it('refuses an answer twice, by another browser, with another state, and one that nobody asked for', async () => {
    provider.as({ sub: 's1', preferred_username: 'sun.li', groups: ['sales'] })
    const first = await travel(server)
    expect((await comeBack(server, first)).headers.location).toBe('/')
    expect((await comeBack(server, first)).headers.location).toBe('/?refused=auth.sso')
    const [mine, theirs] = [await travel(server), await travel(server)]
    expect((await comeBack(server, { ...mine, mark: theirs.mark })).headers.location).toBe('/?refused=auth.sso')
    expect((await comeBack(server, { ...mine, mark: '' })).headers.location).toBe('/?refused=auth.sso')
    const bent = new URL(theirs.address)
    bent.searchParams.set('state', 'made-up')
    expect((await comeBack(server, { ...theirs, address: bent.href })).headers.location).toBe('/?refused=auth.sso')
  })

  it('refuses the code of one departure at another, by PKCE', async () => {
    const [mine, theirs] = [await travel(server), await travel(server)]
    const mixed = new URL(mine.address)
    mixed.searchParams.set('code', new URL(theirs.address).searchParams.get('code') ?? '')
    expect((await comeBack(server, { ...mine, address: mixed.href })).headers.location).toBe('/?refused=auth.sso')
  })
})

describe('a provider that lies', () => {
  let server: TestServer
  let liar: Awaited<ReturnType<typeof startFalseProvider>>

  beforeAll(async () => {
    liar = await startFalseProvider()
    server = await startTestServer('web', settings(liar.issuer))
  })
  beforeEach(async () => {
    await server.kernel.db.query('delete from login_failure')
  })
  afterAll(async () => {
    await server.stop()
    liar.stop()
  })

  it('is believed while it tells the truth', async () => {
    liar.tell({})
    expect((await comeBack(server, await travel(server))).headers.location).toBe('/')
  })

  it.each<readonly [string, Lie]>([
    ['another issuer', { iss: 'https://evil.example' }],
    ['another audience', { aud: 'somebody-else' }],
    ['another nonce', { nonce: 'not-the-one-asked-for' }],
    ['an expired token', { exp: Math.floor(Date.now() / 1000) - 3600 }],
    ['no signature (alg none)', { alg: 'none' }],
    ['a signature of another kind', { alg: 'HS256' }],
    ['a signature by another key', { otherKey: true }],
    ['an answer in the name of another provider', { answerIss: 'https://mix-up.example' }],
  ])('is refused: %s', async (_what, lie) => {
    liar.tell(lie)
    const answer = await comeBack(server, await travel(server))
    expect(answer.headers.location).toBe('/?refused=auth.sso')
    expect(answer.cookies.find((cookie) => cookie.name === 'perigon_session')).toBeUndefined()
    const notes = await server.kernel.db.query<{ changes: { sso: string } }>(
      `select changes from event where op = 'sign_in_failed' order by seq desc limit 1`,
    )
    expect(notes[0]?.changes.sso).toBe('auth.sso')
  })
})
