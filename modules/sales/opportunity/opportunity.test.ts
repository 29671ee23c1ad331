import { describe, expect, it } from 'vitest'
import { SIMPLE_PROCESS, STANDARD_PROCESS } from '../sales-process/sales-process.seeds.ts'
import { write } from './opportunity.fixture.ts'
import { Opportunity } from './opportunity.object.ts'

const { stages } = STANDARD_PROCESS
const money = { amount: '120000.00', currency: 'CNY', rate: '1', base: '120000.00' }
const full = {
  name: '三坐标采购',
  customer: 'customer-1',
  contact: 'contact-1',
  amount: money,
  expected_close: '2026-06-30',
  need: '年度扩产',
}
const fresh = write({ ...full, stage: stages.confirmed }).image
const negotiated = write({ stage: stages.negotiated }, { before: fresh }).image

describe('a new opportunity', () => {
  it('takes process, probability, category and position from its stage', () => {
    const { image, issues } = write({ ...full, stage: stages.proposed })
    expect(issues).toEqual([])
    expect(image).toMatchObject({
      process: STANDARD_PROCESS.id,
      state: 'open',
      probability: '50.00',
      probability_source: 'stage',
      forecast_category: 'best_case',
      stage_position: 3,
      stage_entered_at: '2026-03-02T02:00:00.000Z',
      slip_count: 0,
      reopened_count: 0,
    })
  })

  it('is refused in a stage of another process', () => {
    const { issues } = write({ ...full, process: SIMPLE_PROCESS.id, stage: stages.confirmed })
    expect(issues).toContainEqual({ path: 'stage', code: 'stage_process' })
  })

  it('is refused in a closing stage, unless it comes from a file or from set-up data', () => {
    expect(write({ ...full, stage: stages.won }).issues).toContainEqual(expect.objectContaining({ path: 'stage', code: 'use_verb' }))
    expect(write({ ...full, stage: stages.won }, { cause: 'batch' }).issues).not.toEqual([])
    expect(write({ ...full, stage: stages.won }, { cause: 'import' }).issues).toEqual([])
    expect(write({ ...full, stage: stages.lost }, { cause: 'seed' }).issues).toEqual([])
  })

  it('names what its stage asks for', () => {
    const { issues } = write({ name: '空白', stage: stages.proposed })
    expect(issues).toEqual(
      ['customer', 'amount', 'expected_close'].map((path) => ({ path, code: 'stage_requires', data: { stage: '方案报价' } })),
    )
    expect(write({ name: '空白', stage: stages.proposed }, { cause: 'import' }).issues).toEqual([])
  })

  it('is titled by customer and product, else by its external number', () => {
    expect(write({ stage: stages.confirmed, customer: 'customer-1', product: 'product-1' }).image['name']).toBe(
      '华信精密 · HT-500 三坐标测量机',
    )
    expect(write({ stage: stages.confirmed, external_no: '1C1I7A6R' }).image['name']).toBe('1C1I7A6R')
    expect(write({ stage: stages.confirmed }).image['name']).toBeUndefined()
  })
})

describe('probability', () => {
  it('follows the stage until a person enters another', () => {
    expect(negotiated).toMatchObject({ probability: '75.00', probability_source: 'stage', forecast_category: 'commit' })
    const own = write({ probability: '60' }, { before: negotiated }).image
    expect(own).toMatchObject({ probability: '60', probability_source: 'manual', forecast_category: 'commit' })
    expect(write({ stage: stages.approved }, { before: own }).image).toMatchObject({ probability: '60', probability_source: 'manual' })
  })

  it('returns to the stage when the person lets go', () => {
    const own = write({ probability: '60' }, { before: negotiated }).image
    expect(write({ probability_source: 'stage' }, { before: own }).image).toMatchObject({
      probability: '75.00',
      probability_source: 'stage',
    })
  })

  it('is 100 or 0 when closed, whoever set it before', () => {
    const own = write({ probability: '60' }, { before: negotiated }).image
    expect(write({ stage: stages.won }, { before: own, cause: 'verb' }).image).toMatchObject({
      probability: '100.00',
      probability_source: 'stage',
    })
    const lost = write({ stage: stages.lost, loss_reason: 'price' }, { before: own, cause: 'verb' }).image
    expect(lost).toMatchObject({ probability: '0.00', forecast_category: 'omitted' })
  })

  it('counts as taken from the stage when the number is the same', () => {
    const { image } = write({ ...full, stage: stages.proposed, probability: '50' })
    expect(image['probability_source']).toBe('stage')
  })
})

