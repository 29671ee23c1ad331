import { f, label } from '@perigon/define'
import { type Command, defineVerb, type Stored } from '@perigon/kernel'
import { contactMoveLabel } from './contact-move-label.ts'

/** Ends the open main position of a contact and begins one at another customer. */
export const moveContact = defineVerb({
  object: 'contact',
  key: 'move',
  label: contactMoveLabel,
  params: {
    customer: f.link('customer', { label: label('新任职单位', 'New employer'), required: true }),
    title: f.text({ label: label('职务', 'Job title'), max: 100 }),
    department_name: f.text({ label: label('部门', 'Department'), max: 100 }),
    start: f.date({ label: label('开始日期', 'Start') }),
  },
  run: async (context, { record, params }) => {
    const contact = record['id']
    if (typeof contact !== 'string') return
    const positions = await context.find('contact_position', { contact, is_primary: true })
    await context.write([
      ...positions.flatMap((position) => endPosition(position, params)),
      { object: 'contact', op: 'update', id: contact, patch: { customer: params['customer'], title: params['title'] ?? null } },
      {
        object: 'contact_position',
        op: 'create',
        patch: {
          contact,
          customer: params['customer'],
          title: params['title'] ?? null,
          department_name: params['department_name'] ?? null,
          start: params['start'] ?? null,
          owner: record['owner'] ?? null,
          is_primary: true,
        },
      },
    ])
  },
})

/** The old position stops being the main one; its last day is only known when the first day of the new one is. */
function endPosition(position: Stored, params: Stored): readonly Command[] {
  if (typeof position['id'] !== 'string') return []
  const end = position['end'] ?? params['start'] ?? null
  return [{ object: 'contact_position', op: 'update', id: position['id'], patch: { is_primary: false, end } }]
}
