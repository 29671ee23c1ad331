import { AppError, isId, isJsonObject } from '@perigon/contracts'
import { actorOf, RECORD_BODY } from '@perigon/http'
import type { Actor, Grants, Kernel, Scope } from '@perigon/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { previewRole } from '../role/preview-role.ts'
import type { SignIn } from '../sign-in/sign-in.ts'

type ById = { Params: { id: string } }

function administrator(request: FastifyRequest): Actor {
  const actor = actorOf(request)
  if (!actor.admin) throw new AppError('access.denied')
  return actor
}

async function loginOf(kernel: Kernel, id: string): Promise<string> {
  const rows = isId(id)
    ? await kernel.db.query<{ login: string }>({ text: 'select login from "user" where id = $1 and deleted_at is null', values: [id] })
    : []
  const login = rows[0]?.login
  if (login === undefined) throw new AppError('record.not_found')
  return login
}

const SCOPES: readonly Scope[] = ['none', 'own', 'team', 'dept', 'dept_tree', 'branch', 'all']

/** Object → operation → scope, as a draft from the matrix editor. */
function grantsOf(input: unknown): Grants {
  const refuse = (): never => {
    throw new AppError('record.invalid', {
      issues: [{ path: 'grants', code: 'type', data: { expected: { zh: '对象 → 操作 → 范围', en: 'object → operation → scope' } } }],
      data: { count: 1 },
    })
  }
  if (!isJsonObject(input)) return refuse()
  const grants: { [object: string]: { [operation: string]: Scope } } = {}
  for (const [object, operations] of Object.entries(input)) {
    if (!isJsonObject(operations)) return refuse()
    const target: { [operation: string]: Scope } = {}
    for (const [operation, word] of Object.entries(operations)) target[operation] = SCOPES.find((scope) => scope === word) ?? refuse()
    grants[object] = target
  }
  return grants
}

/** What only administrators do for others: passwords, second factors, and what a changed role would mean before it is saved. */
export function registerAdministrationRoutes(app: FastifyInstance, deps: { readonly kernel: Kernel; readonly signIn: SignIn }): void {
  const { kernel, signIn } = deps
  app.post<ById>('/api/v1/users/:id/password', { config: { access: 'session' }, schema: RECORD_BODY }, async (request, reply) => {
    const actor = administrator(request)
    const login = await loginOf(kernel, request.params.id)
    const { password } = isJsonObject(request.body) ? request.body : {}
    if (typeof password !== 'string')
      throw new AppError('record.invalid', { issues: [{ path: 'password', code: 'required' }], data: { count: 1 } })
    await signIn.setPassword(request.params.id, { login, password })
    signIn.forget()
    await kernel.note(actor, { fact: 'password', object: 'user', record: request.params.id, detail: { by: 'administrator' } })
    return reply.code(204).send()
  })
  app.post<ById>(
    '/api/v1/users/:id/second-factor/remove',
    { config: { access: 'session' }, schema: RECORD_BODY },
    async (request, reply) => {
      const actor = administrator(request)
      await loginOf(kernel, request.params.id)
      await signIn.secondFactor.clear(request.params.id)
      signIn.forget()
      await kernel.note(actor, {
        fact: 'password',
        object: 'user',
        record: request.params.id,
        detail: { second_factor: 'removed by administrator' },
      })
      return reply.code(204).send()
    },
  )
  app.post<ById>('/api/v1/roles/:id/preview', { config: { access: 'session' }, schema: RECORD_BODY }, async (request) => {
    administrator(request)
    const rows = isId(request.params.id)
      ? await kernel.db.query<{ key: string }>({
          text: 'select key from role where id = $1 and deleted_at is null',
          values: [request.params.id],
        })
      : []
    const key = rows[0]?.key
    if (key === undefined) throw new AppError('record.not_found')
    const grants = grantsOf(isJsonObject(request.body) ? request.body['grants'] : null)
    return { effects: await previewRole(kernel, { key, grants }) }
  })
}
