import { describe, expect, it } from 'vitest'
import { STANDARD_PROCESS } from '../sales-process/sales-process.seeds.ts'
import { runVerb, write } from './opportunity.fixture.ts'
import { Opportunity } from './opportunity.object.ts'
import {
  cancelOpportunity,
  loseOpportunity,
  reopenOpportunity,
  resumeOpportunity,
  suspendOpportunity,
  winOpportunity,
} from './opportunity.verbs.ts'

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
const created = write({ ...full, stage: stages.confirmed }).image
const open = write({ stage: stages.negotiated }, { before: created }).image
const won = (await runVerb(winOpportunity, open, { win_reason: 'technical_fit' })).image
const lost = (await runVerb(loseOpportunity, open, { loss_reason: 'price', competitor_won: '海克' })).image
const suspended = (await runVerb(suspendOpportunity, open, { reason: '客户停工' })).image
const cancelled = (await runVerb(cancelOpportunity, open, { reason: '重复立项' })).image
const states = { open, won, lost, suspended, cancelled }

describe('the actions of an opportunity', () => {
  it('win: closes today, at 100 %, in the won stage', () => {
    expect(won).toMatchObject({ state: 'won', stage: stages.won, probability: '100.00', closed_on: '2026-03-09', days_to_close: 7 })
    expect(won).toMatchObject({ forecast_category: 'closed', win_reason: 'technical_fit', amount: money })
  })

  it('win: takes another day and amount, and asks for customer and amount', async () => {
    const amount = { amount: '99000.00', currency: 'CNY', rate: '1', base: '99000.00' }
    const { image } = await runVerb(winOpportunity, open, { closed_on: '2026-03-05', amount })
    expect(image).toMatchObject({ closed_on: '2026-03-05', amount })
    const bare = write({ name: '空白', stage: stages.confirmed }).image
    const { issues } = await runVerb(winOpportunity, bare)
    expect(issues.map(({ path, code }) => `${path} ${code}`)).toEqual(['customer stage_requires', 'amount stage_requires'])
  })

  it('lose: needs a reason', async () => {
    expect(lost).toMatchObject({ state: 'lost', stage: stages.lost, probability: '0.00', competitor_won: '海克', closed_on: '2026-03-09' })
    expect((await runVerb(loseOpportunity, open)).issues).toContainEqual({ path: 'loss_reason', code: 'reason_required' })
  })

  it('reopen: returns to the stage before closing, counts, and forgets the outcome', async () => {
    const { image, issues, follow } = await runVerb(reopenOpportunity, lost, { reason: '客户重新启动' })
    expect(issues).toEqual([])
    expect(image).toMatchObject({
      state: 'open',
      stage: stages.negotiated,
      probability: '75.00',
      reopened_count: 1,
      stage_reason: '客户重新启动',
    })
    expect(image).toMatchObject({ closed_on: null, loss_reason: null, competitor_won: null, days_to_close: null })
    expect(follow).toEqual([
      expect.objectContaining({
        patch: expect.objectContaining({ from_stage: stages.lost, to_stage: stages.negotiated, reason: '客户重新启动' }),
      }),
    ])
  })

  it('reopen: goes where it is told, asks where when it cannot know, and needs a reason', async () => {
    expect((await runVerb(reopenOpportunity, won, { reason: '合同作废', return_stage: stages.proposed })).image['stage']).toBe(
      stages.proposed,
    )
    await expect(runVerb(reopenOpportunity, won, { reason: '合同作废' })).rejects.toMatchObject({
      issues: [{ path: 'return_stage', code: 'required' }],
    })
    await expect(runVerb(reopenOpportunity, won, { reason: '合同作废', return_stage: stages.lost })).rejects.toMatchObject({
      issues: [{ path: 'return_stage', code: 'option' }],
    })
    const silent = await runVerb(reopenOpportunity, won, { return_stage: stages.proposed })
    expect(silent.issues).toContainEqual({ path: 'stage_reason', code: 'reason_required' })
  })

  it('suspend and resume: keep the stage and its entry time', async () => {
    expect(suspended).toMatchObject({ state: 'suspended', stage: stages.negotiated, stage_entered_at: open['stage_entered_at'] })
    const { image } = await runVerb(resumeOpportunity, suspended, { expected_close: '2026-09-30' })
    expect(image).toMatchObject({ state: 'open', stage: stages.negotiated, expected_close: '2026-09-30', slip_count: 1, reopened_count: 0 })
  })

  it('cancel: closes today and is final', async () => {
    expect(cancelled).toMatchObject({ state: 'cancelled', stage: stages.negotiated, closed_on: '2026-03-09' })
    await expect(runVerb(reopenOpportunity, cancelled, { reason: '再来' })).rejects.toMatchObject({ code: 'record.state' })
  })
})

