/** One line of a card: `item1.TEL;TYPE=CELL,PREF:+86…` without its group, decoded; the value still carries its escapes. */
export type CardProperty = { readonly name: string; readonly types: readonly string[]; readonly value: string; readonly isEscaped: boolean }

export type Card = readonly CardProperty[]

/** Pictures, sounds and keys: large, and no field takes them. */
const SKIPPED = new Set(['PHOTO', 'LOGO', 'SOUND', 'KEY', 'AGENT'])
const MAX_LINE = 1 << 20

/**
 * Lines of a file → its cards, one at a time (vCard 2.1, 3.0 and 4.0). Understands folding, groups, quoted-printable
 * with its own soft breaks and character set, and cards within cards (AGENT), which are passed over.
 */
export async function* parseCards(lines: AsyncIterable<string>): AsyncGenerator<Card> {
  let depth = 0
  let card: CardProperty[] = []
  for await (const line of unfolded(lines)) {
    const word = line.trim().toUpperCase()
    if (word === 'BEGIN:VCARD') {
      depth += 1
      if (depth === 1) card = []
    } else if (word === 'END:VCARD') {
      depth = Math.max(0, depth - 1)
      if (depth === 0 && card.length > 0) {
        yield card
        card = []
      }
    } else if (depth === 1) {
      const property = parseProperty(line)
      if (property !== null && !SKIPPED.has(property.name)) card.push(property)
    }
  }
  // A file cut off in the middle still gives what it holds.
  if (card.length > 0) yield card
}

function isSoft(line: string): boolean {
  const colon = line.indexOf(':')
  return colon > 0 && line.endsWith('=') && /;(ENCODING=)?QUOTED-PRINTABLE/i.test(line.slice(0, colon))
}

async function* unfolded(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let open: string | null = null
  for await (const line of lines) {
    if (open !== null && isSoft(open)) open = grow(open.slice(0, -1), line.replace(/^[ \t]+/, ''))
    else if (open !== null && /^[ \t]/.test(line)) open = grow(open, line.slice(1))
    else {
      if (open !== null) yield open
      open = line
    }
  }
  if (open !== null) yield open
}

function grow(text: string, more: string): string {
  return text.length > MAX_LINE ? text : text + more
}

/** Cuts at a sign outside quotes and not behind a backslash. */
export function cut(text: string, sign: string): readonly string[] {
  const parts: string[] = []
  let [part, isQuoted] = ['', false]
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charAt(index)
    if (letter === '\\' && index + 1 < text.length) {
      part += letter + text.charAt(index + 1)
      index += 1
    } else if (letter === sign && !isQuoted) {
      parts.push(part)
      part = ''
    } else {
      // Quotes guard parameters only; in a value they are letters.
      if (letter === '"' && sign === ':') isQuoted = !isQuoted
      part += letter
    }
  }
  return [...parts, part]
}

/** A value without its escapes: `\n`, `\,`, `\;`, `\\`. */
export function plain(text: string, property: CardProperty): string {
  if (!property.isEscaped) return text.replace(/\\([;,])/g, '$1').trim()
  return text.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' || letter === 'N' ? '\n' : letter)).trim()
}

function parseProperty(line: string): CardProperty | null {
  const [head = '', ...rest] = cut(line, ':')
  if (rest.length === 0) return null
  const [path = '', ...parameters] = head.split(';')
  const name = (path.split('.').at(-1) ?? '').trim().toUpperCase()
  if (name === '') return null
  const settings = parameters.map((parameter): readonly [string, string] => {
    const at = parameter.indexOf('=')
    // Version 2.1 writes types bare: `TEL;CELL;PREF`.
    return at < 0 ? ['TYPE', parameter] : [parameter.slice(0, at).trim().toUpperCase(), parameter.slice(at + 1).replaceAll('"', '')]
  })
  const words = settings.flatMap(([key, value]) => (key === 'TYPE' ? value.toUpperCase().split(',') : []))
  const encoding = [...settings.filter(([key]) => key === 'ENCODING').map(([, value]) => value.toUpperCase()), ...words]
  const isQuotedPrintable = encoding.includes('QUOTED-PRINTABLE')
  const isPreferred = settings.some(([key, value]) => key === 'PREF' && value === '1')
  const value = line.slice(head.length + 1)
  const charset = settings.find(([key]) => key === 'CHARSET')?.[1]
  return {
    name,
    types: isPreferred ? [...words, 'PREF'] : words,
    value: isQuotedPrintable ? unquoted(value, charset) : value,
    isEscaped: !isQuotedPrintable,
  }
}

function unquoted(text: string, charset: string | undefined): string {
  const bytes: Buffer[] = []
  for (const part of text.match(/(?:=[0-9a-f]{2})+|[^=]+|=/gi) ?? [])
    bytes.push(/^=[0-9a-f]{2}/i.test(part) ? Buffer.from(part.replaceAll('=', ''), 'hex') : Buffer.from(part === '=' ? '' : part))
  return decoderFor(charset).decode(Buffer.concat(bytes)).replaceAll('\r\n', '\n')
}

function decoderFor(charset: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset ?? 'utf-8')
  } catch {
    return new TextDecoder('utf-8')
  }
}
