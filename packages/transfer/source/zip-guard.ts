import { open, stat } from 'node:fs/promises'
import { AppError } from '@perigon/contracts'

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const MAX_UNPACKED = 2 * 1024 ** 3
const MAX_RATIO = 150
const MAX_ENTRIES = 5000

function refuse(zh: string, en: string): never {
  throw new AppError('import.file', { data: { detail: { zh, en } } })
}

/** One file of a zip, as the directory tells it. */
export type ZipEntry = {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly packed: number
  readonly unpacked: number
  readonly offset: number
}

const UTF_8 = 0x800

/** Names without the flag are in the language of the machine that packed them; here that is Chinese more often than not. */
function nameOf(bytes: Buffer, flags: number): string {
  return new TextDecoder((flags & UTF_8) === 0 ? 'gb18030' : 'utf-8').decode(bytes)
}

function entriesOf(directory: Buffer, count: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) refuse('压缩目录损坏', 'the zip directory is damaged')
    const [length, flags] = [directory.readUInt16LE(at + 28), directory.readUInt16LE(at + 8)]
    entries.push({
      name: nameOf(directory.subarray(at + 46, at + 46 + length), flags),
      flags,
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    })
    at += 46 + length + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

/** What a zip file says it holds. */
export async function readDirectory(path: string): Promise<readonly ZipEntry[]> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, 65_557))
    await file.read(tail, 0, tail.length, size - tail.length)
    let at = tail.length - 22
    while (at >= 0 && tail.readUInt32LE(at) !== END_SIGNATURE) at -= 1
    if (at < 0) refuse('不是有效的 Excel 或 zip 文件', 'not a valid Excel or zip file')
    const entries = tail.readUInt16LE(at + 10)
    const length = tail.readUInt32LE(at + 12)
    const offset = tail.readUInt32LE(at + 16)
    if (entries > MAX_ENTRIES || length > 4 * 1024 ** 2 || offset + length > size)
      refuse('压缩目录异常', 'the zip directory is not plausible')
    const directory = Buffer.alloc(length)
    await file.read(directory, 0, length, offset)
    return entriesOf(directory, entries)
  } finally {
    await file.close()
  }
}

/**
 * Reads only the directory of a workbook (a zip file) and refuses bombs: too many parts, more than 2 GB unpacked, or
 * more than 150 bytes out of one once past 50 MB. Costs nothing whatever the file claims to hold.
 */
export async function guardZip(path: string): Promise<void> {
  const entries = await readDirectory(path)
  const { size } = await stat(path)
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0)
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0)
  const bomb = unpacked > MAX_UNPACKED || (unpacked > 50 * 1024 ** 2 && unpacked > Math.max(packed, size) * MAX_RATIO)
  if (bomb) refuse('文件解压后过大，疑似压缩炸弹', 'the file unpacks to far more than it should')
}
