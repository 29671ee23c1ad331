import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { FileStore } from '../store/file-store.ts'
import { createFolderStore } from '../store/folder/folder-store.ts'
import { createIntake } from './intake.ts'
import { createS3Store } from '../store/s3/s3-store.ts'
import { sweep } from '../store/sweep.ts'

/** `http://key:secret@127.0.0.1:4568/bucket`: a server of one's own (s3rver, MinIO, moto); without it the folder alone is tried. */
const s3 = process.env['PERIGON_TEST_S3'] ?? ''
if (s3 === '') process.stdout.write('S3 storage is not tried: PERIGON_TEST_S3 names no server\n')
const folder = mkdtempSync(join(tmpdir(), 'perigon-files-'))
const kinds: readonly (readonly [string, FileStore])[] = [
  ['a folder', createFolderStore(join(folder, 'store'))],
  ...(s3 === '' ? [] : [['S3-compatible storage', createS3Store(s3)] as const]),
]
const IN_TWO_DAYS = new Date(Date.parse('2099-01-01T00:00:00Z'))
const bytes = Buffer.alloc(300_000, 'perigon 周全 ')

async function read(store: FileStore, sha256: string): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of await store.open(sha256)) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

describe.each(kinds)('files in %s', (_name, store) => {
  const intake = createIntake({ store, folder: join(folder, 'incoming'), scan: null })
  const take = (content: Buffer, limit = 1_000_000) => intake(Readable.from([content]), { name: 'x.txt', limit })

  it('keeps equal contents once and gives back the same bytes', async () => {
    const [a, b] = [await take(bytes), await take(bytes)]
    expect([a.sha256, a.size]).toEqual([b.sha256, 300_000])
    expect((await read(store, a.sha256)).equals(bytes)).toBe(true)
    const known = (await Array.fromAsync(store.list())).filter((each) => each.sha256 === a.sha256)
    expect(known.map(({ size }) => size)).toEqual([300_000])
  })

  it('refuses what is too large without leaving anything behind', async () => {
    const before = (await Array.fromAsync(store.list())).length
    await expect(take(Buffer.alloc(1200), 1000)).rejects.toMatchObject({ code: 'file.too_large' })
    expect(readdirSync(join(folder, 'incoming'))).toEqual([])
    expect((await Array.fromAsync(store.list())).length).toBe(before)
  })

  it('says of an absent content that it is missing, and reads no other name', async () => {
    await expect(store.open('0'.repeat(64))).rejects.toMatchObject({ code: 'file.content_missing' })
    await expect((async () => store.open('../../../etc/passwd'))()).rejects.toMatchObject({ code: 'record.not_found' })
  })

  it('sweeps what nothing names, but nothing of the last day', async () => {
    const [kept, orphan] = [await take(Buffer.from('kept')), await take(Buffer.from('orphan'))]
    const isUsed = async (names: readonly string[]): Promise<ReadonlySet<string>> => new Set(names.filter((name) => name !== orphan.sha256))
    expect((await sweep(store, { now: new Date(), isUsed })).removed).toBe(0)
    expect(await sweep(store, { now: IN_TWO_DAYS, isUsed })).toMatchObject({ removed: 1, bytes: 6 })
    await expect(store.open(orphan.sha256)).rejects.toMatchObject({ code: 'file.content_missing' })
    expect((await read(store, kept.sha256)).toString()).toBe('kept')
  })
})
