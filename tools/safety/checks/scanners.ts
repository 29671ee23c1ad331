import { execFile } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { delimiter, join } from 'node:path'
import { tmpdir } from 'node:os'
import { textAt, valueAt } from '../caller.ts'
import { type Check, judge, skip } from '../check.ts'
import type { Ground } from '../ground.ts'

function installed(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function runTool(command: string, args: readonly string[], timeout: number): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((done) => {
    execFile(command, args, { timeout, maxBuffer: 100 * 1024 * 1024, encoding: 'utf8' }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      done({ code, output: `${stdout}\n${stderr}` })
    })
  })
}

const url = encodeURIComponent
const filter = (value: string): string => `${url('{"field":"name","op":"contains","value":"')}${value}${url('"}')}`

/** Where sqlmap puts its texts; the star marks the place. */
const TARGETS: readonly (readonly [string, string, string | null])[] = [
  ['list filter value', `/api/v1/customers?filter=${filter('a*')}`, null],
  ['list filter field', `/api/v1/customers?filter=${url('{"field":"')}name*${url('","op":"eq","value":"x"}')}`, null],
  ['list sort', '/api/v1/customers?sort=name*', null],
  ['list fields', '/api/v1/customers?fields=name*', null],
  ['list cursor', '/api/v1/customers?cursor=a*', null],
  ['list search', '/api/v1/customers?q=a*', null],
  ['lookup', '/api/v1/contacts/lookup?q=a*', null],
  ['global search', '/api/v1/search?q=a*', null],
  ['record id', '/api/v1/customers/01900000-0000-7000-8000-000000000001*', null],
  ['audit object', '/api/v1/audit?object=customer*', null],
  ['export sort', '/api/v1/products/export?format=csv&fields=name&sort=name*', null],
  ['aggregate group', '/api/v1/customers/aggregate', '{"measures":[{"fn":"count"}],"group":[{"field":"owner*"}]}'],
  ['aggregate measure', '/api/v1/customers/aggregate', '{"measures":[{"fn":"sum","field":"annual_revenue*"}]}'],
  ['query value of a date', '/api/v1/customers/query', '{"filter":{"field":"founded_on","op":"gt","value":"2020-01-01*"}}'],
  ['query search', '/api/v1/opportunities/query', '{"filter":{"search":"a*"}}'],
]

/** A door as it must not be: what the caller says is part of the statement and of the page. The scanners have to find it, or their silence means nothing. */
async function plantedDoor(ground: Ground): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const said = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('q') ?? ''
    ground.world.sql(`select name from product where name = '${said}' limit 5`).then(
      (rows) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end(`<html><body><p>${said}</p>${JSON.stringify(rows)}</body></html>`),
      (error: unknown) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end(`<html><body><p>${said}</p>${String(error)}</body></html>`),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, close: () => server.close() }
}

type Attack = { readonly url: string; readonly body: string | null; readonly headers: string; readonly folder: string }

async function attack({ url: target, body, headers, folder }: Attack): Promise<string> {
  const args = ['-u', target, '--batch', '--dbms=PostgreSQL', '--level=3', '--risk=2', '--technique=BEUST', '--time-sec=3', '--timeout=20']
  args.push('--retries=1', '--threads=2', '--disable-coloring', '--flush-session', '--ignore-code=400,403,404', `--output-dir=${folder}`)
  args.push(`--headers=${headers}`, '--skip=cookie,user-agent,referer,host', '-v', '1', ...(body === null ? [] : [`--data=${body}`]))
  return (await runTool('sqlmap', args, 900_000)).output
}

const INJECTABLE = /Parameter: .*?\n[\s\S]*?Payload: .*/

/** Two at a time: the machine has as many processors as that. */
async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next)
  }
  await Promise.all([worker(), worker()])
}

/** sqlmap, level 3 and risk 2, at every parameter that reaches SQL. */
export const sqlmap: Check<Ground> = {
  id: 'S029',
  title: 'sqlmap',
  run: async (ground) => {
    if (!installed('sqlmap')) return skip('sqlmap is not installed (Debian: apt-get install sqlmap)')
    const findings: string[] = []
    const folder = mkdtempSync(join(tmpdir(), 'perigon-sqlmap-'))
    const { cookie = '', 'x-csrf-token': csrf = '' } = ground.world.admin.headers
    const headers = `Cookie: ${cookie}\\nX-CSRF-Token: ${csrf}\\nContent-Type: application/json`
    const planted = await plantedDoor(ground)
    const found = INJECTABLE.test(await attack({ url: `${planted.url}/?q=a*`, body: null, headers, folder: join(folder, 'planted') }))
    planted.close()
    if (!found) findings.push('the planted injection was not found')
    await inPairs(TARGETS, async ([name, path, body]) => {
      const output = await attack({ url: `${ground.url}${path}`, body, headers, folder: join(folder, name.replaceAll(' ', '-')) })
      const injection = INJECTABLE.exec(output)
      if (injection !== null) findings.push(`${name}: ${injection[0].replaceAll('\n', ' ').slice(0, 300)}`)
      else if (!/do not appear to be injectable|does not seem to be injectable/.test(output))
        findings.push(`${name}: sqlmap came to no end: ${output.trim().split('\n').slice(-3).join(' ').slice(0, 300)}`)
    })
    rmSync(folder, { recursive: true, force: true })
    return judge(findings, `${TARGETS.length} parameters at level 3, risk 2; a planted injection was ${found ? 'found' : 'missed'}`)
  },
}

