import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import staticFiles from '@fastify/static'
import { AppError } from '@perigon/contracts'
import type { FastifyInstance } from 'fastify'
import { isSecure } from './cookies.ts'
import { newNonce, securityHeaders } from './server.ts'
import { NO_INPUT } from './route-schemas.ts'

const MISSING =
  '<!doctype html><meta charset="utf-8"><title>Perigon</title><p>The web application is not built. Run <code>npm start</code>.</p>'

/**
 * The browser application: hashed assets for a year (precompressed files where the browser takes them), and the same
 * page with a fresh style nonce for every address the router of the browser knows.
 */
export async function registerWeb(app: FastifyInstance, options: { readonly root: string }): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/assets/')) route.config = { ...route.config, access: 'public' }
  })
  const page = existsSync(join(options.root, 'index.html')) ? await readFile(join(options.root, 'index.html'), 'utf8') : MISSING
  if (existsSync(join(options.root, 'assets'))) {
    await app.register(staticFiles, {
      root: join(options.root, 'assets'),
      prefix: '/assets/',
      decorateReply: false,
      index: false,
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
    })
  }
  app.get('/*', { config: { access: 'public' }, schema: NO_INPUT }, async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    if (path.startsWith('/api/') || /\.[a-z0-9]{1,5}$/i.test(path)) throw new AppError('route.not_found')
    const nonce = newNonce()
    securityHeaders(reply, { nonce, tls: isSecure(request) })
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page.replaceAll('__CSP_NONCE__', nonce))
  })
}
