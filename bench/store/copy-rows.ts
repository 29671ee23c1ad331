import type { Json } from '@perigon/contracts'
import { foldText, type ObjectSnapshot } from '@perigon/kernel'
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

/** The text a record is found by, made as the writer makes it. */
export function searchTextOf(object: ObjectSnapshot, image: Image): string | null {
  const parts = object.searchFields
    .map((field) => foldText(field.type.print(image[field.key] ?? null, field.definition, 'zh-CN')))
    .filter((part) => part !== '')
  return parts.length === 0 ? null : parts.join('\n').slice(0, 2000)
}

/** A record as one line of `COPY … (format text)`. */
export function copyLine(object: ObjectSnapshot, image: Image): string {
  const cells = [image.id, '1']
  for (const field of object.fields.values()) for (const value of field.type.toColumns(image[field.key] ?? null)) cells.push(cell(value))
  if (object.searchFields.length > 0) cells.push(cell(searchTextOf(object, image)))
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
