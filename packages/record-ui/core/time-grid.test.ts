import { describe, expect, it } from 'vitest'
import { minutesOf, placed, resized, snapped, timeOf } from './time-grid.ts'

const at = (name: string, time: string | null, minutes = 60) => ({ name, at: { time }, minutes })
const lanes = (...entries: ReturnType<typeof at>[]) =>
  Object.fromEntries(placed(entries, 9).shown.map(({ entry, lane, lanes: of }) => [entry.name, `${lane + 1}/${of}`]))

describe('things of one day side by side', () => {
  it('have the whole width when they do not overlap, also back to back', () => {
    expect(lanes(at('a', '09:00'), at('b', '10:00'), at('c', '14:30'))).toEqual({ a: '1/1', b: '1/1', c: '1/1' })
  })

  it('share the width when they overlap, and a lane that is free again is taken again', () => {
    // a 9–11, b 9:30–10, c 10–11: c fits below b.
    expect(lanes(at('a', '09:00', 120), at('b', '09:30', 30), at('c', '10:00'))).toEqual({ a: '1/2', b: '2/2', c: '2/2' })
  })

  it('share it along a chain: the first and the last need not touch', () => {
    expect(lanes(at('a', '09:00', 60), at('b', '09:30', 60), at('c', '10:00', 60), at('d', '11:00', 60))).toEqual({
      a: '1/2',
      b: '2/2',
      c: '1/2',
      d: '1/1',
    })
  })

  it('put the longer first when they begin together, in whatever order they came', () => {
    const expected = { long: '1/3', short: '2/3', same: '3/3' }
    expect(lanes(at('short', '09:00', 30), at('long', '09:00', 90), at('same', '09:00', 30))).toEqual(expected)
  })

  it('count a moment as half an hour, so that two of them do not hide each other', () => {
    expect(lanes(at('a', '09:00', 0), at('b', '09:20', 0))).toEqual({ a: '1/2', b: '2/2' })
  })

  it('end with the day, and what begins just before midnight still shows', () => {
    expect(placed([at('a', '23:00', 300), at('b', '23:59', 0)], 9).shown.map(({ start, end }) => [start, end])).toEqual([
      [1380, 1440],
      [1410, 1440],
    ])
  })

  it('are gathered in the last lane when there are too many, and only there', () => {
    const crowd = [at('a', '09:00'), at('b', '09:00'), at('c', '09:15'), at('d', '09:30', 90), at('alone', '14:00')]
    const { shown, rest } = placed(crowd, 3)
    expect(shown.map(({ entry, lane, lanes: of }) => [entry.name, lane, of])).toEqual([
      ['a', 0, 3],
      ['b', 1, 3],
      ['alone', 0, 1],
    ])
    expect(rest.map((each) => ({ ...each, entry: each.entry.map(({ name }) => name) }))).toEqual([
      { entry: ['c', 'd'], start: 555, end: 660, lane: 2, lanes: 3 },
    ])
    expect(placed(crowd.slice(0, 3), 3).rest).toEqual([])
  })

  it('leave out what is about the whole day', () => {
    expect(placed([at('a', null)], 9)).toEqual({ shown: [], rest: [] })
  })
})

describe('times of a day', () => {
  it('are minutes since midnight and back', () => {
    expect([minutesOf('00:00'), minutesOf('09:30'), minutesOf('23:59')]).toEqual([0, 570, 1439])
    expect([timeOf(0), timeOf(570), timeOf(1500), timeOf(-5)]).toEqual(['00:00', '09:30', '23:59', '00:00'])
  })

  it('snap to quarters of an hour within the day', () => {
    expect([snapped(4), snapped(8), snapped(577), snapped(-30), snapped(1439)]).toEqual([0, 15, 570, 0, 1425])
  })
})

describe('the length of something on the hours', () => {
  it('changes by quarters, is a quarter at least, and ends with its day', () => {
    expect(resized('14:00', 90, 40)).toBe(135)
    expect(resized('14:00', 90, -15)).toBe(75)
    expect(resized('14:00', 30, -600)).toBe(15)
    expect(resized('23:00', 30, 600)).toBe(60)
  })
})
