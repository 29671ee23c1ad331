import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { TOTP, Secret } from 'otpauth'
import { callerOf, cookieOf, overHttp, sessionHeaders, textAt } from '../caller.ts'
import { type Check, judge } from '../check.ts'
import type { Ground } from '../ground.ts'

const EVIL = [
  'line\r\n{"level":60,"msg":"forged by a caller"}',
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  `long${'x'.repeat(200_000)}`,
  '\u2028separator\u0085',
  '%0d%0aforged',
]

/** What callers say stays inside one JSON line, without control characters and without end. */
export const logInjection: Check<Ground> = {
  id: 'S040',
  title: 'log injection',
  run: async (ground) => {
    const findings: string[] = []
    const from = ground.log().length
    const { nobody, admin } = ground.world
    for (const text of EVIL) {
      await nobody.ask({ method: 'POST', path: '/api/v1/session', body: { login: text, password: text } })
      await nobody.ask({
        method: 'GET',
        path: `/api/v1/${encodeURIComponent(text.slice(0, 4000))}`,
        headers: { 'user-agent': text.replaceAll(/[^\u0020-\u007e]/g, '').slice(0, 4000) },
      })
      await admin.ask({ method: 'POST', path: '/api/v1/customers/query', body: { q: text } })
      await admin.ask({ method: 'POST', path: '/api/v1/customers', raw: { type: 'application/json', payload: `{"name": ${text}` } })
    }
    await ground.world.sql('delete from login_failure')
    const lines = ground
      .log()
      .slice(from)
      .split('\n')
      .filter((line) => line !== '')
    for (const line of lines) {
      if (/[\u0000-\u0008\u000b-\u001f\u007f\u0085\u2028]/.test(line))
        findings.push(`a control character: ${JSON.stringify(line.slice(0, 100))}`)
      if (line.length > 20_000) findings.push(`a line of ${line.length} characters`)
      if (!line.startsWith('{"level":')) findings.push(`a line that is no entry: ${line.slice(0, 100)}`)
      else if (textAt(JSON.parse(line), 'msg').includes('forged')) findings.push('a forged entry')
    }
    return judge(findings, `${lines.length} log lines at level debug`)
  },
}

/** Text of every row of every table, which is what a dump holds. */
async function dump(ground: Ground): Promise<ReadonlyMap<string, string>> {
  const tables = await ground.world.sql(
    `select tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const found = new Map<string, string>()
  for (const table of tables) {
    const name = String(table['name'])
    const schema = await ground.world.sql(
      `select schemaname as schema from pg_tables where tablename = $1 and schemaname not in ('pg_catalog', 'information_schema')`,
      [name],
    )
    const rows = await ground.world.sql(`select string_agg(t::text, E'\\n') as text from "${String(schema[0]?.['schema'])}"."${name}" t`)
    found.set(name, String(rows[0]?.['text'] ?? ''))
  }
  return found
}

/** Signs in with everything that is secret, so that there is something to be found. */
async function leaveSecrets(ground: Ground): Promise<ReadonlyMap<string, string>> {
  const { world } = ground
  const secrets = new Map(ground.secrets)
  const answer = await world.signIn(world.account)
  const owner = callerOf('owner', sessionHeaders(answer), overHttp(ground.url))
  const begun = await owner.ask({ method: 'POST', path: '/api/v1/account/second-factor', body: {} })
  const secret = textAt(begun.json, 'secret')
  const code = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate()
  const confirmed = await owner.ask({ method: 'POST', path: '/api/v1/account/second-factor/confirm', body: { code } })
  secrets
    .set('secret of a second factor', secret)
    .set('a recovery code', /"([A-Z0-9]{5}-[A-Z0-9]{5})"/.exec(confirmed.text)?.[1]?.replace('-', '') ?? 'no recovery code came')
  secrets.set('session of the owner', cookieOf(sessionHeaders(answer))).set('CSRF token', sessionHeaders(answer)['x-csrf-token'] ?? '')
  for (const [name = '', value = ''] of answer.cookies.map((cookie) => cookie.split(/[=;]/))) secrets.set(`cookie ${name}`, value)
  await owner.ask({ method: 'GET', path: '/api/v1/customers', headers: { authorization: 'Bearer pgn_planted-token-that-is-wrong' } })
  secrets.set('a bearer token', 'pgn_planted-token-that-is-wrong')
  return secrets
}

function commandOutput(ground: Ground, args: readonly string[]): string {
  const env = {
    ...process.env,
    DATABASE_URL: ground.databaseUrl.replace('://', '://x:Url-Password-9@').replace(/x:Url-Password-9@[^@/]*@/, 'x:Url-Password-9@'),
    PERIGON_ADMIN: 'admin',
    PERIGON_ADMIN_PASSWORD: 'Suzhou-Canal-77',
    PERIGON_DATA: join(ground.dataDir, 'data'),
  }
  try {
    return execFileSync(process.execPath, [join(ground.root, 'apps/server/cli/main.ts'), ...args], {
      env,
      encoding: 'utf8',
      cwd: ground.root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    return typeof error === 'object' && error !== null && 'stdout' in error && 'stderr' in error
      ? `${String(error.stdout)}${String(error.stderr)}`
      : ''
  }
}

/** Passwords, tokens, codes: used, and then looked for in the log, in the configuration as printed, and in every row of the database. */
export const secrets: Check<Ground> = {
  id: 'S087',
  title: 'secrets in logs, in printed configuration and in dumps',
  run: async (ground) => {
    const findings: string[] = []
    const known = await leaveSecrets(ground)
    const rows = await dump(ground)
    await ground.world.sql('delete from second_factor')
    const printed = commandOutput(ground, ['config'])
    if (!printed.includes('PERIGON_ADMIN_PASSWORD')) findings.push(`./perigon config printed nothing: ${printed.slice(0, 100)}`)
    const places = new Map([...rows].map(([name, text]): [string, string] => [`table ${name}`, text]))
    places.set('the server’s log', ground.log()).set('./perigon config', printed)
    for (const [name, secret] of [...known, ['password of the database', 'Url-Password-9'] as const]) {
      if (secret.length < 8) findings.push(`${name} could not be used`)
      for (const [place, text] of places) if (secret.length >= 8 && text.includes(secret)) findings.push(`${name} in ${place}`)
    }
    return judge(
      findings,
      `${known.size + 1} secrets in ${rows.size} tables, ${Math.round(ground.log().length / 1024)} kB of log and ./perigon config`,
    )
  },
}
