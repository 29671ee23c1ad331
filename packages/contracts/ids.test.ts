import { expect, it } from 'vitest'
import { isId, newId } from './ids.ts'

it('ids are UUIDs of version 7, unique, and in order within one process', () => {
  const ids = Array.from({ length: 20_000 }, () => newId())
  expect(ids.every(isId)).toBe(true)
  expect(ids.every((id) => id[14] === '7' && '89ab'.includes(id[19] ?? ''))).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
})
