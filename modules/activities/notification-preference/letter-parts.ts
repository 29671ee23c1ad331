/** A mail about notifications before it is text or HTML: whom it greets, what it tells, and where one goes from there. */
export type LetterParts = {
  readonly locale: string
  readonly greeting: string
  readonly groups: readonly LetterGroup[]
  /** Where to go from here, in words. */
  readonly ways: readonly { readonly label: string; readonly href: string }[]
}

export type LetterGroup = { readonly heading: string | null; readonly items: readonly LetterItem[] }

/** One notification, and the address that opens what it is about. */
export type LetterItem = { readonly title: string; readonly body: string | null; readonly href: string }

/** For programs that show text alone; each address stands on a line of its own, where it can be clicked. */
export function letterText({ greeting, groups, ways, locale }: LetterParts): string {
  const blocks = groups.map(({ heading, items }) =>
    heading === null
      ? items.map(itemText).join('\n\n')
      : [heading, ...items.map((item) => `- ${itemText(item).replaceAll('\n', '\n  ')}`)].join('\n'),
  )
  const colon = locale === 'en-US' ? ': ' : '：'
  return `${greeting}\n\n${blocks.join('\n\n')}\n\n${ways.map(({ label, href }) => `${label}${colon}${href}`).join('\n')}\n`
}

function itemText({ title, body, href }: LetterItem): string {
  return [title, ...(body === null ? [] : [body]), href].join('\n')
}

/** The same to look at. Styles stand in the elements, for mail programs drop everything else; colours are theirs, light or dark; nothing comes from outside. */
export function letterHtml({ locale, greeting, groups, ways }: LetterParts): string {
  const links = ways.map(({ label, href }) => `<a href="${escaped(href)}">${escaped(label)}</a>`)
  return [
    `<!doctype html><html lang="${escaped(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<meta name="color-scheme" content="light dark"></head>`,
    `<body style="margin:0;padding:24px 16px;overflow-wrap:anywhere;font:15px/1.5 system-ui,-apple-system,'PingFang SC','Microsoft YaHei',sans-serif">`,
    `<div style="max-width:600px;margin:0 auto"><p style="margin:0 0 16px">${escaped(greeting)}</p>`,
    ...groups.map(groupHtml),
    `<p style="margin:24px 0 0;padding-top:12px;border-top:1px solid #8885;font-size:13px">${links.join(' &nbsp;·&nbsp; ')}</p>`,
    '</div></body></html>\n',
  ].join('\n')
}

function groupHtml({ heading, items }: LetterGroup): string {
  const title = heading === null ? '' : `<h2 style="margin:20px 0 8px;font-size:15px">${escaped(heading)}</h2>`
  return `${title}${items.map(itemHtml).join('\n')}`
}

function itemHtml({ title, body, href }: LetterItem): string {
  const more =
    body === null
      ? ''
      : `<span style="display:block;margin-top:2px;font-size:13px;opacity:.75">${escaped(body).replaceAll('\n', '<br>')}</span>`
  return `<p style="margin:0 0 14px"><a href="${escaped(href)}">${escaped(title)}</a>${more}</p>`
}

const ENTITIES: { readonly [char: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
}
