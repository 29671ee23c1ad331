import type { ObjectMeta, UnmatchedText } from '@perigon/contracts'
import { toast, useLabel, usePhrases } from '@perigon/ui'
import { fieldOf } from '../../core/meta-index.ts'
import { records } from '../../core/records.ts'
import { importPhrases } from '../../phrases/import-phrases.ts'
import { failureText } from '../frame/failure.tsx'
import { useRecordUi } from '../frame/record-ui-context.tsx'
import { type Choices, chosen } from './choices.ts'

/** Makes the records that texts of the file name but that do not exist yet, where a name is all such a record needs. */
export function useCreateMissing(object: ObjectMeta) {
  const { api, meta } = useRecordUi()
  const t = usePhrases(importPhrases)
  const label = useLabel()
  const targetOf = (field: string): ObjectMeta | undefined => {
    const key = fieldOf(object, field)?.target
    const target = key === undefined ? undefined : meta.object(key)
    if (target?.can.create !== true) return undefined
    const others = target.fields.filter(
      (each) => each.required && !each.read_only && each.default === undefined && each.key !== target.title,
    )
    return others.length === 0 ? target : undefined
  }
  const create = async (texts: readonly UnmatchedText[], choices: Choices): Promise<Choices> => {
    let next = choices
    for (const field of new Set(texts.map((each) => each.field))) {
      const target = targetOf(field)
      const own = texts.filter((each) => each.field === field)
      if (target === undefined) continue
      try {
        const results = await records.batch(
          api,
          target,
          own.map((each) => ({ op: 'create', data: { [target.title]: each.text } })),
        )
        let made = 0
        for (const [index, each] of own.entries()) {
          const result = results[index]
          if (result?.ok !== true || result.record === undefined) continue
          made += 1
          next = chosen(next, each, { value: result.record.id, title: each.text })
        }
        const failed = results.find((each) => !each.ok)
        if (failed === undefined) toast({ text: t('created_n', { n: made, name: label(target.label.many) }) })
        else toast({ text: failed.problem.errors?.[0]?.message ?? failed.problem.title, tone: 'error' })
      } catch (error) {
        toast({ text: failureText(error), tone: 'error' })
      }
    }
    return next
  }
  return { canCreate: (field: string) => targetOf(field) !== undefined, create }
}
