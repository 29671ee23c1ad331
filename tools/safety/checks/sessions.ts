import { sameTime } from '../timing.ts'
import { type Answer, cookieOf, sessionHeaders, valueAt } from '../caller.ts'
import { type Check, judge, type World } from '../check.ts'

const LIST = '/api/v1/customers'

async function customers(world: World): Promise<string> {
  return String((await world.sql('select count(*)::text as n from customer'))[0]?.['n'])
}

/** What a page of another site can make a browser send: the cookie, and little else. */
export const crossSite: Check = {
  id: 'S066',
  title: 'cross-site requests',
  run: async (world) => {
    const findings: string[] = []
    const before = await customers(world)
    const { cookie = '', 'x-csrf-token': csrf = '' } = world.admin.headers
    const victim = world.holder(cookie)
    const json = { type: 'application/json', payload: '{"name":"cross-site"}' }
    const token = { 'x-csrf-token': csrf }
    const attempts: readonly (readonly [string, Parameters<typeof victim.ask>[0]])[] = [
      ['no token', { method: 'POST', path: LIST, raw: json }],
      [
        'a wrong token',
        { method: 'POST', path: LIST, raw: json, headers: { 'x-csrf-token': csrf.replace(/^./, (mark) => (mark === 'A' ? 'B' : 'A')) } },
      ],
      ['an empty token', { method: 'POST', path: LIST, raw: json, headers: { 'x-csrf-token': '' } }],
      ['the token, another origin', { method: 'POST', path: LIST, raw: json, headers: { ...token, origin: 'https://evil.example' } }],
      ['the token, origin null', { method: 'POST', path: LIST, raw: json, headers: { ...token, origin: 'null' } }],
      [
        'the token, a site that looks alike',
        { method: 'POST', path: LIST, raw: json, headers: { ...token, origin: 'http://127.0.0.1.evil.example' } },
      ],
      [
        'the token, said to be cross-site',
        { method: 'POST', path: LIST, raw: json, headers: { ...token, 'sec-fetch-site': 'cross-site' } },
      ],
      ['the token, from a sister domain', { method: 'POST', path: LIST, raw: json, headers: { ...token, 'sec-fetch-site': 'same-site' } }],
      ['JSON as plain text', { method: 'POST', path: LIST, raw: { type: 'text/plain', payload: json.payload } }],
      ['a form', { method: 'POST', path: LIST, raw: { type: 'application/x-www-form-urlencoded', payload: 'name=cross-site' } }],
      [
        'a form with parts',
        {
          method: 'POST',
          path: LIST,
          raw: {
            type: 'multipart/form-data; boundary=b',
            payload: '--b\r\ncontent-disposition: form-data; name="name"\r\n\r\nx\r\n--b--\r\n',
          },
        },
      ],
      [
        'a method in a header',
        {
          method: 'GET',
          path: `${LIST}?name=cross-site&_method=POST`,
          headers: { 'x-http-method-override': 'POST', 'x-method-override': 'POST' },
        },
      ],
    ]
    for (const [name, question] of attempts) {
      const answer = await victim.ask(question)
      if (question.method === 'POST' && (answer.status < 400 || answer.status >= 500)) findings.push(`${name}: ${answer.status}`)
    }
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await world.signIn({ ...world.account, headers })
      if (answer.status !== 403) findings.push(`signing somebody in from elsewhere (${JSON.stringify(headers)}): ${answer.status}`)
    }
    if ((await customers(world)) !== before) findings.push('a customer was made')
    return judge(findings, `${attempts.length + 3} kinds of request with the victim’s cookie`)
  },
}

async function alive(world: World, answer: Answer): Promise<boolean> {
  return (await world.holder(sessionHeaders(answer)['cookie'] ?? '').ask({ method: 'GET', path: '/api/v1/session' })).status === 200
}

