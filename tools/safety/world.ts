import { callerOf, type Caller, type overInject, sessionHeaders } from './caller.ts'
import type { Row, World } from './check.ts'
import { readDocument } from './document.ts'

type Transport = ReturnType<typeof overInject>

export type WorldInput = {
  readonly transport: Transport
  readonly admin: { readonly login: string; readonly password: string }
  readonly people: readonly { readonly login: string; readonly password: string }[]
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<readonly Row[]>
}

const LANGUAGE = { 'accept-language': 'en-US' }

/** Signs everybody in and reads the document: what the checks need of a server, wherever it runs. */
export async function openWorld({ transport, admin, people, sql }: WorldInput): Promise<World> {
  const nobody = callerOf('nobody', LANGUAGE, transport)
  const signIn: World['signIn'] = ({ login, password, headers }) =>
    nobody.ask({ method: 'POST', path: '/api/v1/session', body: { login, password }, ...(headers === undefined ? {} : { headers }) })
  const enter = async (who: { readonly login: string; readonly password: string }): Promise<Caller> => {
    const answer = await signIn(who)
    if (answer.status !== 200) throw new Error(`${who.login} cannot sign in: ${answer.status} ${answer.text}`)
    return callerOf(who.login, { ...LANGUAGE, ...sessionHeaders(answer) }, transport)
  }
  const administrator = await enter(admin)
  const callers: Caller[] = []
  for (const who of people) callers.push(await enter(who))
  const document = await administrator.ask({ method: 'GET', path: '/api/v1/openapi.json' })
  const account = people[0] ?? admin
  return {
    admin: administrator,
    people: callers,
    nobody,
    paths: readDocument(document.json),
    account,
    sql,
    signIn,
    enter,
    holder: (cookie) => callerOf('holder of a cookie', { ...LANGUAGE, cookie }, transport),
  }
}
