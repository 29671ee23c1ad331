import type { FastifyInstance, InjectOptions } from 'fastify'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export type Question = {
  readonly method: Method
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is, with its media type. */
  readonly raw?: { readonly type: string; readonly payload: string | Buffer }
  readonly headers?: { readonly [name: string]: string }
}

export type Answer = {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  readonly cookies: readonly string[]
  readonly text: string
  /** The parsed body; null when it is not JSON. */
  readonly json: unknown
}

/** One person (or program) before the doors of a server. */
export type Caller = { readonly name: string; readonly headers: Headers_; ask(question: Question): Promise<Answer> }
type Headers_ = { readonly [name: string]: string }

type Transport = (question: Question & { readonly headers: Headers_ }) => Promise<Answer>

/** A caller whose questions carry these headers. */
export function callerOf(name: string, headers: Headers_, transport: Transport): Caller {
  return { name, headers, ask: (question) => transport({ ...question, headers: { ...headers, ...question.headers } }) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function payloadOf({ body, raw }: Question): { readonly type: string; readonly payload: string | Buffer } | undefined {
  if (raw !== undefined) return raw
  return body === undefined ? undefined : { type: 'application/json', payload: JSON.stringify(body) }
}

/** Questions over the network to a running server. */
export function overHttp(url: string): Transport {
  return async (question) => {
    const payload = payloadOf(question)
    const response = await fetch(`${url}${question.path}`, {
      method: question.method,
      redirect: 'manual',
      headers: { ...(payload === undefined ? {} : { 'content-type': payload.type }), ...question.headers },
      ...(payload === undefined ? {} : { body: typeof payload.payload === 'string' ? payload.payload : new Uint8Array(payload.payload) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      cookies: response.headers.getSetCookie(),
      text,
      json: parsed(text),
    }
  }
}

/** Questions to a server in this process, without a network. */
export function overInject(app: FastifyInstance): Transport {
  return async (question) => {
    const payload = payloadOf(question)
    const options: InjectOptions = {
      method: question.method,
      url: question.path,
      headers: { ...(payload === undefined ? {} : { 'content-type': payload.type }), ...question.headers },
      ...(payload === undefined ? {} : { payload: payload.payload }),
    }
    const answer = await app.inject(options)
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)])
    const cookies = answer.headers['set-cookie']
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(headers),
      cookies: cookies === undefined ? [] : [cookies].flat(),
      text: answer.body,
      json: parsed(answer.body),
    }
  }
}

/** The headers of a signed-in browser from its sign-in answer. */
export function sessionHeaders(answer: Answer): Headers_ {
  const cookie = answer.cookies.map((each) => each.split(';')[0] ?? '').join('; ')
  return { cookie, 'x-csrf-token': textAt(answer.json, 'csrf') }
}

/** A text of a parsed answer, by its path of keys; empty when there is none. */
export function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = valueAt(value, ...keys)
  return typeof found === 'string' ? found : ''
}

/** A value of a parsed answer, by its path of keys. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  let at = value
  for (const key of keys) {
    if (typeof at !== 'object' || at === null) return undefined
    at = Object.getOwnPropertyDescriptor(at, key)?.value
  }
  return at
}

/** A list of a parsed answer; empty when there is none. */
export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...keys)
  return Array.isArray(found) ? found : []
}

/** The value of one cookie among those a caller sends; empty when it is not there. */
export function cookieOf(headers: Headers_, name = 'perigon_session'): string {
  const pairs = (headers['cookie'] ?? '').split(/; */).map((pair) => pair.split('='))
  return pairs.find(([found]) => found === name)?.[1] ?? ''
}
