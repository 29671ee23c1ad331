import { foldText } from './fold.ts'
import { syllablesOf } from './pinyin.ts'
import { wordsOf } from './search-text.ts'

/** From and to (exclusive), in UTF-16 units of the text. */
export type Mark = readonly [number, number]

type Letter = { readonly folded: string; readonly from: number; readonly to: number }

function lettersOf(text: string): readonly Letter[] {
  let at = 0
  return [...text].map((character) => {
    const from = at
    at += character.length
    return { folded: foldText(character), from, to: at }
  })
}

/** Where a word stands in a row of pieces, one for each letter, beginning and ending at letters; `partly` lets it end inside one. */
function place(pieces: readonly string[], word: string, partly: boolean): readonly [number, number] | null {
  for (let start = 0; start < pieces.length; start += 1) {
    let rest = word
    for (let at = start; at < pieces.length && rest !== ''; at += 1) {
      const piece = pieces[at] ?? ''
      if (rest.startsWith(piece) && piece !== '') rest = rest.slice(piece.length)
      else if (partly && piece.startsWith(rest)) rest = ''
      else break
      if (rest === '') return [start, at + 1]
    }
  }
  return null
}

/** The parts of a text that a search matched: the words themselves, or the Chinese characters whose pinyin they are. */
export function marksOf(text: string, q: string): readonly Mark[] {
  const letters = lettersOf(text)
  const syllables = letters.length > 60 ? [] : syllablesOf(text)
  const readings = syllables.length === letters.length ? syllables : []
  return wordsOf(q).flatMap((word): Mark[] => {
    const found =
      place(
        letters.map((letter) => letter.folded),
        word,
        false,
      ) ??
      place(
        readings.map((reading) => reading[0] ?? ''),
        word,
        false,
      ) ??
      place(readings, word, true)
    const [first, last] = found === null ? [] : [letters[found[0]], letters[found[1] - 1]]
    return first === undefined || last === undefined ? [] : [[first.from, last.to]]
  })
}
