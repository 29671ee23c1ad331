import type { ImportJob, Json } from '@perigon/contracts'
import { systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storyCsv } from '../demo/csv.ts'
import { modules } from '../modules.ts'
import { storyFiles } from './files.ts'
import { importPipeline } from './import-pipeline.ts'

const STANDARD_PROCESS = '01900000-0000-7000-8000-000000050001'
const root = systemActor('reader')
const won = { field: 'state', op: 'eq', value: 'won' } as const
const lost = { field: 'state', op: 'eq', value: 'lost' } as const
const title = (key: Json | undefined): string =>
  typeof key === 'object' && key !== null && 'title' in key ? String(key.title) : String(key)

function expectDone(jobs: readonly ImportJob[]): void {
  expect(jobs.map((job) => [job.object, job.state, job.counts.fail, job.unmatched])).toEqual(jobs.map((job) => [job.object, 'done', 0, []]))
}

describe('the pipeline of the story company', () => {
  let house: House
  const { expected } = storyCsv()
  beforeAll(async () => {
    house = await openHouse(modules)
    const jobs = await importPipeline(house.kernel, storyFiles(), STANDARD_PROCESS)
    // A journey that did not go through makes every figure below meaningless.
    expectDone(jobs)
  }, 120_000)
  afterAll(() => house.close())

  it('adds up to what plain counting of its files says', async () => {
    const days = (fn: 'avg' | 'median') => ({ fn, field: 'days_to_close', where: won }) as const
    const { rows } = await house.kernel.aggregate(root, 'opportunity', {
      measures: [
        { fn: 'count' },
        { fn: 'count', where: won },
        { fn: 'count', where: lost },
        { fn: 'sum', field: 'amount', where: won },
        days('avg'),
        days('median'),
      ],
    })
    const values = rows[0]?.values.map(Number) ?? []
    const { totals, days_to_close } = expected
    expect(values.slice(0, 4)).toEqual([totals.opportunities, totals.stages.Won, totals.stages.Lost, totals.won_value])
    expect(values[4]).toBeCloseTo(days_to_close.won.mean, 6)
    expect(values[5]).toBe(days_to_close.won.median)
  })

  it('adds up by product, region, manager and seller', async () => {
    for (const [field, standing] of [
      ['product', expected.by_product],
      ['department', expected.by_office],
      ['owner.manager', expected.by_manager],
      ['owner', expected.by_agent],
    ] as const) {
      const { rows } = await house.kernel.aggregate(root, 'opportunity', {
        measures: [
          { fn: 'count', where: won },
          { fn: 'count', where: lost },
          { fn: 'sum', field: 'amount', where: won },
        ],
        group: [{ field }],
      })
      const mine = Object.fromEntries(rows.map((row) => [title(row.keys[0]), row.values.map(Number)]))
      for (const [name, { won: wins, lost: losses, won_value }] of Object.entries(standing))
        expect([name, mine[name]]).toEqual([name, [wins, losses, won_value]])
    }
  })
})
