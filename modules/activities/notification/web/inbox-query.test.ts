import { describe, expect, it } from 'vitest'
import { OPEN } from '../notification.object.ts'
import { inboxQuery } from './inbox-query.ts'

describe('the inbox', () => {
  it('calls unread what is neither read nor done, and open what is not done', () => {
    expect(inboxQuery('unread').filter).toEqual({ and: [{ and: [OPEN, { field: 'read_at', op: 'empty' }] }] })
    expect(inboxQuery('open', ['todo']).filter).toEqual({ and: [OPEN, { field: 'kind', op: 'in', value: ['todo'] }] })
    expect(inboxQuery('all')).toEqual({ sort: ['-created_at'] })
  })
})
