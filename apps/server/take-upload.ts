import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError, newId } from '@perigon/contracts'
import type { FastifyRequest } from 'fastify'

/** Takes the one file of a form into a directory. The name people gave is cleaned and only shown; on disk it has a name of ours. */
export async function takeUpload(request: FastifyRequest, directory: string): Promise<{ readonly name: string; readonly path: string }> {
  const file = await request.file()
  if (file === undefined) throw new AppError('import.file', { data: { detail: { zh: '没有收到文件', en: 'no file arrived' } } })
  await mkdir(directory, { recursive: true })
  const path = join(directory, newId())
  await pipeline(file.file, createWriteStream(path, { mode: 0o600 }))
  if (file.file.truncated) {
    await rm(path, { force: true })
    throw new AppError('request.too_large', { data: { limit: '500 MB' } })
  }
  return { name: file.filename.replace(/[\u0000-\u001f/\\]/g, '_').slice(-200), path }
}
