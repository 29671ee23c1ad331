import { AppError } from '@perigon/contracts'
import { f, label } from '@perigon/define'
import { defineVerb, type Stored } from '@perigon/kernel'

/** What tells who a person is or how to reach them. What they bought and what was agreed stays. */
const PERSONAL_FIELDS = ['name', 'gender', 'salutation', 'birthday', 'mobile', 'phone', 'email', 'fax', 'wechat', 'description'] as const

const ANONYMOUS = '已删除的联系人'

/**
 * Erases a person on request (PIPL article 47): the personal fields of the contact and of its whole history, for ever.
 * The contact stays as an anonymous one, so that opportunities, interactions and money keep their facts.
 */
export const eraseContact = defineVerb({
  object: 'contact',
  key: 'erase',
  label: label('删除个人信息', 'Erase personal data'),
  danger: true,
  params: {
    reason: f.text({
      label: label('依据', 'Grounds'),
      help: label('如：本人于 2026-11-24 来函要求', 'Such as: asked by letter on 2026-11-24'),
      required: true,
      max: 200,
    }),
  },
  run: async (context, { record }) => {
    if (!context.actor.admin) throw new AppError('access.denied')
    const id = String(record['id'])
    const known = PERSONAL_FIELDS.filter((key) => key !== 'name' && record[key] !== undefined && record[key] !== null)
    const blank: Stored = { name: ANONYMOUS, status: 'invalid', ...Object.fromEntries(known.map((key) => [key, null])) }
    await context.write([{ object: 'contact', op: 'update', id, patch: blank }])
    await context.erase('contact', id, PERSONAL_FIELDS)
  },
})
