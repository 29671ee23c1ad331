import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import staticFiles from '@fastify/static'
import type { Kernel } from '@perigon/kernel'
import type { FastifyInstance } from 'fastify'
import { openapi } from './openapi.ts'
import { actorOf } from './server.ts'
import { NO_INPUT } from './route-schemas.ts'

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Perigon API</title>
<link rel="icon" type="image/png" href="/api/docs/assets/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css"></head><body><div id="swagger-ui"></div>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`

const START = `window.ui = SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#swagger-ui', deepLinking: true, tryItOutEnabled: false, docExpansion: 'none', supportedSubmitMethods: ['get'] })`

/** What objects look like: client metadata, OpenAPI and a page to read it. All from our own origin. */
export async function registerDocumentRoutes(app: FastifyInstance, kernel: Kernel): Promise<void> {
  app.get('/api/v1/meta', { config: { access: 'session' }, schema: NO_INPUT }, async (request, reply) => {
    const actor = actorOf(request)
    const tag = `"${kernel.snapshot().version}-${actor.id ?? ''}"`
    reply.header('etag', tag).header('cache-control', 'private, no-cache')
    return kernel.meta(actor)
  })
  app.get('/api/v1/openapi.json', { config: { access: 'session' }, schema: NO_INPUT }, async (request) =>
    openapi(kernel.snapshot(), actorOf(request)),
  )
  app.get('/api/docs', { config: { access: 'session' }, schema: NO_INPUT }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(PAGE),
  )
  app.get('/api/docs/start.js', { config: { access: 'session' }, schema: NO_INPUT }, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(START),
  )
  await app.register(staticFiles, {
    root: dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
    prefix: '/api/docs/assets/',
    decorateReply: false,
    index: false,
    allowedPath: (path) => /^\/(swagger-ui(-bundle)?\.(css|js)|favicon-32x32\.png)$/.test(path),
  })
}