describe('transitions of the specification', () => {
  const verbs = {
    win: winOpportunity,
    lose: loseOpportunity,
    suspend: suspendOpportunity,
    cancel: cancelOpportunity,
    resume: resumeOpportunity,
    reopen: reopenOpportunity,
  }
  const allowed: { readonly [state: string]: readonly string[] } = {
    open: ['win', 'lose', 'suspend', 'cancel'],
    suspended: ['resume'],
    won: ['reopen'],
    lost: ['reopen'],
    cancelled: [],
  }
  const cases = Object.entries(states).flatMap(([state, image]) =>
    Object.entries(verbs).map(([key, verb]) => ({ state, key, image, verb })),
  )

  it.each(cases)('$state → $key', async ({ state, key, image, verb }) => {
    const params = { reason: '原因', loss_reason: 'price', return_stage: stages.proposed }
    const attempt = runVerb(verb, image, params)
    if (allowed[state]?.includes(key) === true) {
      const outcome = await attempt
      expect(outcome.issues).toEqual([])
      const to = String(outcome.image['state'])
      expect(Opportunity.transitions?.['state']?.[state]).toContain(to)
    } else {
      await expect(attempt).rejects.toMatchObject({ code: 'record.state' })
    }
  })

  it('lists no transition that no action makes', () => {
    expect(Opportunity.transitions?.['state']).toEqual({
      open: ['won', 'lost', 'cancelled', 'suspended'],
      suspended: ['open'],
      won: ['open'],
      lost: ['open'],
      cancelled: [],
    })
  })
})

describe('a plain edit', () => {
  const verbOf = (image: (typeof states)[keyof typeof states], patch: { readonly [field: string]: string }) =>
    write(patch, { before: image }).issues.map(({ path, code, data }) => ({ path, code, verb: data?.['verb'] ?? null }))

  it.each([
    ['open', { stage: stages.won }, 'stage', 'Win'],
    ['open', { stage: stages.lost, loss_reason: 'price' }, 'stage', 'Lose'],
    ['open', { state: 'suspended' }, 'state', 'Suspend'],
    ['open', { state: 'cancelled' }, 'state', 'Cancel'],
    ['open', { closed_on: '2026-03-01' }, 'closed_on', 'Win'],
    ['won', { stage: stages.approved, stage_reason: '退回' }, 'stage', 'Reopen'],
    ['lost', { stage: stages.approved, stage_reason: '退回' }, 'stage', 'Reopen'],
    ['suspended', { stage: stages.approved }, 'stage', 'Resume'],
    ['suspended', { state: 'open' }, 'state', 'Resume'],
  ] as const)('of an opportunity that is %s with %o names the action to use', (...[state, patch, path, verb]) => {
    expect(verbOf(states[state], patch)).toContainEqual({ path, code: 'use_verb', verb: expect.objectContaining({ en: verb }) })
  })

  it('cannot wake a cancelled opportunity', () => {
    expect(verbOf(cancelled, { stage: stages.approved })).toContainEqual(expect.objectContaining({ path: 'stage', code: 'transition' }))
    expect(verbOf(cancelled, { state: 'open' })).toContainEqual(expect.objectContaining({ path: 'state', code: 'transition' }))
  })

  it('of a state that the stage contradicts changes nothing', () => {
    expect(write({ state: 'won' }, { before: open }).image['state']).toBe('open')
  })

  it('may still mend the other fields of a closed opportunity', () => {
    expect(write({ win_reason: 'brand' }, { before: won }).issues).toEqual([])
    expect(write({ closed_on: '2026-03-04' }, { before: won, now: '2026-03-10T02:00:00Z' }).image['days_to_close']).toBe(2)
  })
})
