const LONGEST = 180

/** A name people gave a file, made harmless: no paths, control or direction characters, no dots in front, no reserved names; never empty. */
export function safeFileName(name: string): string {
  const base = name.normalize('NFC').split(/[/\\]/).pop() ?? ''
  const clean = base
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"<>:|?*]/gu, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '')
  const safe = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(clean) ? `_${clean}` : clean
  if (safe === '') return 'file'
  const characters = [...safe]
  if (characters.length <= LONGEST) return safe
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(safe)?.[0] ?? ''
  return `${characters.slice(0, LONGEST - ending.length).join('')}${ending}`
}
