/** Chinese when PERIGON_LANG (or the first locale variable that is set) starts with "zh", else English. */
export function language(env = process.env) {
  const wish = env.PERIGON_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return wish.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** Picks the text of the reader's language from `{ zh, en }`. */
export function say(text) {
  return typeof text === 'string' ? text : text[language()]
}
