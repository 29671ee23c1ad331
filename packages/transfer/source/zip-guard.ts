import { type FileHandle, open, stat } from 'node:fs/promises'
import { AppError } from '@perigon/contracts'

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
/** A field that says so stands in the additions for large files (“zip64”), which some packers write for small ones too. */
const ELSEWHERE = 0xffffffff
const LARGE_LOCATOR = 0x07064b50
const LARGE_END = 0x06064b50
const LARGE_ADDITION = 1
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

/** A number of 64 bits; one that no file here can have is taken for damage. */
function large(bytes: Buffer, at: number): number {
  if (at + 8 > bytes.length) refuse('压缩目录损坏', 'the zip directory is damaged')
  const value = bytes.readBigUInt64LE(at)
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? refuse('压缩目录异常', 'the zip directory is not plausible') : Number(value)
}

/** The addition for large files among those of an entry; empty when there is none. */
function largeAddition(additions: Buffer): Buffer {
  for (let at = 0; at + 4 <= additions.length; at += 4 + additions.readUInt16LE(at + 2)) {
    if (additions.readUInt16LE(at) === LARGE_ADDITION) return additions.subarray(at + 4, at + 4 + additions.readUInt16LE(at + 2))
  }
  return Buffer.alloc(0)
}

/** Size, packed size and place of an entry; those that are elsewhere follow each other in the addition, in this order. */
function extentOf(directory: Buffer, at: number, additions: Buffer): Pick<ZipEntry, 'unpacked' | 'packed' | 'offset'> {
  const addition = largeAddition(additions)
  let next = 0
  const read = (place: number): number => {
    const value = directory.readUInt32LE(at + place)
    if (value !== ELSEWHERE || addition.length === 0) return value
    next += 8
    return large(addition, next - 8)
  }
  return { unpacked: read(24), packed: read(20), offset: read(42) }
}

function entriesOf(directory: Buffer, count: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) refuse('压缩目录损坏', 'the zip directory is damaged')
    const [length, flags, added] = [directory.readUInt16LE(at + 28), directory.readUInt16LE(at + 8), directory.readUInt16LE(at + 30)]
    entries.push({
      name: nameOf(directory.subarray(at + 46, at + 46 + length), flags),
      flags,
      method: directory.readUInt16LE(at + 10),
      ...extentOf(directory, at, directory.subarray(at + 46 + length, at + 46 + length + added)),
    })
    at += 46 + length + added + directory.readUInt16LE(at + 32)
  }
  return entries
}

type Place = { readonly entries: number; readonly length: number; readonly offset: number }

/** Where the directory of a file with additions for large ones is; null when it has none. */
async function largePlace(file: FileHandle, tail: Buffer, at: number): Promise<Place | null> {
  if (at < 20 || tail.readUInt32LE(at - 20) !== LARGE_LOCATOR) return null
  const end = Buffer.alloc(56)
  const { bytesRead } = await file.read(end, 0, end.length, large(tail, at - 12))
  if (bytesRead < end.length || end.readUInt32LE(0) !== LARGE_END) refuse('压缩目录损坏', 'the zip directory is damaged')
  return { entries: large(end, 32), length: large(end, 40), offset: large(end, 48) }
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
    const { entries, length, offset } = (await largePlace(file, tail, at)) ?? {
      entries: tail.readUInt16LE(at + 10),
      length: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    }
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
