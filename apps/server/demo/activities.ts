import { type Day, instantOn, workday } from './calendar.ts'
import type { StoryCustomer } from './customers.ts'
import { storyId } from './identity.ts'
import type { StoryOpportunity, Visit } from './opportunities.ts'
import type { Random } from './random.ts'
import { create, type StoryCommand } from './story-command.ts'
import { CONVERSATIONS, NEXT_STEPS } from './words.ts'

/** What was said and done for an opportunity, stage by stage. */
export function* interactionCommands(random: Random, opportunities: readonly StoryOpportunity[], today: Day): Iterable<StoryCommand> {
  let index = 0
  for (const opportunity of opportunities) {
    for (const [stage, visit] of opportunity.visits.entries()) {
      const conversations = CONVERSATIONS[stage]
      if (conversations === undefined || (visit.left === null && opportunity.state !== 'open' && opportunity.state !== 'suspended'))
        continue
      for (const day of daysWithin(random, visit, today)) {
        const [type, text] = random.pick(conversations)
        yield create('interaction', storyId('interaction', index), interactionValues(random, opportunity, { type, text, day }))
        index += 1
      }
    }
  }
}

/** One or two talks in a stay, more in a long one, on working days. */
function daysWithin(random: Random, visit: Visit, today: Day): readonly Day[] {
  const end = Math.min(visit.left ?? today, today)
  const talks = random.weighted([
    [1, 60],
    [2, 32],
    [3, 8],
  ] as const)
  const days = Array.from({ length: talks }, () => workday(random.int(visit.entered, Math.max(visit.entered, end - 1))))
  return days.filter((day) => day < today).sort((left, right) => left - right)
}

type Talk = { readonly type: string; readonly text: string; readonly day: Day }

function interactionValues(random: Random, opportunity: StoryOpportunity, { type, text, day }: Talk): StoryCommand['values'] {
  const { customer, contact, product } = opportunity
  const at = instantOn(day, random.int(545, 1060))
  const long = type === 'visit' || type === 'meeting'
  return {
    type,
    body: text
      .replace('{customer}', customer.short)
      .replace('{product}', product.name)
      .replace('{contact}', contact?.name ?? '客户')
      .replace('{use}', opportunity.use),
    at,
    direction: type === 'note' ? 'internal' : random.chance(0.8) ? 'out' : 'in',
    duration_s: type === 'note' || type === 'email' ? null : long ? random.int(4, 16) * 900 : random.int(2, 25) * 60,
    customer: customer.id,
    contact: contact?.id ?? null,
    opportunity: opportunity.id,
    employee: customer.owner.id,
    status: 'done',
    outcome: random.chance(0.5) ? random.pick(['进展顺利', '客户认可', '需内部确认', '等待客户回复', '存在价格异议']) : null,
    next_step: random.chance(0.5) ? random.pick(NEXT_STEPS) : null,
    owner: customer.owner.id,
    created_at: at,
  }
}

const TASK_COUNT = 300
const CHORES = [
  ['call', '电话回访'],
  ['visit', '上门拜访'],
  ['todo', '准备样件测试报告'],
  ['mail', '发送产品资料'],
  ['todo', '更新报价单'],
  ['call', '确认付款进度'],
] as const

export type Workload = {
  readonly opportunities: readonly StoryOpportunity[]
  readonly customers: readonly StoryCustomer[]
  readonly today: Day
}

/** Next steps of open opportunities, some of them overdue, and chores of the last weeks that were done. */
export function* taskCommands(random: Random, { opportunities, customers, today }: Workload): Iterable<StoryCommand> {
  const open = opportunities.filter((opportunity) => opportunity.state === 'open').slice(0, TASK_COUNT - 60)
  let index = 0
  for (const opportunity of open) {
    const due = workday(today + random.int(-6, 18))
    const text = String(opportunity.values['next_step'] ?? '跟进')
    const about = { customer: opportunity.customer.id, opportunity: opportunity.id, contact: opportunity.contact?.id ?? null }
    yield create('task', storyId('task', index), {
      ...taskValues(random, opportunity.customer, { due, created: Math.max(opportunity.created, due - random.int(7, 20)), today }),
      ...about,
      subject: `${opportunity.customer.short}：${text}`,
      kind: random.pick(['todo', 'call', 'visit'] as const),
      state: random.chance(0.2) ? 'doing' : 'open',
    })
    index += 1
  }
  for (; index < TASK_COUNT; index += 1) {
    const customer = random.pick(customers.filter((candidate) => candidate.created < today - 30))
    const [kind, text] = random.pick(CHORES)
    const done = workday(today - random.int(3, 60))
    yield create('task', storyId('task', index), {
      ...taskValues(random, customer, { due: done, created: done - random.int(1, 10), today }),
      customer: customer.id,
      subject: `${customer.short}：${text}`,
      kind,
      state: 'done',
      done_at: instantOn(done, random.int(600, 1050)),
      result: random.pick(['已完成', '客户已确认', '已发送', '约定下次时间']),
    })
  }
}

function taskValues(
  random: Random,
  customer: StoryCustomer,
  at: { readonly due: Day; readonly created: Day; readonly today: Day },
): StoryCommand['values'] {
  return {
    due_at: instantOn(at.due, 1080),
    priority: random.weighted([
      ['normal', 62],
      ['high', 24],
      ['low', 14],
    ] as const),
    assignee: customer.owner.id,
    owner: customer.owner.id,
    created_at: instantOn(Math.min(at.created, at.today - 1), random.int(545, 1050)),
  }
}
