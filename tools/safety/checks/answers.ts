import { type Check, judge } from '../check.ts'
import { textAt, listAt } from '../caller.ts'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** Names that would end a header, leave the folder, or pretend to be something else. */
const FILE_NAMES: readonly string[] = [
  'a%0d%0aset-cookie: evil=1.txt',
  'a\nset-cookie: evil=1.txt',
  'a.txt; filename=b.exe',
  '..%2f..%2f..%2fetc%2fpasswd',
  '../../../etc/passwd',
  '..\\..\\win.ini',
  '/etc/passwd',
  'C:\\autoexec.bat',
  'con.txt',
  '.htaccess',
  'a\u0000.png',
  'invoice\u202egpj.exe',
  'name.png.html',
  "a'(*)%.txt",
  '￾.txt',
  '长'.repeat(400),
  '',
  ' ',
  '<img src=x onerror=alert(1)>.png',
]

const CONTENTS: readonly (readonly [string, Buffer, 'shown' | 'downloaded'])[] = [
  ['a picture', PNG, 'shown'],
  ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'downloaded'],
  ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'downloaded'],
  ['XML', Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'), 'downloaded'],
  ['a script', Buffer.from('alert(1)//'), 'downloaded'],
  ['a picture that is a script', Buffer.concat([Buffer.from('GIF89a=1;alert(1)//'), PNG]), 'shown'],
  ['a program', Buffer.from('MZ\u0090\u0000\u0003'), 'downloaded'],
  ['nothing', Buffer.alloc(0), 'downloaded'],
]

function multipart(name: string, content: Buffer): { readonly type: string; readonly payload: Buffer } {
  const head = Buffer.from(`--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/png\r\n\r\n`)
  return { type: 'multipart/form-data; boundary=b', payload: Buffer.concat([head, content, Buffer.from('\r\n--b--\r\n')]) }
}

