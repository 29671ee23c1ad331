import { deflateRawSync, crc32, gzipSync } from 'node:zlib'
import { type Check, judge } from '../check.ts'
import { type Ground, residentMegabytes } from '../ground.ts'

type Entry = {
  readonly name: string
  readonly packed: Buffer
  readonly size: number
  readonly crc: number
  readonly claimed?: number
  readonly flags?: number
}

const entry = (name: string, content: Buffer, more: Partial<Entry> = {}): Entry => ({
  name,
  packed: deflateRawSync(content, { level: 9 }),
  size: content.length,
  crc: crc32(content),
  ...more,
})

/** A zip file by hand, so that it may lie. */
function zip(entries: readonly Entry[]): Buffer {
  const [files, directory]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const { name, packed, size, crc, claimed, flags } of entries) {
    const title = Buffer.from(name)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(flags ?? 0, 6)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(crc, 14)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(claimed ?? size, 22)
    head.writeUInt16LE(title.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    head.copy(central, 6, 4, 30)
    central.writeUInt16LE(20, 4)
    central.writeUInt32LE(offset, 42)
    files.push(head, title, packed)
    directory.push(central, title)
    offset += head.length + title.length + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(entries.length, 65_535), 8)
  end.writeUInt16LE(Math.min(entries.length, 65_535), 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, list, end])
}

const PARTS: readonly (readonly [string, string])[] = [
  [
    '[Content_Types].xml',
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
  ],
  [
    '_rels/.rels',
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  ],
  [
    'xl/workbook.xml',
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
  ],
  [
    'xl/_rels/workbook.xml.rels',
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
  ],
]
const cell = (place: string, text: string): string => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`
const sheet = (rows: string, more = ''): string =>
  `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData>${more}</worksheet>`
const HEAD = `<row r="1">${cell('A1', 'name')}</row>`
const workbook = (content: string | Buffer, more: Partial<Entry> = {}, others: readonly Entry[] = []): Buffer =>
  zip([
    ...PARTS.map(([name, text]) => entry(name, Buffer.from(text))),
    entry('xl/worksheets/sheet1.xml', Buffer.from(content), more),
    ...others,
  ])

const MEGA = 1024 * 1024

/** Workbooks that unpack to far more than they are, or make a careless reader hold a whole empty sheet. */
const ARCHIVES: readonly (readonly [string, () => Buffer])[] = [
  ['S049 600 kB that unpack to 600 MB', () => workbook(Buffer.concat([Buffer.from(sheet('')), Buffer.alloc(600 * MEGA, 0x20)]))],
  [
    'S049 20,000 parts',
    () =>
      workbook(
        sheet(HEAD),
        {},
        Array.from({ length: 20_000 }, (_, index) => entry(`xl/media/${index}.png`, Buffer.from('x'))),
      ),
  ],
  ['S050 a cell in the last corner', () => workbook(sheet(`${HEAD}<row r="1048576">${cell('XFD1048576', 'x')}</row>`))],
  ['S050 everything merged', () => workbook(sheet(HEAD, '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'))],
  [
    'S050 a million empty rows',
    () => workbook(sheet(`${HEAD}${Array.from({ length: 1_000_000 }, (_, index) => `<row r="${index + 2}"/>`).join('')}`)),
  ],
  [
    'S050 a row of 16,384 cells, 200 times',
    () => workbook(sheet(`<row>${'<c t="inlineStr"><is><t>a</t></is></c>'.repeat(16_384)}</row>`.repeat(200))),
  ],
  [
    'S050 100,000 shared texts',
    () =>
      workbook(sheet('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>'), {}, [
        entry(
          'xl/sharedStrings.xml',
          Buffer.from(
            `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${'<si><t>text</t></si>'.repeat(100_000)}</sst>`,
          ),
        ),
      ]),
  ],
  ['S051 a part that claims 1 kB and holds 1 GB', () => workbook(Buffer.alloc(1000 * MEGA, 0x20), { claimed: 1024 })],
  ['S051 an encrypted part', () => workbook(sheet(HEAD), { flags: 1 })],
  ['S051 a zip in a zip', () => zip([entry('xl/worksheets/sheet1.xml', workbook(Buffer.alloc(100 * MEGA, 0x20)))])],
  [
    'S051 names that climb',
    () =>
      zip([
        ...PARTS.map(([name, text]) => entry(`../../../${name}`, Buffer.from(text))),
        entry('../../../../tmp/perigon-slip.xml', Buffer.from(sheet(HEAD))),
      ]),
  ],
  [
    'S059 entities in the sheet',
    () =>
      workbook(
        `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, index) => `<!ENTITY ${'bcdefghij'[index]} "${`&${'abcdefghi'[index]};`.repeat(10)}">`).join('')}<!ENTITY x SYSTEM "file:///etc/passwd">]>${sheet(`<row>${cell('A1', '&j;&x;')}</row>`)}`,
      ),
  ],
  ['S059 elements 200,000 deep', () => workbook(sheet('<row>'.repeat(200_000)))],
  ['S049 a CSV of one line of 50 MB', () => Buffer.from(`name\n${'x'.repeat(50 * MEGA)}`)],
  ['S049 a CSV of 3,000,000 columns', () => Buffer.from(','.repeat(3_000_000))],
  ['S049 a CSV whose quote never ends', () => Buffer.from(`name\n"${'x\n'.repeat(5 * MEGA)}`)],
  ['S049 a gzip', () => gzipSync(Buffer.alloc(100 * MEGA))],
]
const LIMIT_MS = 15_000
const LIMIT_MB = 250

/** Each is uploaded as an import; the server may refuse or read it, but not stand still, swell or die. */
export const archives: Check<Ground> = {
  id: 'S049',
  title: 'zip, xlsx, XML and CSV bombs (S049–S051, S059)',
  run: async (ground) => {
    const findings: string[] = []
    const { admin, nobody } = ground.world
    let slowest = 0
    let grown = 0
    for (const [name, make] of ARCHIVES) {
      const file = make()
      const payload = Buffer.concat([
        Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'),
        file,
        Buffer.from('\r\n--b--\r\n'),
      ])
      const before = residentMegabytes(ground.server.pid)
      let highest = before
      const watch = setInterval(() => (highest = Math.max(highest, residentMegabytes(ground.server.pid))), 20)
      const begun = performance.now()
      const answered = admin.ask({
        method: 'POST',
        path: '/api/v1/imports?object=customer',
        raw: { type: 'multipart/form-data; boundary=b', payload },
      })
      await nobody.ask({ method: 'GET', path: '/healthz' }).catch(() => findings.push(`${name}: the server is gone`))
      const answer = await answered.catch(() => null)
      const ms = performance.now() - begun
      clearInterval(watch)
      slowest = Math.max(slowest, ms)
      grown = Math.max(grown, highest - before)
      if (answer === null || answer.status >= 500) findings.push(`${name}: ${answer?.status ?? 'no answer'}`)
      if (ms > LIMIT_MS) findings.push(`${name}: ${Math.round(ms)} ms`)
      if (highest - before > LIMIT_MB) findings.push(`${name}: the server grew by ${Math.round(highest - before)} MB`)
      if (answer?.text.includes('root:') === true) findings.push(`${name}: a file of the machine`)
    }
    return judge(
      findings,
      `${ARCHIVES.length} files, slowest ${Math.round(slowest)} ms, the server grew by at most ${Math.round(grown)} MB`,
    )
  },
}
