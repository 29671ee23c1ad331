import { at, isTest, type Rule } from '../house.ts'
import { isNode, type Node, nameOf, nodes, textOf } from '../syntax.ts'

const FIELD_TYPES = [
  'text',
  'long_text',
  'integer',
  'decimal',
  'money',
  'percent',
  'boolean',
  'date',
  'datetime',
  'duration',
  'select',
  'multi_select',
  'tags',
  'link',
  'phone',
  'email',
  'url',
  'auto_number',
  'json',
]

/** Rule 5: what differs by field type lives in the folder of the type, in `fields/` or `ui/field-ui/`. */
export const fieldSwitches: Rule = {
  name: 'no decision by field type outside fields and field-ui',
  find: (house) =>
    [...house.files.values()].flatMap((file) => {
      if (isTest(file.path) || /^packages\/(fields|ui\/field-ui)\//.test(file.path)) return []
      return nodes(file.syntax().program, ['BinaryExpression', 'SwitchStatement'])
        .filter((node) => (node.type === 'SwitchStatement' ? switchesOnType(node) : comparesType(node)))
        .map((node) => at(file, node.start, 'decides by field type'))
    }),
}

function comparesType(node: Node): boolean {
  if (!['===', '!==', '==', '!='].includes(String(node['operator']))) return false
  const sides: readonly [unknown, unknown][] = [
    [node['left'], node['right']],
    [node['right'], node['left']],
  ]
  return sides.some(([member, literal]) => isFieldType(member) && FIELD_TYPES.includes(textOf(literal) ?? ''))
}

function switchesOnType(node: Node): boolean {
  const cases = node['cases']
  return (
    isFieldType(node['discriminant']) &&
    Array.isArray(cases) &&
    cases.some((entry) => isNode(entry) && FIELD_TYPES.includes(textOf(entry['test']) ?? ''))
  )
}

/** `field.type`, `definition.type`, `field.definition.type`, `meta.type` … */
function isFieldType(value: unknown): boolean {
  if (!isNode(value) || value.type !== 'MemberExpression') return false
  return nameOf(value['property']) === 'type'
}
