import { type Command, systemActor } from '@perigon/kernel'
import { type House, openHouse } from '@perigon/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from '../modules.ts'
import { type StoryCommand, storyCommands } from './story.ts'

const asOf = new Date('2026-11-24T03:00:00Z')
const story = [...storyCommands(asOf)]
const root = systemActor('demo')
let house: House

/** Runs of one object, so that every command finds what it links to. */
function chunks(commands: readonly StoryCommand[]): Command[][] {
  const out: Command[][] = []
  for (const { object, op, id, values } of commands) {
    const last = out.at(-1)
    const command: Command = { object, op, id, patch: values }
    if (last !== undefined && last.length < 500 && last[0]?.object === object && last[0].op === op) last.push(command)
    else out.push([command])
  }
  return out
}

beforeAll(async () => {
  house = await openHouse(modules, asOf.toISOString())
  for (const chunk of chunks(story)) await house.kernel.write(root, chunk, { cause: { kind: 'seed' } })
})
afterAll(() => house.close())

describe('the story on a real database', () => {
  it('is accepted by every rule, to the last record', async () => {
    for (const object of [
      'customer',
      'contact',
      'contact_position',
      'opportunity',
      'stage_history',
      'interaction',
      'task',
      'partner',
      'record_share',
      'self_service_login',
    ]) {
      const { rows } = await house.kernel.aggregate(root, object, { measures: [{ fn: 'count' }] })
      expect([object, Number(rows[0]?.values[0])]).toEqual([
        object,
        story.filter((command) => command.object === object && command.op === 'create').length,
      ])
    }
  })

  it('keeps the dates and states it was told', async () => {
    const { rows } = await house.kernel.aggregate(root, 'opportunity', { measures: [{ fn: 'count' }], group: [{ field: 'state' }] })
    for (const { keys, values } of rows) {
      const told = story.filter((command) => command.object === 'opportunity' && command.values['state'] === keys[0]).length
      expect([keys[0], Number(values[0])]).toEqual([keys[0], told])
    }
    const first = story.find((command) => command.object === 'opportunity')
    const { body } = await house.kernel.get(root, 'opportunity', { id: first?.id ?? '' })
    const record = JSON.parse(body)
    expect(Date.parse(record.created_at)).toBe(Date.parse(String(first?.values['created_at'])))
    expect(Date.parse(record.stage_entered_at)).toBe(Date.parse(String(first?.values['stage_entered_at'])))
    expect(record.number).toMatch(/^SJ\d{10}$/)
  })
})
