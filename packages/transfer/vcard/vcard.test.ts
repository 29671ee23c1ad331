import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CARD_HEADER, cardRow } from './card-row.ts'
import { parseCards } from './parse-cards.ts'
import { printCard } from './print-card.ts'

async function read(text: string): Promise<readonly Record<string, string>[]> {
  async function* lines(): AsyncGenerator<string> {
    yield* text.split(/\r\n|\n|\r/)
  }
  const cards = await Array.fromAsync(parseCards(lines()))
  return cards.map((card) => {
    const row = cardRow(card)
    return Object.fromEntries(CARD_HEADER.map((title, index) => [title, row[index] ?? '']))
  })
}

const wrap = (...lines: readonly string[]): string => ['BEGIN:VCARD', ...lines, 'END:VCARD'].join('\r\n')

describe('reading cards', () => {
  it('undoes quoted-printable over soft line breaks, in the character set it names', async () => {
    const utf8 = wrap('VERSION:2.1', 'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B;=E5=\r\n=B0=8F=E6=98=8E;;;')
    const gbk = wrap('VERSION:2.1', 'FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=CD=F5=D0=A1=C3=F7')
    expect((await read(`${utf8}\r\n${gbk}`)).map((card) => card['Name'])).toEqual(['王小明', '王小明'])
  })

  it('unfolds lines, drops groups, takes escapes away and keeps every number', async () => {
    const [card] = await read(
      wrap(
        'VERSION:3.0',
        'FN:Anna\r\n  Berg',
        'ORG:Berg\\, Söhne\\; Co;Einkauf',
        'item1.TEL;type=CELL;type=VOICE;type=pref:+86 138 0013 8000',
        'TEL;TYPE=WORK:0512-6666',
        'TEL;TYPE="work,fax":0512-7777',
        'TEL;TYPE=HOME:0512-8888',
        'item2.EMAIL;TYPE=INTERNET:b@example.com',
        'EMAIL;TYPE=INTERNET,PREF:a@example.com',
        'NOTE:one\\ntwo',
        'BDAY:19850412',
      ),
    )
    expect(card).toMatchObject({
      Name: 'Anna Berg',
      Organization: 'Berg, Söhne; Co',
      Department: 'Einkauf',
      Mobile: '+86 138 0013 8000',
      Phone: '0512-6666',
      Fax: '0512-7777',
      'Other phones': '0512-8888',
      'E-mail': 'a@example.com',
      'Other e-mails': 'b@example.com',
      Notes: 'one\ntwo',
      Birthday: '1985-04-12',
    })
  })

  it('reads 4.0 with telephone addresses and preferences, and a birthday without a year is none', async () => {
    const [card] = await read(
      wrap('VERSION:4.0', 'FN:李四', 'TEL;VALUE=uri;PREF=1;TYPE="cell":tel:+8613800138000', 'BDAY:--0412', 'GENDER:F'),
    )
    expect(card).toMatchObject({ Name: '李四', Mobile: '+8613800138000', Birthday: '', Gender: 'f' })
  })

  it('passes over a card within a card, and over pictures', async () => {
    const cards = await read(
      wrap('FN:Chief', 'AGENT:', 'BEGIN:VCARD', 'FN:Assistant', 'END:VCARD', 'PHOTO;ENCODING=b:AAAA\r\n BBBB', 'TITLE:CEO'),
    )
    expect(cards.map((card) => [card['Name'], card['Job title']])).toEqual([['Chief', 'CEO']])
  })

  it('gives a card without a name whatever tells whose it is', async () => {
    const cards = await read(`${wrap('EMAIL:x@example.com')}\n${wrap('N:王;小明;;;')}\n${wrap('ORG:华夏')}`)
    expect(cards.map((card) => card['Name'])).toEqual(['x@example.com', '王小明', '华夏'])
  })
})

describe('a printed card', () => {
  it('reads back as it was, and no line is longer than 75 bytes', async () => {
    const note = `第一行；${'很长的备注，'.repeat(30)}\n第二行 \\ ; ,`
    const text = printCard({
      name: '王小明',
      organization: 'A; B, C',
      mobile: '13800138000',
      email: 'w@example.com',
      birthday: '1985-04-12',
      note,
    })
    expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
    expect((await read(text))[0]).toMatchObject({
      Name: '王小明',
      Organization: 'A; B, C',
      Mobile: '13800138000',
      'E-mail': 'w@example.com',
      Birthday: '1985-04-12',
      Notes: note,
    })
  })

  it('cannot be made to carry a line of somebody else’s', () => {
    expect(printCard({ name: 'x\r\nEND:VCARD\r\nBEGIN:VCARD' }).match(/^BEGIN:VCARD/gm)).toHaveLength(1)
  })
})

type Parsed = {
  readonly fn?: string
  readonly org?: readonly string[]
  readonly emails: readonly string[]
  readonly tels: readonly string[]
}
/** Where the reference's library cuts a text at a comma nobody escaped, which is no list in FN and ORG: the text stays whole. */
const WHOLE: { readonly [file: string]: { readonly fn?: string; readonly org?: string } } = {
  'John_Doe_GMAIL.vcf': { fn: 'Mr. John Richter, James Doe Sr.' },
  'outlook-2003.vcf': { org: 'Company, The' },
}
type Reference = {
  readonly files: readonly {
    readonly file: string
    readonly cards: number
    readonly parse_error: string | null
    readonly parsed: readonly Parsed[]
  }[]
}

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const isThere = existsSync(new URL('vcards', SHARED))
if (!isThere) process.stdout.write(`skipped: no vCards at ${SHARED.pathname}\n`)
const reference: Reference = isThere ? JSON.parse(readFileSync(new URL('reference/vcards.json', SHARED), 'utf8')) : { files: [] }

describe.skipIf(!isThere)('cards as real programs write them', () => {
  it('are all in the reference', () => {
    expect(reference.files.map((file) => file.file).toSorted()).toEqual(readdirSync(new URL('vcards', SHARED)).toSorted())
  })
  for (const { file, cards, parse_error, parsed } of reference.files)
    it(`${file}: ${cards} cards with their names, companies, addresses and numbers`, async () => {
      const found = await read(readFileSync(new URL(`vcards/${file}`, SHARED), 'utf8'))
      expect(found).toHaveLength(cards)
      if (parse_error !== null) return
      for (const [index, expected] of parsed.entries()) {
        const card = found[index] ?? {}
        const list = (...titles: readonly string[]) =>
          titles.flatMap((title) => (card[title] === '' ? [] : (card[title]?.split(', ') ?? []))).toSorted()
        const name = WHOLE[file]?.fn ?? expected.fn ?? ''
        if (name !== '') expect(card['Name']).toBe(name.replace(/\s+/g, ' ').trim())
        expect(card['Organization']).toBe(WHOLE[file]?.org ?? expected.org?.[0] ?? '')
        expect(list('E-mail', 'Other e-mails')).toEqual([...new Set(expected.emails)].toSorted())
        expect(list('Mobile', 'Phone', 'Fax', 'Other phones')).toEqual(
          [...new Set(expected.tels.map((text) => text.replace(/^tel:/, '').replace(/;ext=/, ' x')))].toSorted(),
        )
      }
    })
})
