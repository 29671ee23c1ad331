import { describe, expect, it } from 'vitest'
import { type Message, noticeText } from './words.ts'

const message: Message = {
  locale: 'en-US',
  rule: { zh: '未跟进', en: 'No follow-up' },
  object: { many: { zh: '客户', en: 'Customers' } },
  field: { zh: '最近联系', en: 'Last contact' },
  counting: 'working',
  after: 1,
  days: 1,
  base: '2026-11-30',
  n: 2,
  titles: ['苏州恒岳', '南京华启'],
  owners: [],
}
const told = (more: Partial<Message>) => noticeText({ ...message, ...more })

describe('a reminder of several records', () => {
  it('says how long the longest wait is, of one day and of many', () => {
    expect(told({})).toEqual({
      title: '2 customers: 1 working day after “Last contact”',
      body: 'Rule “No follow-up”: the longest wait so far is 1 working day\n苏州恒岳, 南京华启',
    })
    expect(told({ after: 5, days: 8, counting: 'calendar' }).body).toContain('the longest wait so far is 8 days')
    expect(told({ locale: 'zh-CN' })).toEqual({
      title: '2 个客户距最近联系已满 1 个工作日',
      body: '规则“未跟进”：其中最久的已有 1 个工作日\n苏州恒岳、南京华启',
    })
    expect(told({ locale: 'zh-CN', days: 8, counting: 'calendar' }).body).toContain('其中最久的已有 8 天')
  })
})
