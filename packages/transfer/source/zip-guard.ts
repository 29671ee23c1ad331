import { open } from 'node:fs/promises'
import { AppError } from '@perigon/contracts'

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const MAX_UNPACKED = 2 * 1024 ** 3
const MAX_RATIO = 150
const MAX_ENTRIES = 5000

function refuse(zh: string, en: string): never {
  throw new AppError('import.file', { data: { detail: { zh, en } } })
}

function totals(directory: Buffer, entries: number): { readonly packed: number; readonly unpacked: number } {
  let [packed, unpacked, at] = [0, 0, 0]
  for (let index = 0; index < entries; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) refuse('压缩目录损坏', 'the zip directory is damaged')
    packed += directory.readUInt32LE(at + 20)
    unpacked += directory.readUInt32LE(at + 24)
    at += 46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return { packed, unpacked }
}

/**
 * Reads only the directory of a workbook (a zip file) and refuses bombs: too many parts, more than 2 GB unpacked, or
 * more than 150 bytes out of one once past 50 MB. Costs nothing whatever the file claims to hold.
 */
export async function guardZip(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, 65_557))
    await file.read(tail, 0, tail.length, size - tail.length)
    let at = tail.length - 22
    while (at >= 0 && tail.readUInt32LE(at) !== END_SIGNATURE) at -= 1
    if (at < 0) refuse('不是有效的 Excel 文件', 'not a valid Excel file')
    const entries = tail.readUInt16LE(at + 10)
    const length = tail.readUInt32LE(at + 12)
    const offset = tail.readUInt32LE(at + 16)
    if (entries > MAX_ENTRIES || length > 4 * 1024 ** 2 || offset + length > size)
      refuse('压缩目录异常', 'the zip directory is not plausible')
    const directory = Buffer.alloc(length)
    await file.read(directory, 0, length, offset)
    const { packed, unpacked } = totals(directory, entries)
    const bomb = unpacked > MAX_UNPACKED || (unpacked > 50 * 1024 ** 2 && unpacked > Math.max(packed, size) * MAX_RATIO)
    if (bomb) refuse('文件解压后过大，疑似压缩炸弹', 'the file unpacks to far more than it should')
  } finally {
    await file.close()
  }
}
