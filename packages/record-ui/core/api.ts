import type { Problem, SessionInfo } from '@perigon/contracts'
import { currentLocale } from '@perigon/ui'
import { OfflineError } from './offline-error.ts'
import { sendFile } from './send-file.ts'
import type { SessionStore } from './session-store.ts'
import { trusted } from './wire.unsafe.ts'

/** An error answer of the server. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.title)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

export type CallOptions = {
  readonly body?: unknown
  /** Sent as If-Match. */
  readonly version?: number
  readonly signal?: AbortSignal
  /** Signing in answers 401 itself; it must not ask to sign in. */
  readonly isSignIn?: boolean
  /** The answer is a file, whatever is in it. */
  readonly isFile?: boolean
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** Talks to the server: CSRF, language, versions, problem documents, and signing in again without losing the call. */
export type Api = {
  readonly call: <T>(method: Method, path: string, options?: CallOptions) => Promise<T>
  /** Asks for a file. */
  readonly file: (path: string, body: unknown) => Promise<Blob>
  /** Sends one file, telling how far it is. */
  readonly upload: <T>(path: string, file: File, how?: UploadOptions) => Promise<T>
}

export type UploadOptions = { readonly onProgress?: (share: number) => void; readonly signal?: AbortSignal }

/** Makes the client. An expired session asks the person to sign in over the page, then repeats the call. */
export function createApi(session: SessionStore): Api {
  async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
    const first = await attempt<T>(method, path, options)
    if (first.ok) return first.value
    const { problem } = first
    if (problem.code === 'auth.required' && options.isSignIn !== true && session.get() !== null) {
      await session.renew()
      return settle(await attempt<T>(method, path, options))
    }
    if (problem.code === 'auth.csrf') {
      const again = await attempt<SessionInfo>('GET', '/api/v1/session', {})
      if (again.ok) session.set(again.value)
      return settle(await attempt<T>(method, path, options))
    }
    throw new ProblemError(problem)
  }

  async function attempt<T>(method: Method, path: string, options: CallOptions): Promise<Answer<T>> {
    const response = await reach(path, requestOf(method, options, session.get()))
    if (response.status === 204) return { ok: true, value: trusted<T>(undefined) }
    if (response.ok && options.isFile === true) return { ok: true, value: trusted<T>(await response.blob()) }
    const isJson = (response.headers.get('content-type') ?? '').includes('json')
    const body: unknown = isJson ? await response.json().catch(() => null) : await response.text()
    if (response.ok) return { ok: true, value: trusted<T>(body) }
    return { ok: false, problem: problemOf(body, response.status) }
  }

  async function upload<T>(path: string, file: File, how: UploadOptions = {}): Promise<T> {
    const send = async (): Promise<Answer<T>> => {
      const { status, body } = await sendFile(path, { ...how, file, headers: headersOf('POST', session.get()) })
      return status >= 200 && status < 300 ? { ok: true, value: trusted<T>(body) } : { ok: false, problem: problemOf(body, status) }
    }
    const first = await send()
    if (first.ok || first.problem.code !== 'auth.required') return settle(first)
    await session.renew()
    return settle(await send())
  }

  return { call, file: (path, body) => call<Blob>('POST', path, { body, isFile: true }), upload }
}

type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

function settle<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value
  throw new ProblemError(answer.problem)
}

async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new OfflineError(cause)
  }
}

function headersOf(method: Method, session: SessionInfo | null): Headers {
  const headers = new Headers({ accept: 'application/json', 'accept-language': currentLocale() })
  if (method !== 'GET' && session !== null) headers.set('x-csrf-token', session.csrf)
  return headers
}

function requestOf(method: Method, options: CallOptions, session: SessionInfo | null): RequestInit {
  const headers = headersOf(method, session)
  if (options.version !== undefined) headers.set('if-match', `"${options.version}"`)
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (options.signal !== undefined) init.signal = options.signal
  if (options.body instanceof FormData) init.body = options.body
  else if (options.body !== undefined) {
    headers.set('content-type', 'application/json')
    init.body = JSON.stringify(options.body)
  }
  return init
}

function problemOf(body: unknown, status: number): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'title' in body) return trusted<Problem>(body)
  const isGone = status >= 502 && status <= 504
  const title =
    currentLocale() === 'zh-CN'
      ? `服务器返回了意外的结果（${status}），请稍后重试`
      : `The server gave an unexpected answer (${status}). Try again in a moment`
  return { type: 'about:blank', title, status, code: isGone ? 'server.busy' : 'server.error', request: '', retryable: isGone }
}

/** The problem behind an error, when there is one. */
export function problemIn(error: unknown): Problem | null {
  return error instanceof ProblemError ? error.problem : null
}
