import { createHash } from 'node:crypto'
import { AppError, isJsonObject } from '@perigon/contracts'
import { actorOf, BODY, NO_INPUT, requestLocale } from '@perigon/http'
import type { Kernel } from '@perigon/kernel'
import type { SignIn } from '@perigon/organization'
import type { FastifyInstance } from 'fastify'
import { feedText } from './calendar-text.ts'
import { ownCalendarItems } from './calendar-items.ts'

/** No object has this key: a token for the calendar alone opens no other door. */
const CALENDAR_ONLY = ['calendar_feed']

type FeedDeps = { readonly kernel: Kernel; readonly signIn: SignIn; readonly publicUrl?: string | undefined }

/**
 * `POST /api/v1/account/calendar-feed` → `{ path }`: an address to subscribe to with a calendar program, shown once. It is one of the
 * person's tokens (listed, revoked and logged with them) that shows one's own dates and nothing else.
 * `GET /calendar/{token}.ics`: the dates, as iCalendar, read with the person's rights as they are now.
 */
export function registerCalendarFeed(app: FastifyInstance, { kernel, signIn, publicUrl }: FeedDeps): void {
  app.post('/api/v1/account/calendar-feed', { config: { access: 'session' }, schema: BODY }, async (request, reply) => {
    const actor = actorOf(request)
    if (actor.via === 'token' || actor.id === null) throw new AppError('auth.required')
    const rows = await kernel.db.query<{ login: string }>({ text: 'select login from "user" where id = $1', values: [actor.id] })
    const name = isJsonObject(request.body) && typeof request.body['name'] === 'string' ? request.body['name'].trim().slice(0, 60) : ''
    const usual = requestLocale(request) === 'zh-CN' ? '日历订阅' : 'Calendar feed'
    const token = await signIn.createToken(rows[0]?.login ?? '', {
      name: name === '' ? usual : name,
      reading_only: true,
      objects: CALENDAR_ONLY,
    })
    return reply.code(201).send({ path: `/calendar/${token}.ics` })
  })

  app.get<{ Params: { file: string } }>('/calendar/:file', { config: { access: 'public' }, schema: NO_INPUT }, async (request, reply) => {
    const { file } = request.params
    const principal = file.endsWith('.ics') ? await signIn.byToken(file.slice(0, -'.ics'.length), request.ip) : null
    if (principal === null || principal.actor.only?.objects?.join() !== CALENDAR_ONLY.join()) throw new AppError('record.not_found')
    const actor = { ...principal.actor, only: { reading: true, objects: ['task', 'interaction'] } }
    const address = publicUrl ?? `${request.protocol}://${request.host}`
    const items = await ownCalendarItems(kernel, actor, address.replace(/\/$/, ''))
    const name = actor.locale === 'zh-CN' ? `周全 · ${actor.name}` : `Perigon · ${actor.name}`
    const body = feedText(name, items, kernel.clock.now())
    const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
    void reply.header('etag', tag).header('cache-control', 'private, max-age=300').header('x-robots-tag', 'noindex')
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    return reply.type('text/calendar; charset=utf-8').send(body)
  })
}
