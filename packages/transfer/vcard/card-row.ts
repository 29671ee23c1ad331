import { type Card, type CardProperty, cut, plain } from './parse-cards.ts'

type Column = { readonly title: string; readonly value: (card: Card) => string }

const COLUMNS: readonly Column[] = [
  { title: 'Name', value: nameOf },
  { title: 'Organization', value: (card) => parts(card, 'ORG')[0] ?? '' },
  { title: 'Department', value: (card) => parts(card, 'ORG').slice(1).filter(Boolean).join(', ') },
  { title: 'Job title', value: (card) => first(card, 'TITLE') || first(card, 'ROLE') },
  { title: 'Mobile', value: (card) => phones(card).mobile[0] ?? '' },
  { title: 'Phone', value: (card) => phones(card).fixed[0] ?? '' },
  { title: 'Fax', value: (card) => phones(card).fax[0] ?? '' },
  { title: 'Other phones', value: (card) => otherPhones(card).join(', ') },
  { title: 'E-mail', value: (card) => addresses(card)[0] ?? '' },
  { title: 'Other e-mails', value: (card) => addresses(card).slice(1).join(', ') },
  { title: 'Gender', value: (card) => (first(card, 'GENDER')[0] ?? '').toLowerCase() },
  { title: 'Birthday', value: birthdayOf },
  { title: 'Address', value: addressOf },
  { title: 'Website', value: (card) => first(card, 'URL') },
  { title: 'Notes', value: (card) => all(card, 'NOTE').join('\n') },
  { title: 'Categories', value: (card) => all(card, 'CATEGORIES').join(',') },
  { title: 'UID', value: (card) => first(card, 'UID') },
]

/** The columns a card file has, whatever program wrote it. */
export const CARD_HEADER: readonly string[] = COLUMNS.map((column) => column.title)

/** A card as one row of texts under `CARD_HEADER`; what has no column of its own type goes into the `Other` columns. */
export function cardRow(card: Card): string[] {
  return COLUMNS.map((column) => column.value(card))
}

function named(card: Card, name: string): readonly CardProperty[] {
  const found = card.filter((property) => property.name === name && property.value.trim() !== '')
  return [...found.filter((property) => property.types.includes('PREF')), ...found.filter((property) => !property.types.includes('PREF'))]
}

function all(card: Card, name: string): readonly string[] {
  return [...new Set(named(card, name).map((property) => plain(property.value, property)))]
}

function first(card: Card, name: string): string {
  return all(card, name)[0] ?? ''
}

function parts(card: Card, name: string): readonly string[] {
  const property = named(card, name)[0]
  return property === undefined ? [] : cut(property.value, ';').map((part) => plain(part, property))
}

/** The written name, else the one put together from its parts, else whatever tells whose card it is. */
function nameOf(card: Card): string {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = parts(card, 'N')
  const isHan = /^\p{Script=Han}+$/u.test(family + given)
  const composed = isHan ? family + given : [prefix, given, middle, family, suffix].filter(Boolean).join(' ')
  const fallbacks = [
    first(card, 'FN'),
    composed,
    first(card, 'NICKNAME'),
    parts(card, 'ORG')[0],
    addresses(card)[0],
    numbers(card)[0]?.text,
  ]
  return fallbacks.find((text) => text !== undefined && text !== '')?.replace(/\s+/g, ' ') ?? ''
}

function addresses(card: Card): readonly string[] {
  return all(card, 'EMAIL').map((text) => text.replace(/^mailto:/i, ''))
}

function numbers(card: Card): readonly { readonly text: string; readonly types: readonly string[] }[] {
  return named(card, 'TEL').map((property) => ({
    text: plain(property.value, property).replace(/^tel:/i, '').replace(/;ext=/i, ' x'),
    types: property.types,
  }))
}

function phones(card: Card) {
  const list = numbers(card)
  const texts = (isWanted: (types: readonly string[]) => boolean) => list.filter(({ types }) => isWanted(types)).map(({ text }) => text)
  const isFax = (types: readonly string[]) => types.includes('FAX')
  const isMobile = (types: readonly string[]) => !isFax(types) && (types.includes('CELL') || types.includes('IPHONE'))
  return {
    fax: texts(isFax),
    mobile: texts(isMobile),
    fixed: texts((types) => !isFax(types) && !isMobile(types) && !types.includes('PAGER')),
  }
}

function otherPhones(card: Card): readonly string[] {
  const { mobile, fixed, fax } = phones(card)
  const taken = [mobile[0], fixed[0], fax[0]]
  return [...new Set(numbers(card).map(({ text }) => text))].filter((text) => !taken.includes(text))
}

/** Year, month and day; a birthday without its year is no date and stays out. */
function birthdayOf(card: Card): string {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(first(card, 'BDAY'))
  return match === null ? '' : match.slice(1).join('-')
}

function addressOf(card: Card): string {
  const [box = '', more = '', street = '', town = '', region = '', code = '', country = ''] = parts(card, 'ADR')
  return [street, more, box, town, region, code, country]
    .filter(Boolean)
    .map((part) => part.replace(/\s*\n\s*/g, ' '))
    .join(', ')
}
