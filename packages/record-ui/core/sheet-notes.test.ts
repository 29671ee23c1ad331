import { describe, expect, it } from 'vitest'
import { begun, draftRow, draftsIn, type Edit, failed, faultsIn, NO_NOTES, rowOf, settled, without } from './sheet-notes.ts'

const edit = (id: string, version: number, cells: Edit['cells']): Edit => ({ record: { id, version }, cells })

describe('what stands in cells and is not saved', () => {
  const edits = [edit('a', 3, { city: { text: '苏州' }, size: { text: 'many' } }), edit('b', 1, { size: { text: '7' } })]
  const result = {
    operation: 'o',
    rows: [
      { id: 'a', faults: { size: 'Not a number' } },
      { id: 'b', faults: {} },
    ],
  }

  it('is the typed text while it is saved, and afterwards only what was refused, with the reason', () => {
    const waiting = begun(NO_NOTES, edits)
    expect([waiting.get('a')?.['size'], faultsIn(waiting)]).toEqual([{ text: 'many', message: null }, []])
    const after = settled(waiting, edits, { result, title: 'name' })
    expect([...after]).toEqual([['a', { size: { text: 'many', message: 'Not a number' } }]])
    expect(faultsIn(after)).toEqual([{ id: 'a', path: 'size' }])
  })

  it('other cells of the row that were refused before stay', () => {
    const before = failed(NO_NOTES, [edit('a', 3, { phone: { text: 'x' } })], 'No')
    const after = settled(begun(before, edits), edits, { result, title: 'name' })
    expect(Object.keys(after.get('a') ?? {})).toEqual(['phone', 'size'])
  })

  it('goes when the cell was saved in another way', () => {
    const after = settled(begun(NO_NOTES, edits), edits, { result, title: 'name' })
    expect([without(after, 'a', 'size').size, without(after, 'a', 'city')]).toEqual([0, after])
  })

  it('everything when nothing came through', () => {
    expect(faultsIn(failed(NO_NOTES, edits, 'offline'))).toHaveLength(3)
  })

  it('a new row keeps all its cells until it is whole, and is sent whole', () => {
    const record = draftRow(1)
    const first: Edit = { record, cells: { city: { text: '无锡' }, size: { text: 'x' } } }
    const refused = { operation: null, rows: [{ id: null, faults: { size: 'Not a number' }, fault: 'Name: required' }] }
    const after = settled(begun(NO_NOTES, [first]), [first], { result: refused, title: 'name' })
    expect(draftsIn(after)).toEqual([record])
    expect(after.get(record.id)).toEqual({
      city: { text: '无锡', message: null },
      size: { text: 'x', message: 'Not a number' },
      name: { text: '', message: 'Name: required' },
    })
    const second: Edit = { record, cells: { size: { text: '5' }, name: { text: '新公司' } } }
    expect(rowOf(after, second)).toEqual({ texts: { city: '无锡', size: '5', name: '新公司' }, data: {} })
    const created = { operation: 'o', rows: [{ id: 'c', faults: {} }] }
    expect(settled(begun(after, [second]), [second], { result: created, title: 'name' }).size).toBe(0)
  })

  it('a value goes as it is, a text as it was typed', () => {
    expect(rowOf(NO_NOTES, edit('a', 3, { owner: { text: '林晓', value: 'id-1' }, size: { text: '7' } }))).toEqual({
      id: 'a',
      version: 3,
      texts: { size: '7' },
      data: { owner: 'id-1' },
    })
  })
})
