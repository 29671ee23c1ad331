import type { FieldMeta, Json } from '@perigon/contracts'
import { describe, expect, it } from 'vitest'
import { inOrder } from './group-order.ts'

const plain: FieldMeta = {
  key: 'f',
  type: 'text',
  label: { zh: '字段', en: 'Field' },
  required: false,
  read_only: false,
  custom: false,
  operators: [],
  measures: [],
  sortable: true,
  groupable: true,
}

function ordered(
  field: Partial<FieldMeta>,
  values: readonly Json[],
  { linked = [], isLatestFirst = false }: { readonly linked?: readonly string[]; readonly isLatestFirst?: boolean } = {},
): readonly Json[] {
  return inOrder(
    values.map((value) => ({ value })),
    { ...plain, ...field },
    { linked, isLatestFirst },
  ).map((each) => each.value)
}

describe('the order of groups', () => {
  it('options come as they are defined; an unknown one and none at all come last', () => {
    const options = ['new', 'open', 'done'].map((value) => ({ value, label: { zh: value, en: value } }))
    expect(ordered({ type: 'select', options }, [null, 'gone', 'done', 'new', 'open'])).toEqual(['new', 'open', 'done', 'gone', null])
  })

  it('no comes before yes', () => {
    expect(ordered({ type: 'boolean' }, [true, null, false])).toEqual([false, true, null])
  })

  it('days come by time', () => {
    const days = ['2026-11-23', null, '2025-01-02', '2026-02-01']
    expect(ordered({ type: 'date', buckets: ['day', 'month'] }, days)).toEqual(['2025-01-02', '2026-02-01', '2026-11-23', null])
  })

  it('days begin with the latest where the list does', () => {
    const days = ['2025-01-02', null, '2026-11-23', '2026-02-01']
    const field = { type: 'date', buckets: ['day', 'month'] } as const
    expect(ordered(field, days, { isLatestFirst: true })).toEqual(['2026-11-23', '2026-02-01', '2025-01-02', null])
  })

  it('linked records come as they follow each other, where that is known', () => {
    const [won, lead] = [
      { id: '2', title: '赢单' },
      { id: '1', title: '线索' },
    ]
    expect(ordered({ type: 'link' }, [won, lead], { linked: ['1', '2'] })).toEqual([lead, won])
    expect(ordered({ type: 'link' }, [won, lead])).toEqual([won, lead])
  })

  it('other values stay as they came, the most frequent first', () => {
    expect(ordered({}, ['b', 'a', null, 'c'])).toEqual(['b', 'a', 'c', null])
  })
})
