import { AppError } from '@perigon/contracts'
import { describe, expect, it } from 'vitest'
import { inHalves } from '../chunks/in-halves.ts'
import { withTags } from './bulk-change.ts'

describe('tags of many records', () => {
  it.each([
    [['展会', '旧'], { add: ['重点'], remove: ['旧'] }, ['展会', '重点']],
    [['重点'], { add: ['重点'], remove: [] }, ['重点']],
    [[], { add: [], remove: ['旧'] }, []],
    // What is taken off and added at once is there, at the end.
    [['甲', '乙'], { add: ['甲'], remove: ['甲'] }, ['乙', '甲']],
  ])('%j with %j are %j', (...[before, change, after]) => {
    expect(withTags(before, change)).toEqual(after)
  })
})

describe('a chunk that fails as a whole', () => {
  const invalid = new AppError('record.invalid')
  const run = async (rows: readonly number[], stopAt = Number.POSITIVE_INFINITY) => {
    const written: number[] = []
    const refused: number[] = []
    const goesOn = await inHalves(rows, {
      write: async (some) => {
        if (some.includes(stopAt)) return false
        if (some.some((row) => row < 0)) throw invalid
        written.push(...some)
        return true
      },
      alone: async (row) => {
        refused.push(row)
        return true
      },
    })
    return { goesOn, written, refused }
  }

  it('is cut until the rows that do not fit stand alone, each of the others written once', async () => {
    expect(await run([1, -2, 3, 4, -5])).toEqual({ goesOn: true, written: [1, 3, 4], refused: [-2, -5] })
    expect(await run([-1])).toEqual({ goesOn: true, written: [], refused: [-1] })
  })

  it('goes no further once the work was stopped', async () => {
    expect(await run([1, -2, 9, 4], 9)).toMatchObject({ goesOn: false, written: [] })
  })

  it('passes other errors on', async () => {
    const failing = inHalves([1, 2], { write: async () => Promise.reject(new AppError('database.unavailable')), alone: async () => true })
    await expect(failing).rejects.toMatchObject({ code: 'database.unavailable' })
  })
})
