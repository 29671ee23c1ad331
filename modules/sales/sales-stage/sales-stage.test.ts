import { hookInput } from '@perigon/testing'
import { expect, it } from 'vitest'
import { salesStageHooks } from './sales-stage.hooks.ts'

it('a stage keeps its kind for life', () => {
  expect(salesStageHooks.check?.(hookInput({ kind: 'won' }, { before: { kind: 'open' } }))).toEqual([{ path: 'kind', code: 'read_only' }])
  expect(salesStageHooks.check?.(hookInput({ name: '赢单' }, { before: { kind: 'won' } }))).toEqual([])
})
