import { expect, it } from 'vitest'
import { prepared } from './statement.ts'

const nameOf = (text: string): string | undefined => prepared(text, []).name

it('prepares what is asked again, and keeps what is asked last', () => {
  expect(nameOf('select the list of all day')).toBeUndefined()
  const name = nameOf('select the list of all day')
  expect(name).toMatch(/^p/)
  for (let at = 0; at < 2000; at += 1) {
    // Filters of single people, each asked twice, while everybody asks for the list.
    expect([nameOf(`select ${at}`), typeof nameOf(`select ${at}`)]).toEqual([undefined, 'string'])
    if (at % 100 === 0) expect(nameOf('select the list of all day')).toBe(name)
  }
  expect([nameOf('select 1999'), nameOf('select 0')]).toEqual([expect.any(String), undefined])
})
