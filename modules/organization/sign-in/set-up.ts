import { createHash, randomBytes } from 'node:crypto'
import { AppError, type Locale, newId } from '@perigon/contracts'
import { type Kernel, systemActor } from '@perigon/kernel'
import type { SignIn } from './sign-in.ts'

export type SetupInput = {
  readonly company: string
  readonly locale: Locale
  readonly login: string
  readonly name: string
  readonly password: string
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** True until a company exists. */
export async function setupNeeded(kernel: Kernel): Promise<boolean> {
  const rows = await kernel.db.query<{ found: boolean }>('select exists (select 1 from company) as found')
  return rows[0]?.found !== true
}

/** A fresh one-time link token; an earlier one stops working. */
export async function issueSetupToken(kernel: Kernel): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await kernel.db.query({
    text: 'insert into setup_link (hash) values ($1) on conflict (only_row) do update set hash = excluded.hash, created_at = now()',
    values: [sha256(token)],
  })
  return token
}

async function createCompany(kernel: Kernel, signIn: SignIn, input: SetupInput): Promise<void> {
  const actor = systemActor('set-up')
  const [employee, user] = [newId(), newId()]
  await kernel.db.transaction(async (tx) => {
    await kernel.write(
      actor,
      [
        { object: 'company', op: 'create', patch: { name: input.company, locale: input.locale } },
        { object: 'employee', op: 'create', id: employee, patch: { name: input.name } },
        {
          object: 'user',
          op: 'create',
          id: user,
          patch: { login: input.login.trim().toLowerCase(), name: input.name, employee, roles: ['administrator'], locale: input.locale },
        },
      ],
      { cause: { kind: 'system', ref: 'set-up' }, tx },
    )
    await signIn.setPassword(user, { login: input.login, password: input.password }, tx)
    await tx.query('delete from setup_link')
  })
}

/**
 * Creates the company and its first administrator, once. From the browser the token of the printed link is needed;
 * unattended set-up (environment) passes none. Throws `auth.setup_done`, `auth.setup_link`, or what is wrong with the input.
 */
export async function setUp(deps: { readonly kernel: Kernel; readonly signIn: SignIn }, input: SetupInput, token?: string): Promise<void> {
  const { kernel, signIn } = deps
  if (!(await setupNeeded(kernel))) throw new AppError('auth.setup_done')
  if (token !== undefined) {
    const rows = await kernel.db.query<{ found: boolean }>({
      text: 'select exists (select 1 from setup_link where hash = $1) as found',
      values: [sha256(token)],
    })
    if (rows[0]?.found !== true) throw new AppError('auth.setup_link')
  }
  await createCompany(kernel, signIn, input)
}
