import type { Condition, ObjectMeta } from '@perigon/contracts'
import { describe, expect, it } from 'vitest'
import {
  allOf,
  arranged,
  effectiveConfig,
  equals,
  firstView,
  fromParts,
  isModified,
  listHref,
  type ListView,
  partsOf,
  readAddress,
  readWidths,
  writeAddress,
} from './list-state.ts'

const object = {
  key: 'thing',
  path: 'things',
  list: ['name', 'size'],
  sort: ['-updated_at'],
  board: { by: 'state', card: [] },
} as unknown as ObjectMeta
const view: ListView = {
  id: 'all',
  name: 'All',
  config: { filter: null },
  isBuiltIn: true,
  isShared: true,
  audience: [],
  defaultFor: [],
  isMine: false,
  version: 0,
}
const filter: Condition = {
  and: [{ field: 'name', op: 'contains', value: '华 & "信"' }, { or: [{ has: 'parts', min: 2 }, { not: { field: 'size', op: 'empty' } }] }],
}

describe('the address of a list', () => {
  it('leaves out rules for colours that are damaged', () => {
    const address = (formats: unknown) => readAddress(`?formats=${encodeURIComponent(JSON.stringify(formats))}`).formats
    const whole = { name: '', condition: { search: 'a' }, tone: 'warn', column: 'size' }
    expect(address([whole, { tone: 'warn' }, { ...whole, tone: 'pink' }, 7])).toEqual([whole])
    expect(readAddress('?formats={').formats).toEqual([])
    expect(readAddress('?at=yesterday&span=decade').at).toBeUndefined()
  })

  it('a saved view has a kind of its own, a built-in one is looked at in any', () => {
    const changed = (each: ListView) => isModified(each, effectiveConfig(object, each, { view: 'all', q: '', layout: 'gallery' }), object)
    expect(changed(view)).toBe(false)
    expect(changed({ ...view, isBuiltIn: false })).toBe(true)
    expect(
      effectiveConfig({ ...object, board: undefined } as unknown as ObjectMeta, view, { view: null, q: '', layout: 'board' }).layout,
    ).toBe('list')
  })

  it('survives being written and read again', () => {
    const address = {
      view: 'v1',
      q: '上海 华信',
      filter,
      sort: ['-amount', 'name'],
      columns: ['name', 'owner.department'],
      group: 'state',
      layout: 'board',
      formats: [{ name: '逾期', condition: filter, tone: 'danger', column: null }],
      by: 'due_at',
      span: 'week',
      at: '2026-11-30',
    } as const
    expect(readAddress(writeAddress(address))).toEqual(address)
  })

  it('tells an emptied filter from one that was never said', () => {
    expect(readAddress('?filter=')).toMatchObject({ filter: null })
    expect('filter' in readAddress('?view=x')).toBe(false)
  })

  it('takes a damaged filter as none instead of failing', () => {
    expect(readAddress('?filter=%7Bbroken').filter).toBeNull()
    expect(readAddress('?filter=[1,2]').filter).toBeNull()
  })

  it('links a number to the list that sums to it', () => {
    expect(readAddress(listHref(object, filter).split('?')[1] ?? '').filter).toEqual(filter)
  })
})

describe('view and address together', () => {
  it('let the address win and fall back to the view, then to the object', () => {
    const own = { ...view, config: { sort: ['name'], group: 'state' } }
    expect(effectiveConfig(object, own, readAddress('?sort=-size'))).toMatchObject({
      sort: ['-size'],
      group: 'state',
      columns: ['name', 'size'],
    })
    expect(effectiveConfig(object, own, readAddress('?group='))).toMatchObject({ group: null })
  })

  it('count as changed only when something differs from the view', () => {
    const at = (search: string) => isModified(view, effectiveConfig(object, view, readAddress(search)), object)
    expect(at('?q=x&layout=board')).toBe(false)
    expect(at('?sort=-updated_at')).toBe(false)
    expect(at('?sort=name')).toBe(true)
    expect(at('?columns=name')).toBe(true)
  })
})

describe('parts of a filter', () => {
  it('come apart and together again', () => {
    expect(fromParts(partsOf(filter))).toEqual(filter)
    expect(partsOf(null)).toEqual([])
    expect(fromParts([])).toBeNull()
    expect(allOf(null, undefined, equals('a', 1))).toEqual({ field: 'a', op: 'eq', value: 1 })
    expect(equals('a', null)).toEqual({ field: 'a', op: 'empty' })
  })
})

describe('the views of a person', () => {
  const views = ['all', 'mine', 'a', 'b'].map((id): ListView => ({ ...view, id, defaultFor: id === 'b' ? ['sales_rep'] : [] }))
  const opens = (first: string | null, roles: readonly string[]) => firstView(views, { first, roles })?.id

  it('pinned ones come first, in their order; one that is gone is left out', () => {
    expect(arranged(views, { pinned: ['b', 'gone', 'mine'] }).map((each) => each.id)).toEqual(['b', 'mine', 'all', 'a'])
  })

  it('widths are read as they were kept, whatever else stands there', () => {
    expect(readWidths({ all: { name: 300, size: 'wide' }, mine: 7 })).toEqual({ all: { name: 300 }, mine: {} })
    expect(readWidths(null)).toEqual({})
  })

  it('a list opens with one’s own choice, else with that of the role, else with the first', () => {
    expect([opens('a', ['sales_rep']), opens('gone', ['sales_rep']), opens(null, ['sales_rep']), opens(null, ['other'])]).toEqual([
      'a',
      'b',
      'b',
      'all',
    ])
  })
})
