import type { Json } from '@perigon/contracts'
import { type ObjectSnapshot, searchText } from '@perigon/kernel'
import type { Image } from '../company/image.ts'

/** Column names of an object in the order of its copied rows. */
export function columnsOf(object: ObjectSnapshot): readonly string[] {
  const own = [...object.fields.values()].flatMap((field) => field.columns.map((column) => column.name))
  return ['id', 'version', ...own, ...(object.searchFields.length > 0 ? ['search_text'] : [])]
}

const SPECIAL = /[\\\t\n\r]/g
const ESCAPED: { readonly [character: string]: string } = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function cell(value: Json): string {
  if (value === null) return '\\N'
  if (typeof value === 'string') return value.replace(SPECIAL, (character) => ESCAPED[character] ?? '')
  if (typeof value === 'boolean') return value ? 't' : 'f'
  return String(value)
}

/** A record as one line of `COPY … (format text)`. */
export function copyLine(object: ObjectSnapshot, image: Image): string {
  const cells = [image.id, '1']
  for (const field of object.fields.values()) for (const value of field.type.toColumns(image[field.key] ?? null)) cells.push(cell(value))
  if (object.searchFields.length > 0) cells.push(cell(searchText(object, image)))
  return `${cells.join('\t')}\n`
}

const CHUNK = 1 << 18

/** Lines in pieces of a quarter of a megabyte. */
export function* copyText(object: ObjectSnapshot, images: Iterable<Image>): Generator<string> {
  let text = ''
  for (const image of images) {
    text += copyLine(object, image)
    if (text.length < CHUNK) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}
