/** Legal forms at the end of a Latin name, word by word; `and` only ever remains of “GmbH & Co. KG”. */
const LATIN_FORMS = new Set([
  'co',
  'company',
  'ltd',
  'limited',
  'inc',
  'incorporated',
  'corp',
  'corporation',
  'llc',
  'llp',
  'lp',
  'plc',
  'gmbh',
  'mbh',
  'ag',
  'kg',
  'kgaa',
  'ohg',
  'se',
  'sa',
  'sas',
  'sarl',
  'srl',
  'spa',
  'bv',
  'nv',
  'oy',
  'oyj',
  'ab',
  'aps',
  'pty',
  'pte',
  'sdn',
  'bhd',
  'kk',
  'group',
  'and',
])

/** Legal forms at the end of a Chinese or Japanese name, longest first. */
const CHINESE_FORMS = ['股份有限公司', '有限责任公司', '有限公司', '株式会社', '总公司', '公司', '集团'] as const

/**
 * The name by which two spellings of one company are found to be the same: width and case folded (NFKC), spaces and
 * punctuation gone, legal form and 集团 cut from the end. Never empty for a name that has a letter or digit.
 */
export function normalizeCompanyName(name: string): string {
  const words = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[.'’`]/gu, '')
    .replace(/&/gu, ' and ')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
    .split(' ')
  return withoutChineseForm(withoutLatinForms(words).join(''))
}

function withoutLatinForms(words: readonly string[]): readonly string[] {
  let end = words.length
  while (end > 1 && LATIN_FORMS.has(words[end - 1] ?? '')) end -= 1
  return words.slice(0, end)
}

function withoutChineseForm(name: string): string {
  const form = CHINESE_FORMS.find((candidate) => name.length > candidate.length && name.endsWith(candidate))
  return form === undefined ? name : withoutChineseForm(name.slice(0, -form.length))
}
