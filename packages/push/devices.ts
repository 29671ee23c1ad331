import { createECDH } from 'node:crypto'
import { AppError, invalid, isId, isJsonObject, type Issue, newId } from '@perigon/contracts'
import type { Database } from '@perigon/db'
import { addressFault } from './outside-address.ts'

/** What a browser gives to be reached: where, and with what to encrypt for it alone (RFC 8030, RFC 8291). */
export type PushSubscription = { readonly endpoint: string; readonly p256dh: string; readonly auth: string }

/** A device as its owner sees it; `mark` lets a browser recognise its own without the list telling addresses. */
export type PushDevice = {
  readonly id: string
  readonly agent: string | null
  readonly service: string
  readonly mark: string
  readonly created_at: string
  readonly last_success_at: string | null
}

export type PushDevices = {
  list(user: string): Promise<readonly PushDevice[]>
  /** Turns push on for a browser. One that somebody else used before is now theirs no more. */
  add(user: string, subscription: PushSubscription, agent: string | null): Promise<string>
  remove(user: string, id: string): Promise<void>
  /** Ends the devices of these people. */
  removeAll(users: readonly string[]): Promise<void>
}

const MOST = 20
const AGENT_LENGTH = 300

function bytesOf(text: unknown): Buffer {
  return typeof text === 'string' && /^[\w-]{1,200}={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : Buffer.alloc(0)
}

/** True for a point of P-256, as RFC 8291 wants it: uncompressed. */
function isPoint(key: Buffer): boolean {
  if (key.length !== 65 || key[0] !== 4) return false
  const own = createECDH('prime256v1')
  own.generateKeys()
  try {
    return own.computeSecret(key).length > 0
  } catch {
    return false
  }
}

/** Checks what a browser sends (`PushSubscription.toJSON()`), or says which part is wrong. */
export function parseSubscription(body: unknown, allow: { readonly inside: boolean }): PushSubscription {
  const { endpoint, keys } = isJsonObject(body) ? body : {}
  const { p256dh, auth } = isJsonObject(keys) ? keys : {}
  const issues: Issue[] = []
  const fault = typeof endpoint === 'string' ? addressFault(endpoint, allow) : 'url'
  if (fault === 'url') issues.push({ path: 'endpoint', code: 'url' })
  else if (fault !== null) issues.push({ path: 'endpoint', code: 'refused', data: { why: NOT_OUTSIDE } })
  if (!isPoint(bytesOf(p256dh))) issues.push({ path: 'keys.p256dh', code: 'type', data: { expected: P256DH } })
  if (bytesOf(auth).length !== 16) issues.push({ path: 'keys.auth', code: 'type', data: { expected: AUTH } })
  if (issues.length > 0) throw invalid(issues)
  return { endpoint: String(endpoint), p256dh: bytesOf(p256dh).toString('base64url'), auth: bytesOf(auth).toString('base64url') }
}

const NOT_OUTSIDE = {
  zh: '推送服务的地址必须是互联网上的 https 地址',
  en: 'The address of the push service must be an https address of the internet',
}
const FULL = { zh: `最多 ${MOST} 台设备，请先移除不用的`, en: `At most ${MOST} devices. Remove one first` }
const P256DH = { zh: ' P-256 公钥（65 字节，base64url）', en: 'a public key of P-256 (65 bytes, base64url)' }
const AUTH = { zh: ' 16 字节的密钥（base64url）', en: 'a secret of 16 bytes (base64url)' }

/** The browsers that people turned push on in. */
export function createDevices(db: Database): PushDevices {
  return {
    list: (user) =>
      db.query<PushDevice>({
        text: `select id, agent, split_part(split_part(endpoint, '://', 2), '/', 1) as service,
                 encode(sha256(convert_to(endpoint, 'UTF8')), 'hex') as mark,
                 to_json(created_at)#>>'{}' as created_at, to_json(last_success_at)#>>'{}' as last_success_at
               from push_device where user_id = $1 order by created_at, id`,
        values: [user],
      }),
    add: (user, { endpoint, p256dh, auth }, agent) =>
      db.transaction(async (tx) => {
        await tx.query({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [`push_device:${user}`] })
        await tx.query({ text: 'delete from push_device where endpoint = $1 and user_id <> $2', values: [endpoint, user] })
        const others = await tx.query<{ n: number }>({
          text: 'select count(*)::int as n from push_device where user_id = $1 and endpoint <> $2',
          values: [user, endpoint],
        })
        if ((others[0]?.n ?? 0) >= MOST) throw invalid([{ path: '', code: 'refused', data: { why: FULL } }])
        const rows = await tx.query<{ id: string }>({
          text: `insert into push_device (id, user_id, endpoint, p256dh, auth, agent) values ($1, $2, $3, $4, $5, $6)
                 on conflict (endpoint) do update set user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth, agent = excluded.agent
                 returning id`,
          values: [newId(), user, endpoint, p256dh, auth, agent?.slice(0, AGENT_LENGTH) ?? null],
        })
        return rows[0]?.id ?? ''
      }),
    remove: async (user, id) => {
      const gone = isId(id)
        ? await db.query({ text: 'delete from push_device where id = $1 and user_id = $2 returning id', values: [id, user] })
        : []
      if (gone.length === 0) throw new AppError('record.not_found')
    },
    removeAll: async (users) => {
      if (users.length > 0) await db.query({ text: 'delete from push_device where user_id = any($1::uuid[])', values: [users] })
    },
  }
}
