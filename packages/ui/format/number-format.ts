import type { Locale } from '@perigon/contracts'

// Made once for each way of writing: a list that is scrolled asks hundreds of times a second.
const made = new Map<string, Intl.NumberFormat>()
function formatOf(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}${JSON.stringify(options)}`
  const known = made.get(key)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat(locale, options)
  made.set(key, format)
  return format
}

/** `¥1,234.50`: symbol, thousands separators, two digits. */
export function formatMoney(amount: string | number, currency: string, locale: Locale): string {
  const value = Number(amount)
  if (!Number.isFinite(value)) return String(amount)
  try {
    return formatOf(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    }).format(value)
  } catch {
    return `${currency} ${formatNumber(value, locale, 2)}`
  }
}

/** Short money for cards and charts: `¥1,001 万`, `¥10M`; the full value belongs into the tooltip. */
export function formatMoneyShort(amount: string | number, currency: string, locale: Locale): string {
  const value = Number(amount)
  if (!Number.isFinite(value)) return String(amount)
  return formatOf(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    useGrouping: 'always',
    maximumFractionDigits: 1,
    minimumFractionDigits: 0,
  }).format(value)
}

/** `1,234.5` with up to `scale` digits after the point. */
export function formatNumber(value: string | number, locale: Locale, scale = 0): string {
  const number = Number(value)
  return Number.isFinite(number) ? formatOf(locale, { maximumFractionDigits: scale }).format(number) : String(value)
}

/** `63.2%` of a percentage given as 0–100. */
export function formatPercent(value: string | number, locale: Locale, scale = 1): string {
  const number = Number(value)
  return Number.isFinite(number) ? `${formatOf(locale, { maximumFractionDigits: scale }).format(number)}%` : String(value)
}

/** `1 小时 30 分` of whole seconds. */
export function formatDuration(seconds: number, locale: Locale): string {
  const zh = locale === 'zh-CN'
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = Math.round(seconds % 60)
  const parts = []
  if (hours > 0) parts.push(zh ? `${hours} 小时` : `${hours} h`)
  if (minutes > 0) parts.push(zh ? `${minutes} 分` : `${minutes} min`)
  if (parts.length === 0 || (hours === 0 && rest > 0)) parts.push(zh ? `${rest} 秒` : `${rest} s`)
  return parts.join(' ')
}
