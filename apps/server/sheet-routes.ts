import { AppError } from '@perigon/contracts'
import { actorOf, OBJECT_BODY, requestLocale } from '@perigon/http'
import type { Kernel } from '@perigon/kernel'
import { parseSheet, writeSheetRows } from '@perigon/transfer'
import type { FastifyInstance } from 'fastify'

/** A block of cells typed or pasted into a list: what can be read is written as one operation, the rest is told cell by cell. */
export function registerSheetRoutes(app: FastifyInstance, kernel: Kernel): void {
  app.post<{ Params: { path: string } }>(
    '/api/v1/:path/sheet',
    { config: { access: 'session' }, schema: OBJECT_BODY, bodyLimit: 10 * 1024 * 1024 },
    async (request) => {
      const { path } = request.params
      const object = kernel.snapshot().byPath.get(path)
      if (object === undefined) throw new AppError('object.not_found', { data: { object: path.slice(0, 60) } })
      return writeSheetRows(kernel, actorOf(request), {
        object: object.key,
        rows: parseSheet(request.body),
        locale: requestLocale(request),
      })
    },
  )
}
