import type { UnmatchedText } from '@perigon/contracts'
import type { FieldDefinition } from '@perigon/define'
import { type Actor, isOpen, objectOf, type ObjectSnapshot, parameters, rowCondition } from '@perigon/kernel'
import { targetField } from '../mapping/parts.ts'
import type { ImportDeps } from './import-deps.ts'

type Text = { readonly field: string; readonly text: string; readonly rows: number }
type Suggestion = UnmatchedText['suggestions'][number]

const MIN_SCORE = 0.3
/** In a larger target the comparison of every text with every title would take minutes: only the most frequent are tried. */
const LARGE_TARGET = 20_000

function compact(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '')
}

/** Dice coefficient of letter pairs, 0 to 1; 1 when only spaces, case or punctuation differ. */
export function similarity(a: string, b: string): number {
  const [x, y] = [compact(a), compact(b)]
  if (x === y) return 1
  if (x.length < 2 || y.length < 2) return 0
  const pairs = (text: string): string[] => Array.from({ length: text.length - 1 }, (_, index) => text.slice(index, index + 2))
  const left = pairs(x)
  const right = pairs(y)
  let common = 0
  for (const pair of left) {
    const at = right.indexOf(pair)
    if (at < 0) continue
    common += 1
    right.splice(at, 1)
  }
  return (2 * common) / (left.length + pairs(y).length)
}

function optionSuggestions(text: string, field: FieldDefinition, actor: Actor): readonly Suggestion[] {
  return (field.options ?? [])
    .map((option) => ({
      value: option.value,
      title: actor.locale === 'zh-CN' ? option.label.zh : option.label.en,
      score: Math.max(
        ...[option.value, option.label.zh, option.label.en, ...(option.synonyms ?? [])].map((name) => similarity(text, name)),
      ),
    }))
    .filter((found) => found.score >= MIN_SCORE)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
}

type TitleRow = { readonly text: string; readonly id: string; readonly title: string; readonly score: number }

async function titleSuggestions(
  deps: ImportDeps,
  target: ObjectSnapshot,
  input: { readonly texts: readonly string[]; readonly actor: Actor },
): Promise<ReadonlyMap<string, readonly Suggestion[]>> {
  if (!isOpen(target, input.actor, target.definition.title)) return new Map()
  const size = await deps.db.query<{ n: number }>({
    text: 'select reltuples::int as n from pg_class where oid = $1::regclass',
    values: [`"${target.table}"`],
  })
  const texts = (size[0]?.n ?? 0) > LARGE_TARGET ? input.texts.slice(0, 20) : input.texts
  const { values, bind } = parameters()
  const title = `t."${target.definition.title}"`
  const list = bind(texts)
  const scope = target.definition.access === 'owned' ? rowCondition(target, input.actor, { operation: 'read', alias: 't', bind }) : null
  const squeeze = (text: string): string => `regexp_replace(lower(normalize(${text}, NFKC)), '[\\s[:punct:]]', '', 'g')`
  const rows = await deps.db.query<TitleRow>({
    text: `select w.text, c.id, c.title, c.score from unnest(${list}::text[]) w(text) cross join lateral (
      select t.id, ${title} as title, greatest(similarity(lower(${title}), lower(w.text)), case when ${squeeze(title)} = ${squeeze('w.text')} then 1 else 0 end)::float as score
      from "${target.table}" t where t.deleted_at is null${scope === null ? '' : ` and ${scope}`} order by 3 desc, 2 limit 3) c where c.score >= ${MIN_SCORE}`,
    values,
  })
  return new Map(
    [...Map.groupBy(rows, (row) => row.text)].map(([text, found]) => [
      text,
      found.map((row) => ({ value: row.id, title: row.title, score: Math.round(row.score * 100) / 100 })),
    ]),
  )
}

/** Near misses for texts that named no record or option, best first, at most three each. */
export async function suggest(
  deps: ImportDeps,
  input: { readonly object: ObjectSnapshot; readonly texts: readonly Text[]; readonly actor: Actor },
): Promise<readonly UnmatchedText[]> {
  const found = new Map<string, readonly Suggestion[]>()
  for (const [key, texts] of Map.groupBy(input.texts, (item) => item.field)) {
    const definition = targetField(deps.kernel.snapshot(), input.object, key)?.field.definition
    if (definition === undefined) continue
    const byText =
      definition.target === undefined
        ? new Map(texts.map((item) => [item.text, optionSuggestions(item.text, definition, input.actor)]))
        : await titleSuggestions(deps, objectOf(deps.kernel.snapshot(), definition.target), {
            texts: texts.map((item) => item.text),
            actor: input.actor,
          })
    for (const [text, suggestions] of byText) found.set(`${key}\u0000${text}`, suggestions)
  }
  return input.texts.map((item) => ({ ...item, suggestions: found.get(`${item.field}\u0000${item.text}`) ?? [] }))
}
