import { hookInput } from '@perigon/testing'
import { expect, it } from 'vitest'
import { requiredFieldsHooks } from './required-fields.hooks.ts'

it('a stage requires only fields that an opportunity has', () => {
  const check = (keys: readonly string[]) => requiredFieldsHooks.check?.(hookInput({ required_fields: keys }))
  expect(check(['customer', 'amount', 'owner', 'x_tender_no'])).toEqual([])
  expect(check(['client', 'constructor'])).toEqual(
    ['client', 'constructor'].map((value) => ({ path: 'required_fields', code: 'option', data: { value } })),
  )
})
