import { readFileSync } from 'node:fs'
import { type Database, pendingMigrations } from '@perigon/db'
import type { FastifyInstance } from 'fastify'
import { NO_INPUT } from '@perigon/http'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) satisfies { version: string }

/** `/healthz`: the process answers. `/readyz`: it can serve (database there, nothing to migrate). `/version`. */
export function registerHealthRoutes(app: FastifyInstance, options: { readonly db: Database; readonly migrationsDir: string }): void {
  app.get('/healthz', { config: { access: 'public' }, schema: NO_INPUT }, async () => ({ status: 'ok' }))
  app.get('/version', { config: { access: 'public' }, schema: NO_INPUT }, async () => ({
    name: 'perigon',
    version,
    node: process.version,
  }))
  app.get('/readyz', { config: { access: 'public' }, schema: NO_INPUT }, async (_request, reply) => {
    try {
      const pending = await pendingMigrations(options.db, options.migrationsDir)
      return reply.code(pending.length === 0 ? 200 : 503).send({ status: pending.length === 0 ? 'ready' : 'migrations pending', pending })
    } catch {
      return reply.code(503).send({ status: 'database unavailable' })
    }
  })
}
