import { AppError } from '@perigon/contracts'
import { label } from '@perigon/define'
import { defineVerb } from '@perigon/kernel'

/** Sends the contact an invitation with the date; later changes and a cancellation are told to them too. Repeating sends it again. */
export const inviteToInteraction = defineVerb({
  object: 'interaction',
  key: 'invite',
  label: label('发送邀请', 'Send invitation'),
  params: {},
  run: async (context, { record }) => {
    if (typeof record['id'] !== 'string') throw new AppError('record.not_found')
    await context.write([{ object: 'interaction', op: 'update', id: record['id'], patch: { invited_at: context.now.toISOString() } }])
  },
})
