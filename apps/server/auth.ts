import { AppError, invalid, type Issue, type SessionInfo } from '@perigon/contracts'
import type { AuthPort, Caller, OpenedSession } from '@perigon/http'
import { type Kernel, systemActor } from '@perigon/kernel'
import { setUp, setupNeeded, type SignIn } from '@perigon/organization'

export type AuthDeps = { readonly kernel: Kernel; readonly signIn: SignIn; readonly onSetUp: (demo: 'none' | 'story') => Promise<void> }

type CompanyRow = { readonly name: string; readonly base_currency: string; readonly time_zone: string }

type PersonRow = {
  readonly login: string
  readonly employee_name: string | null
  readonly roles: readonly string[] | null
  readonly role_names: readonly { readonly key: string; readonly zh: string; readonly en: string }[] | null
}

async function sessionInfo(kernel: Kernel, caller: Caller): Promise<SessionInfo> {
  const { actor } = caller
  const [company, person] = await Promise.all([
    kernel.db.query<CompanyRow>('select name, base_currency, time_zone from company where deleted_at is null order by created_at limit 1'),
    kernel.db.query<PersonRow>({
      text: `select u.login, e.name as employee_name, u.roles,
          (select json_agg(json_build_object('key', r.key, 'zh', r.name, 'en', coalesce(r.name_en, r.name)) order by r.name)
             from role r where r.key = any(u.roles) and r.deleted_at is null) as role_names from "user" u left join employee e on e.id = u.employee where u.id = $1`,
      values: [actor.id],
    }),
  ])
  return {
    user: { id: actor.id ?? '', login: person[0]?.login ?? '', name: actor.name, locale: actor.locale },
    employee: actor.employee === null ? null : { id: actor.employee, name: person[0]?.employee_name ?? actor.name },
    company: company[0] ?? { name: 'Perigon', base_currency: 'CNY', time_zone: 'Asia/Shanghai' },
    roles: person[0]?.roles ?? [],
    role_names: (person[0]?.role_names ?? []).map(({ key, zh, en }) => ({ key, label: { zh, en } })),
    admin: actor.admin,
    csrf: caller.csrf,
    must: caller.must,
  }
}

function setupInput(input: Record<string, unknown>): {
  readonly company: string
  readonly login: string
  readonly name: string
  readonly password: string
  readonly locale: 'zh-CN' | 'en-US'
  readonly token: string
  readonly demo: 'none' | 'story'
} {
  const issues: Issue[] = []
  const text = (key: string, max: number): string => {
    const value = input[key]
    if (typeof value === 'string' && value.trim() !== '' && value.length <= max) return value
    issues.push({ path: key, code: typeof value === 'string' && value.length > max ? 'too_long' : 'required', data: { max } })
    return ''
  }
  const found = {
    company: text('company', 200).trim(),
    login: text('login', 100).trim(),
    name: text('name', 100).trim(),
    password: text('password', 1000),
    token: text('token', 200),
    locale: input['locale'] === 'en-US' ? ('en-US' as const) : ('zh-CN' as const),
    demo: input['demo'] === 'story' ? ('story' as const) : ('none' as const),
  }
  if (issues.length > 0) throw invalid(issues)
  return found
}

/** Fills the HTTP layer's port with the sign-in of the organization module. */
export function createAuth(deps: AuthDeps): AuthPort {
  const { kernel, signIn } = deps
  const open = async (input: Parameters<SignIn['signIn']>[0]): Promise<OpenedSession> => {
    const { principal, ...opened } = await signIn.signIn(input)
    return { ...opened, info: await sessionInfo(kernel, principal) }
  }
  return {
    bySession: (token, peer) => signIn.bySession(token, peer),
    byToken: (token, peer) => signIn.byToken(token, peer),
    sessionNow: (token, peer) => signIn.sessionNow(token, peer),
    signIn: open,
    signOut: (token) => signIn.signOut(token),
    sessionInfo: (caller) => sessionInfo(kernel, caller),
    setLocale: async (caller, locale) => {
      if (caller.actor.id === null) throw new AppError('auth.required')
      await kernel.write(systemActor('profile'), [{ object: 'user', op: 'update', id: caller.actor.id, patch: { locale } }], {
        cause: { kind: 'system', ref: 'profile' },
      })
      signIn.forget()
    },
    setupNeeded: () => setupNeeded(kernel),
    setUp: async (body, origin) => {
      const { token, demo, ...input } = setupInput(body)
      await setUp({ kernel, signIn }, input, token)
      await deps.onSetUp(demo)
      return open({ login: input.login, password: input.password, ...origin })
    },
  }
}
