import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readDirectory } from './zip-guard.ts'
import { unpackZip } from './unpack-zip.ts'

const folder = mkdtempSync(join(tmpdir(), 'perigon-zip-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** `a.csv` packed by Info-ZIP 3.0 with `zip -fz`, which writes the additions for large files. */
const LARGE = Buffer.from(
  'UEsDBC0AAAAAAHkZgV2Gx+qK//////////8FADAAYS5jc3ZVVAkAA/Y6Dmv2Og5rdXgLAAEEAAAAAAQAAAAAAQAQAA4AAAAAAAAADgAAAAAAAABJZCxOYW1lCjEs55SyClBLAQIeAy0AAAAAAHkZgV2Gx+qKDgAAAP////8FACQAAAAAAAEAAACkgQAAAABhLmNzdlVUBQAD9joOa3V4CwABBAAAAAAEAAAAAAEACAAOAAAAAAAAAFBLBgYsAAAAAAAAAB4DLQAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAABXAAAAAAAAAGEAAAAAAAAAUEsGBwAAAAC4AAAAAAAAAAEAAABQSwUGAAAAAAEAAQBXAAAA/////wAA',
  'base64',
)
const DIRECTORY = LARGE.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
const END = LARGE.indexOf(Buffer.from('PK\u0006\u0006', 'latin1'))

function fileOf(bytes: Buffer): string {
  const path = join(folder, 'large.zip')
  writeFileSync(path, bytes)
  return path
}

function changed(at: number, value: bigint): Buffer {
  const bytes = Buffer.from(LARGE)
  bytes.writeBigUInt64LE(value, at)
  return bytes
}

it('reads a zip file with additions for large ones', async () => {
  const path = fileOf(LARGE)
  expect(await readDirectory(path)).toMatchObject([{ name: 'a.csv', packed: 14, unpacked: 14, offset: 0 }])
  expect(await unpackZip(path, { folder, wanted: () => true, rename: (name) => name })).toEqual([{ name: 'a.csv', bytes: 14 }])
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('Id,Name\n1,甲\n')
})

it.each([
  ['a size that no file has', changed(LARGE.lastIndexOf(14), 1n << 60n)],
  ['a directory beyond the end', changed(END + 48, 1n << 40n)],
  ['more entries than a directory holds', changed(END + 32, 100_000n)],
  ['an end that is not there', changed(END + 56 + 8, 1n << 30n)],
  [
    'an addition that is cut off',
    Buffer.concat([LARGE.subarray(0, DIRECTORY), LARGE.subarray(DIRECTORY).map((byte, at) => (at === 46 + 5 + 26 ? 4 : byte))]),
  ],
])('refuses %s', async (_what, bytes) => {
  await expect(unpackZip(fileOf(bytes), { folder, wanted: () => true, rename: (name) => name })).rejects.toThrow('import.file')
})
