import type { Caller, Answer } from './caller.ts'
import type { Paths } from './document.ts'

/** What a check found. A failure names its findings; a skip says why. */
export type Verdict = { readonly outcome: 'pass' | 'fail' | 'skip'; readonly detail: string; readonly findings: readonly string[] }

/** What most checks need: a server that answers, people of several roles, and the database behind it. */
export type World = {
  readonly admin: Caller
  /** People of little or some rights; never administrators. */
  readonly people: readonly Caller[]
  /** Somebody who is not signed in. */
  readonly nobody: Caller
  /** The paths of the OpenAPI document as the administrator gets it. */
  readonly paths: Paths
  /** A login with a password, for checks that sign in themselves. */
  readonly account: { readonly login: string; readonly password: string }
  sql(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Signs in anew; cookies of the answer are the caller's business. */
  signIn(input: {
    readonly login: string
    readonly password: string
    readonly headers?: { readonly [name: string]: string }
  }): Promise<Answer>
  /** Signs in and comes back as a caller; throws where that fails. */
  enter(who: { readonly login: string; readonly password: string }): Promise<Caller>
  /** Somebody with this cookie and nothing else. */
  holder(cookie: string): Caller
}

export type Row = { readonly [column: string]: unknown }

/** A numbered check of the list of safety checks, over some kind of world. */
export type Check<W = World> = { readonly id: string; readonly title: string; readonly run: (world: W) => Promise<Verdict> }

/** Pass when nothing was found. */
export function judge(findings: readonly string[], detail: string): Verdict {
  return { outcome: findings.length === 0 ? 'pass' : 'fail', detail, findings }
}

/** Not run, and why. */
export function skip(reason: string): Verdict {
  return { outcome: 'skip', detail: reason, findings: [] }
}
