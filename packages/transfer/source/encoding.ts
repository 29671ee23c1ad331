import { open } from 'node:fs/promises'
import type { ImportSource } from '@perigon/contracts'

export type Encoding = NonNullable<ImportSource['encoding']>
export type Delimiter = NonNullable<ImportSource['delimiter']>

const SAMPLE_BYTES = 256 * 1024

/** The first quarter megabyte of a file. */
export async function sampleOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(SAMPLE_BYTES)
    const { bytesRead } = await file.read(buffer, 0, SAMPLE_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function isUtf8(sample: Buffer): boolean {
  // A character may be cut at the end of the sample: try again without up to three bytes.
  for (let cut = 0; cut <= 3; cut += 1) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(sample.subarray(0, Math.max(0, sample.length - cut)))
      return true
    } catch {
      if (sample.length < SAMPLE_BYTES) return false
    }
  }
  return false
}

/** BOM first; then zero bytes at one side of the pairs (UTF-16); valid UTF-8; otherwise GB18030, what Chinese Excel writes. */
export function detectEncoding(sample: Buffer): Encoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be'
  const pairs = Math.min(sample.length, 2000)
  let [even, odd] = [0, 0]
  for (let index = 0; index + 1 < pairs; index += 2) {
    if (sample[index] === 0) even += 1
    if (sample[index + 1] === 0) odd += 1
  }
  if (odd > pairs / 10 && even < odd / 10) return 'utf-16le'
  if (even > pairs / 10 && odd < even / 10) return 'utf-16be'
  return isUtf8(sample) ? 'utf-8' : 'gb18030'
}

/** The separator that cuts the first lines into the most, and the same number of, columns. */
export function detectDelimiter(text: string): Delimiter {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .slice(0, 20)
  const score = (delimiter: Delimiter): number => {
    const counts = lines.map((line) => line.replace(/"(?:[^"]|"")*"/g, '').split(delimiter).length)
    const first = counts[0] ?? 1
    return first <= 1 ? 0 : first * counts.filter((count) => count === first).length
  }
  const ranked = ([',', ';', '\t'] as const).map((delimiter) => ({ delimiter, score: score(delimiter) })).sort((a, b) => b.score - a.score)
  return ranked[0] !== undefined && ranked[0].score > 0 ? ranked[0].delimiter : ','
}