describe('moving between stages', () => {
  it('goes back only with a reason, and forgets the reason on the next move', () => {
    expect(write({ stage: stages.analysed }, { before: negotiated }).issues).toEqual([{ path: 'stage_reason', code: 'reason_required' }])
    const back = write({ stage: stages.analysed, stage_reason: '需求变更' }, { before: negotiated })
    expect(back.issues).toEqual([])
    expect(back.image['stage_reason']).toBe('需求变更')
    expect(write({ stage: stages.proposed }, { before: back.image }).image['stage_reason']).toBeNull()
  })

  it('dates the engagement on the first step forward', () => {
    expect(fresh['engaged_on']).toBeUndefined()
    expect(negotiated['engaged_on']).toBe('2026-03-02')
    expect(write({ stage: stages.approved }, { before: negotiated, now: '2026-03-05T02:00:00Z' }).image['engaged_on']).toBe('2026-03-02')
  })

  it('uses the calendar of the person, not of Greenwich', () => {
    expect(write({ stage: stages.negotiated }, { before: fresh, now: '2026-03-01T16:30:00Z' }).image['engaged_on']).toBe('2026-03-02')
  })

  it('writes history on creation and on every change, with the days spent in the stage left', () => {
    expect(write({ ...full, stage: stages.confirmed }).follow).toEqual([
      {
        object: 'stage_history',
        op: 'create',
        patch: expect.objectContaining({ opportunity: 'opportunity-1', from_stage: null, to_stage: stages.confirmed, dwell_days: null }),
      },
    ])
    const [row] = write({ stage: stages.analysed }, { before: fresh, now: '2026-03-04T14:00:00Z' }).follow
    expect(row).toMatchObject({
      patch: {
        from_stage: stages.confirmed,
        to_stage: stages.analysed,
        at: '2026-03-04T14:00:00.000Z',
        by: 'employee-1',
        dwell_days: '2.50',
      },
    })
    expect(write({ next_step: '寄样' }, { before: fresh }).follow).toEqual([])
    expect(write({ ...full, stage: stages.confirmed }, { cause: 'seed' }).follow).toEqual([])
  })
})

describe('dates', () => {
  it('counts every postponement and its days, and no advance', () => {
    let image = fresh
    for (const day of ['2026-07-10', '2026-07-05', '2026-07-20', '2026-08-01'])
      image = write({ expected_close: day }, { before: image }).image
    expect(image).toMatchObject({ slip_count: 3, slip_days: 10 + 15 + 12 })
  })

  it('computes the whole days from engaged to closed, across a leap day', () => {
    const values = { stage: SIMPLE_PROCESS.stages.won, engaged_on: '2024-02-28', closed_on: '2024-03-01' }
    expect(write(values, { cause: 'import' }).image['days_to_close']).toBe(2)
    expect(write({ stage: SIMPLE_PROCESS.stages.won, closed_on: '2024-03-01' }, { cause: 'import' }).image['days_to_close']).toBeNull()
  })

  it('refuses to close before the engagement or in the future', () => {
    const early = write({ stage: stages.won, closed_on: '2026-02-01' }, { before: negotiated, cause: 'verb' })
    expect(early.issues).toContainEqual(expect.objectContaining({ path: 'closed_on', code: 'after' }))
    const late = write({ stage: stages.won, closed_on: '2026-03-03' }, { before: negotiated, cause: 'verb' })
    expect(late.issues).toContainEqual({ path: 'closed_on', code: 'future' })
  })

  it('invents no closing date for a file', () => {
    expect(write({ ...full, stage: stages.won }, { cause: 'import' }).image['closed_on']).toBeUndefined()
  })
})

describe('set-up data and undo', () => {
  it('keeps the time of entry and the counters that set-up data tells', () => {
    const told = { stage_entered_at: '2025-11-01T01:00:00.000Z', slip_count: 2, slip_days: 30, reopened_count: 1 }
    expect(write({ ...full, stage: stages.proposed, ...told }, { cause: 'seed' }).image).toMatchObject(told)
    expect(write({ ...full, stage: stages.proposed }, { cause: 'import' }).image['stage_entered_at']).toBe('2026-03-02T02:00:00.000Z')
  })

  it('derives nothing on undo', () => {
    const undone = write({ expected_close: '2026-12-31', slip_count: 0 }, { before: fresh, cause: 'undo' }).image
    expect(undone['slip_count']).toBe(0)
  })
})

describe('the definition', () => {
  it('has a quick form of at most eight fields', () => {
    expect(Opportunity.views.quick?.length).toBeLessThanOrEqual(8)
  })
})