/** A session is made by the server at sign-in, never taken from the caller, and dies when it ends. */
export const fixation: Check = {
  id: 'S019',
  title: 'session fixation and the end of sessions',
  run: async (world) => {
    const findings: string[] = []
    const planted = 'perigon_session=cGxhbnRlZC1ieS1zb21lYm9keS1lbHNl'
    const first = await world.signIn({ ...world.account, headers: { cookie: planted } })
    if (first.status !== 200) return judge([`sign-in answers ${first.status}`], '')
    if (planted.endsWith(cookieOf(sessionHeaders(first)))) findings.push('a planted session was taken over')
    if ((await world.holder(planted).ask({ method: 'GET', path: '/api/v1/session' })).status === 200)
      findings.push('a planted session lives')
    const second = await world.signIn({ ...world.account, headers: sessionHeaders(first) })
    if (second.status !== 200) findings.push(`signing in again answers ${second.status}`)
    if (cookieOf(sessionHeaders(first)) === cookieOf(sessionHeaders(second))) findings.push('signing in again keeps the old session')
    if (await alive(world, first)) findings.push('the session before the second sign-in still lives')
    if (sessionHeaders(first)['x-csrf-token'] === sessionHeaders(second)['x-csrf-token'])
      findings.push('the CSRF token outlives its session')
    const owner = world.holder(sessionHeaders(second)['cookie'] ?? '')
    await owner.ask({ method: 'DELETE', path: '/api/v1/session', headers: sessionHeaders(second) })
    if (await alive(world, second)) findings.push('the session lives after signing out')
    return judge(findings, 'planted, renewed, ended')
  },
}

function flagsMissing(cookie: string, { json }: Answer): readonly string[] {
  const [name = '', value = ''] = cookie.split(/[=;]/)
  const missing = [/; *httponly/i, /; *samesite=(lax|strict)/i, /; *path=\//i].filter((flag) => !flag.test(cookie))
  return [
    ...missing.map((flag) => `${name}: no ${flag.source}`),
    ...(/; *domain=/i.test(cookie) ? [`${name} goes to sister domains`] : []),
    ...(value !== '' && JSON.stringify(json).includes(value) ? [`${name} is in the answer’s body, where scripts can read it`] : []),
  ]
}

/** What the browser is told to do with the cookies. */
export const cookieFlags: Check = {
  id: 'S027',
  title: 'flags of cookies',
  run: async (world) => {
    const answer = await world.signIn(world.account)
    const findings =
      answer.cookies.length === 0 ? ['signing in sets no cookie'] : answer.cookies.flatMap((cookie) => flagsMissing(cookie, answer))
    return judge(findings, 'HttpOnly, SameSite, one host, not in any body')
  },
}

/** Whether a login exists cannot be read from how long the refusal takes. */
export const signInTiming: Check = {
  id: 'S017a',
  title: 'timing of sign-in, unknown against known login',
  run: (world) => {
    const refused = (login: string) => world.signIn({ login, password: 'Not-The-Password-1' })
    return sameTime({
      names: ['known', 'unknown'],
      rounds: 200,
      before: () => world.sql('delete from login_failure'),
      left: () => refused(world.account.login),
      right: (round) => refused(`nobody.${round}`),
    })
  },
}

/** Guessing is slowed down per account and per peer, and the refusal does not tell whether the account exists. */
export const bruteForce: Check = {
  id: 'S017',
  title: 'brute force: one account, many accounts',
  run: async (world) => {
    const findings: string[] = []
    for (const login of [world.account.login, 'nobody.at.all']) {
      await world.sql('delete from login_failure')
      const answers: Answer[] = []
      for (let attempt = 0; attempt < 20; attempt += 1) answers.push(await world.signIn({ login, password: `Guess-${attempt}-x` }))
      const through = answers.filter((answer) => answer.status === 401).length
      if (through > 6) findings.push(`${through} of 20 guesses at ${login} were looked at`)
      const last = answers.at(-1)
      if (last?.status !== 429 || !(Number(last.headers['retry-after']) > 0))
        findings.push(`the 20th guess at ${login} answers ${last?.status}`)
    }
    await world.sql('delete from login_failure')
    let spread = 0
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const answer = await world.signIn({ login: `person.${attempt}`, password: 'Spring-2026' })
      if (answer.status === 401) spread += 1
    }
    if (spread > 60) findings.push(`${spread} of 200 accounts could be tried from one address within seconds`)
    await world.sql('delete from login_failure')
    const again = await world.signIn(world.account)
    if (again.status !== 200) findings.push(`the owner cannot sign in afterwards: ${again.status} ${String(valueAt(again.json, 'code'))}`)
    return judge(findings, `of 200 accounts tried from one address ${spread} were looked at`)
  },
}
