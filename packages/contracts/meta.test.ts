import { describe, expect, it } from 'vitest'
import { saysNothing } from './meta.ts'

const label = { zh: '', en: '' }
const field = {
  options: [
    { value: 'a', label },
    { value: 'u', label, blank: true },
  ],
}

describe('a value that says nothing', () => {
  it('is none at all, or an option that means “unknown”, alone or in a list', () => {
    for (const value of [null, undefined, '', [], 'u', ['u']]) expect(saysNothing(field, value)).toBe(true)
  })

  it('is not what is known, nor nought, nor no, nor what has no options', () => {
    for (const value of ['a', ['u', 'a'], 0, false, { id: 'u' }]) expect(saysNothing(field, value)).toBe(false)
    expect(saysNothing({}, 'u')).toBe(false)
  })
})
