import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import staticFiles from '@fastify/static'
import { AppError } from '@perigon/contracts'
import type { FastifyInstance } from 'fastify'
import { isSecure } from './cookies.ts'
import { newNonce, securityHeaders } from './server.ts'
import { NO_INPUT } from './route-schemas.ts'

const MISSING =
  '<!doctype html><meta charset="utf-8"><title>Perigon</title><p>The web application is not built. Run <code>npm start</code>.</p>'

/** What may lie beside the page: files whose address browsers know by itself (a service worker, a manifest, icons). */
const ROOT_TYPES: { readonly [extension: string]: string } = {
  '.js': 'text/javascript; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.png': 'image/png',
}

/** Files at the root are asked for anew each time: a service worker that is kept is a service worker that stays. */
async function registerRootFiles(app: FastifyInstance, root: string): Promise<void> {
  const names = existsSync(root) ? (await readdir(root)).filter((name) => ROOT_TYPES[extname(name)] !== undefined) : []
  for (const name of names) {
    const content = await readFile(join(root, name))
    app.get(`/${name}`, { config: { access: 'public' }, schema: NO_INPUT }, async (_request, reply) =>
      reply
        .header('cache-control', 'no-cache')
        .type(ROOT_TYPES[extname(name)] ?? 'application/octet-stream')
        .send(content),
    )
  }
}

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
  await registerRootFiles(app, options.root)
  app.get('/*', { config: { access: 'public' }, schema: NO_INPUT }, async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    if (path.startsWith('/api/') || /\.[a-z0-9]{1,5}$/i.test(path)) throw new AppError('route.not_found')
    const nonce = newNonce()
    securityHeaders(reply, { nonce, tls: isSecure(request) })
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page.replaceAll('__CSP_NONCE__', nonce))
  })
}
