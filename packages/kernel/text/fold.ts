import { Converter } from 'opencc-js/t2cn'

const convert = Converter({ from: 't', to: 'cn' })
const simplified = new Map<string, string>()

/** One character in its simplified form; characters are looked up once. */
function simple(character: string): string {
  const known = simplified.get(character)
  if (known !== undefined) return known
  const found = convert(character)
  simplified.set(character, found)
  return found
}

/** Traditional characters become simplified, each on its own, so that both sides of a comparison change alike. */
function toSimplified(text: string): string {
  return text.replace(/[\u2e80-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu, simple)
}

/** The form texts are compared in: NFKC (full width → half width), lower case, single spaces, simplified characters. */
export function foldText(text: string): string {
  return toSimplified(text.normalize('NFKC').toLowerCase()).replace(/\s+/g, ' ').trim()
}
