import { AppError, isJsonObject, type Json } from '@perigon/contracts'
import { actorOf, BODY, NO_INPUT } from '@perigon/http'
import type { Kernel } from '@perigon/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isWithin } from './networks.ts'
import type { PolicyReader } from './policy.ts'

const FIELDS = ['idle_minutes', 'session_hours', 'former_passwords', 'networks', 'push'] as const

function administrator(request: FastifyRequest) {
  const actor = actorOf(request)
  if (!actor.admin) throw new AppError('access.denied')
  return actor
}

/** What of the policy a body sets; the record's own codecs say what is wrong with a value. */
function patchOf(body: unknown): { readonly [field: string]: Json } {
  const patch: { [field: string]: Json } = {}
  for (const field of FIELDS) {
    const value = isJsonObject(body) ? body[field] : undefined
    if (Array.isArray(value)) patch[field] = value.map(String)
    else if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' || value === null) patch[field] = value
  }
  return patch
}

/** An administrator cannot shut themselves out: the list has to hold the place they ask from. */
function demandOwnPlace(networks: Json | undefined, peer: string): void {
  const list = Array.isArray(networks) ? networks.filter((each) => typeof each === 'string') : []
  if (isWithin(list, peer)) return
  throw new AppError('record.invalid', { issues: [{ path: 'networks', code: 'shuts_you_out', data: { peer } }], data: { count: 1 } })
}

/** The sign-in policy of the installation: reading and changing it. Roles have their own part, see roles. */
export function registerPolicyRoutes(
  app: FastifyInstance,
  deps: { readonly kernel: Kernel; readonly policy: PolicyReader; readonly forget: () => void },
): void {
  const { kernel, policy } = deps
  app.get('/api/v1/sign-in-policy', { config: { access: 'session' }, schema: NO_INPUT }, async (request) => {
    administrator(request)
    return { ...(await policy.read()), peer: request.ip }
  })
  app.post('/api/v1/sign-in-policy', { config: { access: 'session' }, schema: BODY }, async (request) => {
    const actor = administrator(request)
    const patch = patchOf(request.body)
    demandOwnPlace(patch['networks'], request.ip)
    const rows = await kernel.db.query<{ id: string }>('select id from sign_in_policy where deleted_at is null order by created_at limit 1')
    const id = rows[0]?.id
    const command =
      id === undefined
        ? ({ object: 'sign_in_policy', op: 'create', patch: { name: 'Sign-in policy', ...patch } } as const)
        : ({ object: 'sign_in_policy', op: 'update', id, patch } as const)
    await kernel.write(actor, [command], { cause: { kind: 'system', ref: 'sign-in policy' } })
    deps.forget()
    return { ...(await policy.read()), peer: request.ip }
  })
}
