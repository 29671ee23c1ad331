import { at, isTest, type Rule } from '../house.ts'
import { nameOf, nodes, textOf } from '../syntax.ts'

/** Words of the trade; the machinery knows none of them. */
const CRM_WORDS = new Set([
  'customer',
  'customers',
  'contact',
  'contacts',
  'opportunity',
  'opportunities',
  'salesperson',
  'prospect',
  'campaign',
  'campaigns',
  'quotation',
  'quotations',
  'invoice',
  'invoices',
  'receivable',
  'receivables',
  'interaction',
  'interactions',
  'crm',
])
/** A contact point is a phone number, an address or a web address: a field type, not a person. */
const OTHER_SENSES = [/contact[-_ ]?points?/giu]

/** The machinery in packages/ knows no word of customer relationship management, in names or in keys. */
export const vocabulary: Rule = {
  name: 'packages know no CRM word',
  find: (house) =>
    [...house.files.values()].flatMap((file) => {
      if (!file.path.startsWith('packages/') || isTest(file.path)) return []
      return nodes(file.syntax().program, ['Identifier', 'Literal']).flatMap((node) => {
        const word = crmWord(nameOf(node) ?? keyText(textOf(node)))
        return word === null ? [] : [at(file, node.start, `the word ${word} belongs to a module`)]
      })
    }),
}

/** Only texts that look like a key are names; sentences for people may say what they like. */
function keyText(text: string | null): string {
  return text !== null && /^[a-z][a-z0-9_.]*$/i.test(text) ? text : ''
}

function crmWord(name: string): string | null {
  const plain = OTHER_SENSES.reduce((text, sense) => text.replace(sense, ''), name)
  const words = plain.split(/[^a-zA-Z]+|(?<=[a-z])(?=[A-Z])/u).map((word) => word.toLowerCase())
  return words.find((word) => CRM_WORDS.has(word)) ?? null
}
