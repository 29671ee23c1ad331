import type { CardRole } from '@perigon/contracts'

const LINES: { readonly [R in CardRole]: string } = {
  name: 'FN',
  organization: 'ORG',
  job_title: 'TITLE',
  mobile: 'TEL;TYPE=CELL',
  phone: 'TEL;TYPE=WORK,VOICE',
  fax: 'TEL;TYPE=WORK,FAX',
  email: 'EMAIL;TYPE=INTERNET',
  birthday: 'BDAY',
  note: 'NOTE',
}

const MAX_BYTES = 75

/** A card in version 3.0, which every address book reads: escaped, lines folded at 75 bytes, nothing empty written. */
export function printCard(values: { readonly [R in CardRole]?: string }): string {
  const name = values.name ?? ''
  const lines = Object.entries(LINES).flatMap(([role, head]) => {
    const value = Object.entries(values).find(([key]) => key === role)?.[1] ?? ''
    return value === '' && role !== 'name' ? [] : [`${head}:${escaped(value)}`]
  })
  return ['BEGIN:VCARD', 'VERSION:3.0', `N:${escaped(name)};;;;`, ...lines, 'END:VCARD'].map((line) => `${folded(line)}\r\n`).join('')
}

function escaped(text: string): string {
  return text.replace(/([\\;,])/g, '\\$1').replace(/\r\n|\r|\n/g, '\\n')
}

/** Never cuts within a character. */
function folded(line: string): string {
  let [out, size] = ['', 0]
  for (const letter of line) {
    const bytes = Buffer.byteLength(letter)
    if (size + bytes > MAX_BYTES) {
      out += '\r\n '
      size = 1
    }
    out += letter
    size += bytes
  }
  return out
}
