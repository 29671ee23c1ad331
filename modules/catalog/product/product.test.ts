import { hookInput } from '@perigon/testing'
import { expect, it } from 'vitest'
import { productHooks } from './product.hooks.ts'

it('a product is not discontinued before its launch', () => {
  const check = (patch: { readonly [field: string]: string }) => productHooks.check?.(hookInput(patch))
  expect(check({ launched_on: '2024-01-01', discontinued_on: '2023-12-31' })).toMatchObject([{ path: 'discontinued_on', code: 'after' }])
  expect(check({ launched_on: '2024-01-01', discontinued_on: '2024-01-01' })).toEqual([])
  expect(check({ discontinued_on: '2024-01-01' })).toEqual([])
})
