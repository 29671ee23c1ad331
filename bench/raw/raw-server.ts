import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isJsonObject, newId } from '@perigon/contracts'
import pg from 'pg'
import { createViewReader, type ViewSession } from './view-reader.ts'
import { AGGREGATE, AGGREGATE_ALL, COUNT, EVENT, FILTERED, GET, INSERT, LIST, LOCK, SEARCH, UPDATE } from './statements.ts'

/**
 * The baseline: bare `node:http` and `pg` with named statements on the database Perigon uses. A session is one look into
 * a map; rows are scoped in the SQL; the answer is `JSON.stringify` of the rows, of the shipped views the text PostgreSQL makes. It
 * checks nothing and hides no error.
 */

type Session = ViewSession & { readonly department: string; readonly name: string }

const [url = '', sessionsJson = '{}'] = process.argv.slice(2)
const pool = new pg.Pool({
  connectionString: url,
  max: 16,
  options: '-c timezone=UTC -c statement_timeout=30000 -c jit=off',
  application_name: 'raw baseline',
})
const sessions = new Map<string, Session>(Object.entries(JSON.parse(sessionsJson)))

const readView = createViewReader(pool)

type Call = { readonly session: Session; readonly target: URL; readonly body: Record<string, unknown>; readonly id: string }
type Answer = { readonly status: number; readonly json: string; readonly version?: number }

const query = async (name: string, text: string, values: readonly unknown[]): Promise<readonly unknown[]> =>
  (await pool.query({ name, text, values: [...values] })).rows

const ok = (value: unknown): Answer => ({ status: 200, json: JSON.stringify(value) })

async function inTransaction(work: (client: pg.PoolClient) => Promise<Answer>): Promise<Answer> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const answer = await work(client)
    await client.query('commit')
    return answer
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

async function create({ session, body }: Call): Promise<Answer> {
  const id = newId()
  const now = new Date().toISOString()
  const values = [
    body['name'],
    body['name'],
    body['credit_code'],
    body['customer_type'],
    body['industry'],
    body['region'],
    body['phone'],
    body['address'],
    body['source'],
  ]
  const search = ['name', 'credit_code', 'phone'].map((key) => fold(String(body[key] ?? ''))).join('\n')
  return inTransaction(async (client) => {
    const inserted = await client.query({
      name: 'insert',
      text: INSERT,
      values: [id, ...values, '61.11', session.employee, session.department, now, session.user, search],
    })
    await client.query({
      name: 'event',
      text: EVENT,
      values: [newId(), now, session.user, session.name, id, 'create', 1, JSON.stringify(body)],
    })
    return { status: 201, json: JSON.stringify(inserted.rows[0]), version: 1 }
  })
}

async function update({ session, body, id }: Call, version: number): Promise<Answer> {
  const now = new Date().toISOString()
  return inTransaction(async (client) => {
    const before = (await client.query<Record<string, string>>({ name: 'lock', text: LOCK, values: [id, session.employee] })).rows[0]
    if (before === undefined) return { status: 404, json: '{}' }
    const search = [before['name'], before['number'], before['short_name'], before['credit_code'], String(body['phone'])]
      .map((text) => fold(text ?? ''))
      .join('\n')
    const updated = await client.query<{ version: number }>({
      name: 'update',
      text: UPDATE,
      values: [id, version, body['phone'], search, now, session.user],
    })
    const row = updated.rows[0]
    if (row === undefined) return { status: 409, json: '{}' }
    await client.query({
      name: 'event',
      text: EVENT,
      values: [
        newId(),
        now,
        session.user,
        session.name,
        id,
        'update',
        row.version,
        JSON.stringify({ phone: [before['phone'], body['phone']] }),
      ],
    })
    return { status: 200, json: JSON.stringify(row), version: row.version }
  })
}

async function read({ session, target, id }: Call): Promise<Answer> {
  const { employee } = session
  const parameter = (name: string): string => target.searchParams.get(name) ?? ''
  switch (target.pathname.split('/')[1]) {
    case 'get': {
      const rows = await query('get', GET, [id, employee])
      return rows.length === 0 ? { status: 404, json: '{}' } : ok(rows[0])
    }
    case 'view': {
      const json = await readView(session, decodeURIComponent(id), Object.fromEntries(target.searchParams))
      return json === null ? { status: 404, json: '{}' } : { status: 200, json }
    }
    case 'list':
      return ok(await query('list', LIST, [employee]))
    case 'counted': {
      const [rows, counted] = [await query('list', LIST, [employee]), await query('count', COUNT, [employee])]
      return ok({ rows, count: counted[0] })
    }
    case 'filtered':
      return ok(await query('filtered', FILTERED, [employee, parameter('industry'), parameter('stages').split(',')]))
    case 'search': {
      const q = fold(parameter('q'))
      return ok(await query('search', SEARCH, [employee, `'${q}'`, `%${q}%`]))
    }
    case 'aggregate':
      return ok(await query('aggregate', AGGREGATE, [employee]))
    case 'aggregate-all':
      return ok(await query('aggregate-all', AGGREGATE_ALL, []))
    default:
      return { status: 404, json: '{}' }
  }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  const body: unknown = text === '' ? {} : JSON.parse(text)
  return isJsonObject(body) ? body : {}
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const token = /perigon_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
  const session = sessions.get(token)
  if (session === undefined) return { status: 401, json: '{}' }
  const target = new URL(request.url ?? '/', 'http://raw')
  const call: Call = {
    session,
    target,
    id: target.pathname.split('/')[2] ?? '',
    body: request.method === 'GET' ? {} : await bodyOf(request),
  }
  if (request.method === 'POST') return create(call)
  if (request.method === 'PATCH') return update(call, Number(String(request.headers['if-match']).replaceAll('"', '')))
  return read(call)
}

function send(response: ServerResponse, { status, json, version }: Answer): void {
  const body = Buffer.from(json)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...(version === undefined ? {} : { etag: `"${version}"` }),
  })
  response.end(body)
}

const server = createServer((request, response) => {
  answer(request).then(
    (found) => send(response, found),
    (error: unknown) => send(response, { status: 500, json: JSON.stringify({ error: String(error) }) }),
  )
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 })
})
process.on('disconnect', () => process.exit(0))
