import { creditCodeCheckCharacter } from '@perigon/customers'
import { describe, expect, it } from 'vitest'
import { modules } from '../modules.ts'
import { STORY_COMPANY, type StoryCommand, storyCommands } from './story.ts'

const asOf = new Date('2026-11-24T03:00:00Z')
const story = [...storyCommands(asOf)]
const of = (object: string): readonly StoryCommand[] => story.filter((command) => command.object === object && command.op === 'create')

describe('the story', () => {
  it('is told the same way every time, and ends on the day it is asked for', () => {
    expect([...storyCommands(asOf)]).toEqual(story)
    expect([...storyCommands(new Date('2026-11-24T15:59:00Z'))]).toEqual(story)
    expect([...storyCommands(new Date('2026-11-25T03:00:00Z'))]).not.toEqual(story)
    expect(STORY_COMPANY).toMatch(/有限公司$/)
  })

  it('has the size of a small company', () => {
    const count = Object.fromEntries(
      ['employee', 'user', 'product', 'customer', 'opportunity', 'task'].map((object) => [object, of(object).length]),
    )
    expect(count).toEqual({ employee: 24, user: 12, product: 8, customer: 311, opportunity: 900, task: 300 })
    expect(of('contact').length).toBeGreaterThan(540)
    expect(of('interaction').length).toBeGreaterThan(3500)
    expect(of('interaction').length).toBeLessThan(4500)
  })

  it('gives every record its own id and links only backwards or to its own object', () => {
    const known = new Set(modules.flatMap((module) => (module.seeds ?? []).map((seed) => seed.id)))
    const objects = new Map(modules.flatMap((module) => module.objects).map((object) => [object.key, object]))
    for (const { object, op, id, values } of story) {
      if (op === 'create') {
        expect(known.has(id)).toBe(false)
        known.add(id)
      }
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      for (const [field, value] of Object.entries(values)) {
        const definition = objects.get(object)?.fields[field]
        if (definition?.target !== undefined && value !== null && !known.has(String(value)))
          expect.fail(`${object}.${field} → ${String(value)} is not there yet`)
      }
    }
  })

  it('fills only fields that exist, and options that exist', () => {
    const objects = new Map(modules.flatMap((module) => module.objects).map((object) => [object.key, object]))
    const wrong = story.flatMap(({ object, values }) =>
      Object.entries(values).flatMap(([field, value]) => {
        if (field === 'owner' || field === 'created_at') return []
        const definition = objects.get(object)?.fields[field]
        if (definition === undefined) return [`${object}.${field}`]
        const options = definition.options?.map((option) => option.value)
        return options === undefined || value === null || options.includes(String(value)) ? [] : [`${object}.${field} = ${String(value)}`]
      }),
    )
    expect([...new Set(wrong)]).toEqual([])
  })

  it('tells nothing that happens after today', () => {
    const future = story.flatMap(({ object, values }) =>
      ['created_at', 'at', 'done_at', 'stage_entered_at']
        .filter((field) => String(values[field] ?? '') > asOf.toISOString())
        .map((field) => `${object}.${field}`),
    )
    expect([...new Set(future)]).toEqual([])
    expect(of('opportunity').filter(({ values }) => String(values['closed_on'] ?? '') > '2026-11-24')).toEqual([])
  })

  it('has valid, different credit codes and different names', () => {
    const codes = of('customer').flatMap(({ values }) => (typeof values['credit_code'] === 'string' ? [values['credit_code']] : []))
    expect(codes.length).toBeGreaterThan(200)
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.filter((code) => creditCodeCheckCharacter(code.slice(0, 17)) !== code.slice(17))).toEqual([])
    expect(new Set(of('customer').map(({ values }) => values['name'])).size).toBe(311)
  })

  it('wins about a third of what it closes, and says why for the rest', () => {
    const states = Map.groupBy(of('opportunity'), ({ values }) => values['state'])
    const [won, lost] = [states.get('won') ?? [], states.get('lost') ?? []]
    const rate = won.length / (won.length + lost.length)
    expect(rate).toBeGreaterThan(0.28)
    expect(rate).toBeLessThan(0.45)
    expect(lost.every(({ values }) => typeof values['loss_reason'] === 'string')).toBe(true)
    expect(states.get('open')?.length).toBeGreaterThan(80)
    const backwards = of('opportunity').filter(
      ({ values }) => typeof values['engaged_on'] === 'string' && String(values['closed_on'] ?? '9') < values['engaged_on'],
    )
    expect(backwards).toEqual([])
  })

  it('brings a history that ends in the stage each opportunity is in', () => {
    const last = new Map(of('stage_history').map(({ values }) => [values['opportunity'], values['to_stage']]))
    expect(of('opportunity').filter(({ id, values }) => last.get(id) !== values['stage'])).toEqual([])
  })
})
