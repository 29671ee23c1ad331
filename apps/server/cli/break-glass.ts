import type { Kernel } from '@perigon/kernel'
import { issuePasswordLink, type SignIn } from '@perigon/organization'
import { UsageError } from './command.ts'
import { operator } from './open-kernel.ts'

export type BreakGlass = {
  readonly login: string
  /** Gives the role of an administrator, and a password where a directory or a provider vouched so far. */
  readonly administrator: boolean
  /** Takes the lists of networks away: the installation's, and those of the user's roles. */
  readonly anyNetwork: boolean
}

type Found = { readonly id: string; readonly auth: string | null; readonly roles: readonly string[] | null }

/** The user of a login, whatever their state. */
async function findUser(kernel: Kernel, login: string): Promise<Found> {
  const rows = await kernel.db.query<Found>({
    text: 'select id, auth, roles from "user" where lower(login) = lower($1) and deleted_at is null',
    values: [login],
  })
  const found = rows[0]
  if (found === undefined) throw new UsageError({ zh: `没有用户 ${login}`, en: `there is no user ${login}` })
  return found
}

/** Unlocks a user: active, no second factor, no waiting after failures; an administrator where that is asked for. */
export async function unlock(kernel: Kernel, signIn: SignIn, input: BreakGlass): Promise<string> {
  const { id } = await findUser(kernel, input.login)
  await signIn.secondFactor.clear(id)
  await kernel.db.query({ text: 'delete from login_failure where key = $1', values: [`login:${input.login.toLowerCase()}`] })
  const patch = { status: 'active', ...(input.administrator ? { roles: ['administrator'], auth: 'password' } : {}) }
  await kernel.write(operator, [{ object: 'user', op: 'update', id, patch }], { cause: { kind: 'system', ref: 'break-glass' } })
  if (input.anyNetwork) await openNetworks(kernel, id)
  return id
}

async function openNetworks(kernel: Kernel, userId: string): Promise<void> {
  const rows = await kernel.db.query<{ object: string; id: string }>({
    text: `select 'sign_in_policy' as object, id from sign_in_policy where deleted_at is null and cardinality(networks) > 0
           union all select 'role', r.id from role r join "user" u on r.key = any(u.roles)
             where u.id = $1 and r.deleted_at is null and cardinality(r.networks) > 0`,
    values: [userId],
  })
  const commands = rows.map(({ object, id }) => ({ object, op: 'update', id, patch: { networks: [] } }) as const)
  await kernel.write(operator, commands, { cause: { kind: 'system', ref: 'break-glass' } })
}

/** The way back in for whoever holds the machine: a link of single use to set a password, valid for fifteen minutes. */
export async function breakGlassLink(kernel: Kernel, signIn: SignIn, input: BreakGlass): Promise<string> {
  const found = await findUser(kernel, input.login)
  if ((found.auth ?? 'password') !== 'password' && !input.administrator)
    throw new UsageError({
      zh: `${input.login} 由目录或单点登录核实身份，没有密码；如需应急，请加 --administrator`,
      en: `${input.login} signs in by a directory or single sign-on and has no password; in an emergency add --administrator`,
    })
  const id = await unlock(kernel, signIn, input)
  const token = await issuePasswordLink(signIn.deps, id, 'command line')
  await kernel.note(operator, { fact: 'password', object: 'user', record: id, detail: { by: 'command line', link: true } })
  return token
}
