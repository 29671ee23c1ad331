import { hookInput } from '@perigon/testing'
import { describe, expect, it } from 'vitest'
import { userHooks } from './user.hooks.ts'

describe('a login', () => {
  it.each([
    ['Lin.Xiao', 'lin.xiao'],
    [' ＬＩＮ ', 'lin'],
    ['lin', 'lin'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(userHooks.resolve?.(hookInput({ login: typed }))).toEqual({ login: kept })
  })

  it.each(['two words', 'tab\tbed', 'zero\u200bwidth', 'turned\u202ename'])('%j is refused', (login) => {
    expect(userHooks.check?.(hookInput({ login }))?.map((issue) => issue.path)).toEqual(['login'])
  })

  it('of before is left alone while something else changes', () => {
    expect(userHooks.resolve?.(hookInput({ name: '林晓' }, { before: { login: 'Old Login' } }))).toBeUndefined()
  })
})