/** Uploads of every doubtful name and content come back as one line of header and never as a page of ours. */
export const files: Check = {
  id: 'S043',
  title: 'file names and contents: header injection, traversal, disguise',
  run: async (world) => {
    const findings: string[] = []
    const first = listAt((await world.admin.ask({ method: 'GET', path: '/api/v1/customers?limit=1&fields=' })).json, 'data')[0]
    const path = `/api/v1/customers/${textAt(first, 'id')}/files`
    const put = async (name: string, content: Buffer, kind: 'shown' | 'downloaded'): Promise<void> => {
      const shown = JSON.stringify(name.slice(0, 40))
      const made = await world.admin.ask({ method: 'POST', path, raw: multipart(name, content) })
      if (made.status >= 500) findings.push(`${shown}: upload answers ${made.status}`)
      if (made.status !== 201) return
      if (/[\r\n\u0000\u202e/\\]|^\./.test(textAt(made.json, 'name')))
        findings.push(`${shown}: kept as ${JSON.stringify(textAt(made.json, 'name'))}`)
      const answer = await world.admin.ask({ method: 'GET', path: `/api/v1/files/${textAt(made.json, 'id')}/content` })
      const { 'content-disposition': disposition = '', 'content-type': type = '', 'content-security-policy': policy = '' } = answer.headers
      if (answer.status !== 200) findings.push(`${shown}: download answers ${answer.status}`)
      if (answer.headers['set-cookie'] !== undefined || /[\r\n]/.test(disposition)) findings.push(`${shown}: ends its header`)
      if (!/^(inline|attachment); filename\*=UTF-8''[\w.%!#$&+^`|~-]+$/.test(disposition))
        findings.push(`${shown}: ${disposition.slice(0, 80)}`)
      if (answer.headers['x-content-type-options'] !== 'nosniff' || !policy.includes('sandbox'))
        findings.push(`${shown}: without nosniff or sandbox`)
      const isPage = kind === 'downloaded' && (type !== 'application/octet-stream' || !disposition.startsWith('attachment'))
      if (isPage || /html|svg|xml|script/.test(type)) findings.push(`${shown}: served as ${type} ${disposition.slice(0, 12)}`)
    }
    for (const name of FILE_NAMES) await put(name, PNG, 'shown')
    for (const [name, content, kind] of CONTENTS) await put(`${name}.png`, content, kind)
    return judge(findings, `${FILE_NAMES.length} names, ${CONTENTS.length} contents`)
  },
}

const PAGES = [
  '/',
  '/customers',
  '/api/v1/customers',
  '/api/v1/none',
  '/none.js',
  '/api/docs',
  '/healthz',
  '/assets/none.js',
  '/api/v1/session',
]

/** Every kind of answer, also a refusal, carries the headers that keep browsers from being helpful. */
export const securityHeaders: Check = {
  id: 'S065',
  title: 'security headers on every kind of answer',
  run: async (world) => {
    const findings: string[] = []
    for (const caller of [world.admin, world.nobody])
      for (const path of PAGES) {
        const { headers } = await caller.ask({ method: 'GET', path })
        const policy = headers['content-security-policy'] ?? ''
        if (!policy.includes("default-src 'self'") && !policy.includes("default-src 'none'"))
          findings.push(`${path}: no content security policy`)
        if (/unsafe-(inline|eval)|\*|https?:/.test(policy)) findings.push(`${path}: ${policy}`)
        if (!policy.includes("frame-ancestors 'none'")) findings.push(`${path}: may be framed`)
        if (headers['x-content-type-options'] !== 'nosniff') findings.push(`${path}: no nosniff`)
        if (headers['referrer-policy'] === undefined) findings.push(`${path}: no referrer policy`)
        if (headers['server'] !== undefined || headers['x-powered-by'] !== undefined) findings.push(`${path}: tells what it runs on`)
        if (headers['access-control-allow-origin'] !== undefined) findings.push(`${path}: opens itself to other origins`)
      }
    return judge(findings, `${PAGES.length} addresses, signed in and not`)
  },
}

const SECRET_PLACES = [
  '/.git/config',
  '/.git/HEAD',
  '/.env',
  '/package.json',
  '/apps/server/config.ts',
  '/assets/',
  '/api/docs/assets/',
  '/api/docs/assets/package.json',
  '/api/docs/assets/index.html',
  '/assets/index.js.map',
  '/debug',
  '/metrics',
  '/api/v1/debug',
  '/server-status',
  '/data/',
  '/db/schema.json',
  '/api/v1/.git/config',
  '/node_modules/fastify/package.json',
  '/documentation',
  '/graphql',
  '/actuator',
  '/phpinfo.php',
]

/** Nothing is served that is not meant to be, and an error tells nothing of the inside. */
export const nothingInside: Check = {
  id: 'S071',
  title: 'source maps, debug doors, listings, stack traces',
  run: async (world) => {
    const findings: string[] = []
    for (const path of SECRET_PLACES) {
      const answer = await world.nobody.ask({ method: 'GET', path })
      const isApplication = answer.status === 200 && answer.text.includes('<div id="root">')
      const isMissingBuild = answer.status === 200 && answer.text.includes('is not built')
      if (answer.status === 200 && !isApplication && !isMissingBuild) findings.push(`${path}: 200 ${answer.text.slice(0, 60)}`)
      if (answer.status >= 300 && answer.status < 400) findings.push(`${path}: leads to ${answer.headers['location']}`)
    }
    const broken = await world.admin.ask({ method: 'POST', path: '/api/v1/customers', raw: { type: 'application/json', payload: '{"a":' } })
    for (const answer of [broken, await world.admin.ask({ method: 'GET', path: '/api/v1/customers?cursor=%FF' })])
      if (/\bat .+:\d+:\d+|node_modules|\.ts\b|postgres/i.test(answer.text))
        findings.push(`a refusal tells of the inside: ${answer.text.slice(0, 100)}`)
    return judge(findings, `${SECRET_PLACES.length} addresses`)
  },
}

const ROLE_ACTS: readonly (readonly [string, string])[] = [
  ['change the log', 'update event set actor_name = $$x$$'],
  ['delete from the log', 'delete from event'],
  ['empty the log', 'truncate event'],
  ['read password hashes', 'select * from credential'],
  ['read sessions', 'select * from session'],
  ['read second factors', 'select * from second_factor'],
  [
    'write a reach',
    `insert into actor_reach (key, object, everything, owners, departments, records) values ('x', 'customer', true, '{}', '{}', '{}')`,
  ],
  ['make an extension', 'create extension "$SPARE"'],
  ['read a file', `select pg_read_file('/etc/passwd')`],
  ['run a program', `copy (select 1) to program 'id'`],
  ['make a table', 'create table planted (a int)'],
  ['drop a table', 'drop table customer'],
  ['take row security off', 'alter table customer disable row level security'],
  ['become superuser', 'alter role perigon_app superuser'],
  ['make a role', 'create role planted superuser'],
  ['change the seals', `update event_seal set erased = true`],
]

/** What the role that serves people may not do is refused by the database itself. */
export const databaseRole: Check = {
  id: 'S016',
  title: 'the application’s database role',
  run: async (world) => {
    const findings: string[] = []
    const spare = await world.sql('select name from pg_available_extensions where installed_version is null order by name limit 1')
    for (const [name, act] of ROLE_ACTS) {
      const statement = act.replace('$SPARE', String(spare[0]?.['name'] ?? 'pgcrypto'))
      const refused = await world
        .sql(
          `do $do$ begin set local role perigon_app; ${statement.startsWith('select') ? statement.replace('select', 'perform') : statement}; raise exception 'it was allowed' using errcode = 'P0999'; end $do$`,
        )
        .then(
          () => '',
          (error: unknown) => String(typeof error === 'object' && error !== null && 'code' in error ? error.code : error),
        )
      if (refused !== '42501') findings.push(`${name}: ${refused}`)
    }
    return judge(findings, `${ROLE_ACTS.length} acts as perigon_app`)
  },
}
