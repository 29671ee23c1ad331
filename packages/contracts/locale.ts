/** The two languages every label, message and enum of the product exists in. */
export type Locale = 'zh-CN' | 'en-US'

/** A text for people, in both languages. Untranslated text cannot be written. */
export type Label = { readonly zh: string; readonly en: string }

/** The side of a label that belongs to a locale. */
export function text(label: Label, locale: Locale): string {
  return locale === 'zh-CN' ? label.zh : label.en
}

/** Picks the best supported locale of an `Accept-Language` header; zh-CN when nothing matches. */
export function localeFrom(acceptLanguage: string | undefined): Locale {
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', q] = part.trim().split(';q=')
      return { tag: tag.toLowerCase(), q: q === undefined ? 1 : Number(q) || 0 }
    })
    .sort((a, b) => b.q - a.q)
  for (const { tag } of ranked) {
    if (tag.startsWith('zh')) return 'zh-CN'
    if (tag.startsWith('en')) return 'en-US'
  }
  return 'zh-CN'
}
