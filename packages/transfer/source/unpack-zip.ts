import { createReadStream, createWriteStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { AppError } from '@perigon/contracts'
import { guardZip, readDirectory, type ZipEntry } from './zip-guard.ts'

const LOCAL_SIGNATURE = 0x04034b50
const ENCRYPTED = 1
const [STORED, DEFLATED] = [0, 8]

function refuse(zh: string, en: string): never {
  throw new AppError('import.file', { data: { detail: { zh, en } } })
}

/** Ends the stream with a refusal once more comes out than the directory promised. */
function limited(entry: ZipEntry): Transform {
  let seen = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      seen += chunk.length
      const detail = { zh: '文件解压后与目录不符，疑似压缩炸弹', en: 'the file unpacks to more than its directory says' }
      if (seen > entry.unpacked) done(new AppError('import.file', { data: { detail } }))
      else done(null, chunk)
    },
  })
}

async function unpackOne(path: string, { entry, to }: { readonly entry: ZipEntry; readonly to: string }): Promise<void> {
  if ((entry.flags & ENCRYPTED) !== 0) refuse('压缩包已加密，请先解密', 'the zip file is encrypted; unlock it first')
  if (entry.method !== STORED && entry.method !== DEFLATED)
    refuse('不支持这种压缩方式，请用普通 zip 重新压缩', 'this way of packing is not supported; pack it as a plain zip file')
  const header = await read(path, entry.offset)
  if (header.readUInt32LE(0) !== LOCAL_SIGNATURE) refuse('压缩目录损坏', 'the zip directory is damaged')
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const out = createWriteStream(to, { mode: 0o600 })
  // A file of no bytes has no end to read to.
  const source = entry.packed === 0 ? Readable.from([]) : createReadStream(path, { start, end: start + entry.packed - 1 })
  try {
    if (entry.method === STORED || entry.packed === 0) await pipeline(source, limited(entry), out)
    else await pipeline(source, createInflateRaw(), limited(entry), out)
  } catch (error) {
    await rm(to, { force: true })
    if (error instanceof AppError) throw error
    throw new AppError('import.file', { data: { detail: { zh: '压缩包已损坏', en: 'the zip file is damaged' } }, cause: error })
  }
}

/** The head that stands before the bytes of a file. */
async function read(path: string, at: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const header = Buffer.alloc(30)
    await file.read(header, 0, header.length, at)
    return header
  } finally {
    await file.close()
  }
}

/**
 * Unpacks the wanted files of a zip file into a folder, each by its bare name, and tells their names and sizes. What the
 * directory promises is checked before, and what comes out is held to it.
 */
export async function unpackZip(
  path: string,
  input: { readonly folder: string; readonly wanted: (name: string) => boolean; readonly rename: (name: string) => string },
): Promise<readonly { readonly name: string; readonly bytes: number }[]> {
  await guardZip(path)
  const entries = (await readDirectory(path)).filter(({ name }) => !name.startsWith('__MACOSX/') && !name.endsWith('/'))
  const found = new Map<string, ZipEntry>()
  for (const entry of entries) {
    const bare = entry.name.split(/[/\\]/).at(-1) ?? ''
    if (!bare.startsWith('.') && input.wanted(bare)) found.set(input.rename(bare), entry)
  }
  for (const [name, entry] of found) await unpackOne(path, { entry, to: join(input.folder, name) })
  return [...found].map(([name, entry]) => ({ name, bytes: entry.unpacked }))
}
