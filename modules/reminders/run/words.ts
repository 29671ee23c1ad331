import type { Label, Locale } from '@perigon/contracts'

/** What a reminder says: which rule, how long it has been, of what and of whose. */
export type Message = {
  readonly locale: Locale
  readonly rule: Label
  readonly object: { readonly many: Label }
  /** The date that counts; null where the reader may not see it, and then nothing of it is told. */
  readonly field: Label | null
  readonly counting: 'working' | 'calendar'
  readonly after: number
  /** Since the date of the one record, or of the oldest. */
  readonly days: number
  readonly base: string
  readonly n: number
  readonly titles: readonly string[]
  /** Owners but the reader. */
  readonly owners: readonly { readonly name: string; readonly n: number }[]
}

type Text = { readonly title: string; readonly body: string }

const MOST_NAMES = 60
const MOST_OWNERS = 6

/** Title and body in the reader's language; one record is named in the title, many are counted. */
export function noticeText(message: Message): Text {
  return message.locale === 'en-US' ? english(message) : chinese(message)
}

function short(text: string): string {
  return text.length > MOST_NAMES ? `${text.slice(0, MOST_NAMES)}…` : text
}

function chinese({ rule, object, field, counting, after, days, base, n, titles, owners }: Message): Text {
  const unit = counting === 'working' ? '个工作日' : '天'
  const since = field === null ? '' : `距${field.zh}`
  if (n === 1) {
    const whose = owners.length === 0 ? '' : `（${owners[0]?.name ?? ''}）`
    return {
      title: `“${short(titles[0] ?? '')}”${whose}${since}已${field === null ? `满 ${after}` : ` ${days}`} ${unit}`,
      body: field === null ? `规则“${rule.zh}”` : `规则“${rule.zh}”：自${field.zh} ${base} 起满 ${after} ${unit}`,
    }
  }
  const whose = owners.slice(0, MOST_OWNERS).map((each) => `${each.name} ${each.n}`)
  return {
    title: `${n} 个${object.many.zh}${since}已满 ${after} ${unit}`,
    body: [
      field === null ? `规则“${rule.zh}”` : `规则“${rule.zh}”：其中最久的已有 ${days} ${unit}`,
      ...(owners.length === 0 ? [] : [`负责人：${whose.join('、')}${owners.length > MOST_OWNERS ? ' 等' : ''}`]),
      `${titles.map(short).join('、')}${n > titles.length ? ` 等 ${n} 个` : ''}`,
    ].join('\n'),
  }
}

function english({ rule, object, field, counting, after, days, base, n, titles, owners }: Message): Text {
  const time = (count: number): string => `${count} ${counting === 'working' ? 'working ' : ''}day${count === 1 ? '' : 's'}`
  const since = field === null ? '' : ` after “${field.en}”`
  if (n === 1) {
    const whose = owners.length === 0 ? '' : ` (${owners[0]?.name ?? ''})`
    return {
      title: `${short(titles[0] ?? '')}${whose}: ${time(field === null ? after : days)}${since}`,
      body: field === null ? `Rule “${rule.en}”` : `Rule “${rule.en}”: ${time(after)}${since}, ${base}`,
    }
  }
  const whose = owners.slice(0, MOST_OWNERS).map((each) => `${each.name} ${each.n}`)
  return {
    title: `${n} ${object.many.en.toLowerCase()}: ${time(after)}${since}`,
    body: [
      field === null ? `Rule “${rule.en}”` : `Rule “${rule.en}”: the longest wait so far is ${time(days)}`,
      ...(owners.length === 0 ? [] : [`Owners: ${whose.join(', ')}${owners.length > MOST_OWNERS ? ' and others' : ''}`]),
      `${titles.map(short).join(', ')}${n > titles.length ? ` and ${n - titles.length} more` : ''}`,
    ].join('\n'),
  }
}
