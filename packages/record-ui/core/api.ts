import type { Problem, SessionInfo } from '@perigon/contracts'
import { currentLocale } from '@perigon/ui'
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

/** The server did not answer at all. */
export class OfflineError extends Error {
  constructor(cause: unknown) {
    super('offline', { cause })
    this.name = 'OfflineError'
  }
}

export type CallOptions = {
  readonly body?: unknown
  /** Sent as If-Match. */
  readonly version?: number
  readonly signal?: AbortSignal
  /** Signing in answers 401 itself; it must not ask to sign in. */
  readonly isSignIn?: boolean
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** Talks to the server: CSRF, language, versions, problem documents, and signing in again without losing the call. */
export type Api = { readonly call: <T>(method: Method, path: string, options?: CallOptions) => Promise<T> }

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
    const isJson = (response.headers.get('content-type') ?? '').includes('json')
    const body: unknown = isJson ? await response.json().catch(() => null) : await response.text()
    if (response.ok) return { ok: true, value: trusted<T>(body) }
    return { ok: false, problem: problemOf(body, response.status) }
  }

  return { call }
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

function requestOf(method: Method, options: CallOptions, session: SessionInfo | null): RequestInit {
  const headers = new Headers({ accept: 'application/json', 'accept-language': currentLocale() })
  if (method !== 'GET' && session !== null) headers.set('x-csrf-token', session.csrf)
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
