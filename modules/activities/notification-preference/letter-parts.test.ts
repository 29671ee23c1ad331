import { describe, expect, it } from 'vitest'
import { letterHtml, letterText, type LetterParts } from './letter-parts.ts'

const open = 'https://crm.example.com/notifications/open?id=1&x=2'
const letter: LetterParts = {
  locale: 'zh-CN',
  greeting: '林晓：',
  groups: [
    {
      heading: '待办 (2)',
      items: [
        { title: '2 个任务已到期', body: '规则“任务逾期”\n确认付款、回访', href: open },
        { title: '新任务：<b>备件</b> & "运费"', body: null, href: open },
      ],
    },
  ],
  ways: [{ label: '查看通知', href: 'https://crm.example.com/notifications' }],
}

describe('a mail about notifications', () => {
  it('as text has every address on a line of its own, under what it opens', () => {
    expect(letterText(letter)).toBe(
      `林晓：\n\n待办 (2)\n- 2 个任务已到期\n  规则“任务逾期”\n  确认付款、回访\n  ${open}\n- 新任务：<b>备件</b> & "运费"\n  ${open}\n\n查看通知：https://crm.example.com/notifications\n`,
    )
  })

  it('as HTML lets nothing that people wrote become part of the page', () => {
    const html = letterHtml(letter)
    expect(html).toContain('新任务：&lt;b&gt;备件&lt;/b&gt; &amp; &quot;运费&quot;')
    expect(html).not.toContain('<b>')
    expect(html).toContain('href="https://crm.example.com/notifications/open?id=1&amp;x=2"')
    expect(html).toContain('规则“任务逾期”<br>确认付款、回访')
    expect(html).not.toMatch(/<(?:img|script|link|style)/)
  })
})