const MODULES =
  'blindsql,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,ssrf,xss,xxe,backup,nikto'
const MEDIUM = 2

type Found = { readonly name: string; readonly level: number; readonly where: string }

function foundIn(report: unknown): readonly Found[] {
  return ['vulnerabilities', 'anomalies'].flatMap((kind) => {
    const groups = valueAt(report, kind)
    return Object.entries(typeof groups === 'object' && groups !== null ? groups : {}).flatMap(([name, list]: [string, unknown]) =>
      (Array.isArray(list) ? list : []).map(
        (item: unknown): Found => ({
          name: kind === 'anomalies' ? `${name} (anomaly)` : name,
          level: Number(valueAt(item, 'level') ?? 0),
          where: `${textAt(item, 'method')} ${textAt(item, 'path').slice(0, 100)} ${textAt(item, 'parameter')} ${textAt(item, 'info').slice(0, 120)}`,
        }),
      ),
    )
  })
}

/** The addresses a crawler of links cannot find in an application of one page. */
function startAddresses(ground: Ground): readonly string[] {
  const objects = ground.world.paths.objects.flatMap(({ path }) => [
    `/${path}`,
    `/api/v1/${path}?limit=2&q=a&sort=-updated_at&fields=id`,
    `/api/v1/${path}/lookup?q=a`,
  ])
  const others = [
    '/',
    '/account',
    '/audit',
    '/funnel',
    '/roles-and-rights',
    '/imports',
    '/api/docs',
    '/api/v1/search?q=a',
    '/api/v1/audit?object=customer&op=create',
    '/api/v1/meta',
    '/api/v1/session',
    '/api/v1/account/sessions',
    '/api/v1/recent',
  ]
  return [
    ...others,
    `/api/v1/customers?filter=${filter('a')}`,
    '/api/v1/customers/export?format=csv&fields=name&sort=name',
    ...objects,
  ].map((path) => `${ground.url}${path}`)
}

async function scan(folder: string, args: readonly string[]): Promise<readonly Found[] | string> {
  const report = join(folder, 'report.json')
  rmSync(report, { force: true })
  const fixed = ['-f', 'json', '-o', report, '--no-bugreport', '-v', '0', '--flush-session', '-t', '20']
  const places = ['--store-session', join(folder, 'session'), '--store-config', join(folder, 'config')]
  const { output } = await runTool('wapiti', [...args, ...fixed, ...places], 1_800_000)
  if (!readdirSync(folder).includes('report.json')) return output.trim().slice(-600)
  return foundIn(JSON.parse(readFileSync(report, 'utf8')))
}

/** Whether wapiti finds the planted door. */
async function findsPlanted(ground: Ground, folder: string): Promise<boolean> {
  const planted = await plantedDoor(ground)
  const found = await scan(folder, ['-u', `${planted.url}/?q=a`, '-m', 'xss,sql', '--max-scan-time', '60'])
  planted.close()
  return typeof found !== 'string' && found.some((item) => item.level >= MEDIUM)
}

/** wapiti over pages and API of the signed-in application: nothing of medium severity or above. */
export const wapiti: Check<Ground> = {
  id: 'S071w',
  title: 'wapiti over the signed-in application',
  run: async (ground) => {
    if (!installed('wapiti')) return skip('wapiti is not installed (Debian: apt-get install wapiti)')
    const folder = mkdtempSync(join(tmpdir(), 'perigon-wapiti-'))
    try {
      const isAwake = await findsPlanted(ground, folder)
      const starts = startAddresses(ground)
      const limits = ['--scope', 'domain', '-S', 'normal', '-d', '4', '--max-scan-time', '240', '--max-attack-time', '60']
      const cookie = ['-H', `Cookie: ${ground.world.admin.headers['cookie'] ?? ''}`]
      const found = await scan(folder, [
        '-u',
        `${ground.url}/`,
        '-m',
        MODULES,
        ...limits,
        ...cookie,
        ...starts.flatMap((start) => ['-s', start]),
      ])
      if (typeof found === 'string') return judge([found], 'wapiti wrote no report')
      const low = [
        ...Map.groupBy(
          found.filter((item) => item.level < MEDIUM),
          (item) => item.name,
        ),
      ].map(([name, items]) => `${name} × ${items.length}`)
      const serious = found.filter((item) => item.level >= MEDIUM).map((item) => `${item.name} (level ${item.level}): ${item.where}`)
      return judge(
        [...serious, ...(isAwake ? [] : ['the planted fault was not found'])],
        `${starts.length} start addresses, ${MODULES.split(',').length} modules; a planted fault was ${isAwake ? 'found' : 'missed'}; of low severity: ${low.join(', ') || 'nothing'}`,
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
