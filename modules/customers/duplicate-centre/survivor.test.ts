import { describe, expect, it } from 'vitest'
import { type Candidate, chooseSurvivor, differing, lostBy } from './survivor.ts'

const one = (id: string, created_at: string, values: Candidate['values']): Candidate => ({ id, created_at, values })
const full = one('c', '2026-03-01', { name: '恒泰', phone: '1', email: 'a@b.cn' })
const old = one('b', '2024-01-01', { name: '恒泰公司', phone: null, email: null })
const young = one('a', '2026-05-01', { name: '恒泰', phone: null, email: null })

describe('the record that stays when many groups are merged', () => {
  it('is the one that says most, whatever its age', () => {
    expect(chooseSurvivor([old, full, young])).toEqual({ survivor: full, filled: 3, by: 'filled' })
  })

  it('is the oldest of those that say equally much, then the first by id', () => {
    expect(chooseSurvivor([young, old])).toEqual({ survivor: old, filled: 1, by: 'oldest' })
    expect(chooseSurvivor([{ ...young, created_at: old.created_at }, old])).toMatchObject({ survivor: { id: 'a' }, by: 'id' })
    expect(chooseSurvivor([])).toBe(null)
  })

  it('gives up what others say otherwise, and takes silence and the same for no difference', () => {
    expect(lostBy(full, [full, old, young])).toEqual([{ field: 'name', kept: '恒泰', lost: ['恒泰公司'] }])
    expect(lostBy(full, [full, young])).toEqual([])
  })

  it('is not chosen by a machine where an owner or an identity differs; a link is the record it leads to', () => {
    const lin = { id: 'e1', title: '林晓' }
    const a = one('a', '', { owner: lin, credit_code: 'X' })
    expect(
      differing([a, one('b', '', { owner: { id: 'e1', title: '林晓（改名）' }, credit_code: null })], ['owner', 'credit_code']),
    ).toEqual([])
    expect(differing([a, one('b', '', { owner: { id: 'e2', title: '王' }, credit_code: 'Y' })], ['owner', 'credit_code'])).toEqual([
      'owner',
      'credit_code',
    ])
  })
})
