import type { Condition, Json, ObjectMeta, WireRecord } from '@perigon/contracts'
import { failureText, isBesideFields, keys, problemIn, records, usePage, useRecordUi } from '@perigon/record-ui'
import { phrase, toast } from '@perigon/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { wrong } from './pool.queries.ts'
import { settingsPhrases } from './settings-phrases.ts'

/** The pools with their members and rules. */
export function usePoolSettings() {
  const { meta } = useRecordUi()
  const pools = usePage(meta.object('customer_pool'), { sort: ['place', 'name'], limit: 100 })
  const members = usePage(meta.object('pool_member'), { sort: ['-part', 'created_at'], limit: 200 })
  const rules = usePage(meta.object('pool_rule'), { sort: ['name'], limit: 200 })
  return { pools, members, rules }
}

type Save = { readonly record: WireRecord; readonly patch: { readonly [field: string]: Json }; readonly said?: string }

/** Saves a part of a pool or a rule; a refusal is told in the words of the field, unless that stands on the screen to say it beside. */
export function useSave(object: ObjectMeta | undefined, beside: readonly string[] = []) {
  const { api } = useRecordUi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ record, patch }: Save) => {
      if (object === undefined) return
      await records.update(api, object, { id: record.id, version: record.version, patch })
    },
    onSuccess: (_done, { said }) => {
      if (said !== undefined) toast({ text: said })
    },
    onError: (error) => {
      if (!isBesideFields(problemIn(error), (field) => beside.includes(field))) toast({ tone: 'error', text: wrong(error) })
    },
    onSettled: () => (object === undefined ? undefined : client.invalidateQueries({ queryKey: keys.object(object) })),
  })
}

/** Takes somebody out of a pool, by their name: a membership has none of its own. */
export function useRemoveMember(object: ObjectMeta | undefined) {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const attempt = async (run: (object: ObjectMeta) => Promise<unknown>): Promise<void> => {
    if (object === undefined) return
    try {
      await run(object)
    } catch (error) {
      toast({ tone: 'error', text: failureText(error) })
    } finally {
      await client.invalidateQueries({ queryKey: keys.object(object) })
    }
  }
  return (member: WireRecord, name: string): Promise<void> =>
    attempt(async (members) => {
      await records.remove(api, members, member.id)
      toast({
        text: phrase(settingsPhrases, 'member_removed', { name }),
        undo: () => attempt(() => records.restore(api, members, member.id)),
      })
    })
}

/** A rule as it stands on the screen. */
export type Draft = {
  readonly condition: Condition | null
  readonly date_field: string
  readonly days: number | null
  readonly counting: 'working' | 'calendar'
  readonly remind_before: number | null
  readonly manager_before: number | null
}
type Rung = { readonly data: readonly WireRecord[]; readonly count: number; readonly count_capped?: boolean }
export type Preview = { readonly reclaim: Rung; readonly manager: Rung | null; readonly owner: Rung | null; readonly today: string }

/** Whom a rule would strike today. */
export function usePreview(draft: Draft) {
  const { api } = useRecordUi()
  return useQuery({
    queryKey: ['pools', 'preview', draft],
    queryFn: () => api.call<Preview>('POST', '/api/v1/pools/rules/preview', { body: draft }),
    staleTime: 0,
    retry: false,
  })
}
