import { isJsonObject, text } from '@perigon/contracts'
import { type Actor, type FieldSnapshot, type Kernel, may, objectOf } from '@perigon/kernel'

/** What a column is filled from: `closed` lists take nothing else. */
export type Choices = { readonly texts: readonly string[]; readonly isClosed: boolean }

const MAX_LINKED = 500
const PAGE = 200

/** Titles of the records a link may point to, when they are few and the person may read them; null otherwise. */
async function linked(kernel: Kernel, actor: Actor, target: string): Promise<readonly string[] | null> {
  const object = objectOf(kernel.snapshot(), target)
  const { access, title } = object.definition
  if (access !== 'reference' || !may(object, actor, 'read')) return null
  const titles: string[] = []
  for (let cursor: string | null = null; titles.length <= MAX_LINKED; ) {
    const query = { fields: [title], sort: [title], limit: PAGE, ...(cursor === null ? {} : { cursor }) }
    const page: unknown = JSON.parse(await kernel.list(actor, target, query))
    if (!isJsonObject(page) || !Array.isArray(page['data'])) return null
    for (const record of page['data']) if (isJsonObject(record) && typeof record[title] === 'string') titles.push(record[title])
    if (typeof page['next'] !== 'string') return [...new Set(titles)]
    cursor = page['next']
  }
  return null
}

/** The texts a column of a template is filled from, in the person's language; null for free entry. */
export async function choicesOf(kernel: Kernel, actor: Actor, field: FieldSnapshot): Promise<Choices | null> {
  const { definition, type } = field
  // Several values stand in one cell; a drop-down would take only one.
  if (type.name === 'multi_select' || type.name === 'tags') return null
  if (definition.options !== undefined)
    return { texts: definition.options.map((option) => text(option.label, actor.locale)), isClosed: true }
  if (type.name === 'boolean') return { texts: [true, false].map((value) => type.print(value, definition, actor.locale)), isClosed: true }
  if (definition.target === undefined) return null
  const texts = await linked(kernel, actor, definition.target)
  return texts === null || texts.length === 0 ? null : { texts, isClosed: false }
}
