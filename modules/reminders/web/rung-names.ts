import { keys, records, usePage, useRecordUi } from '@perigon/record-ui'
import { textOf, useLocale, usePhrases } from '@perigon/ui'
import { useQueries } from '@tanstack/react-query'
import type { Step } from '../reminder-rule/steps.options.ts'
import { reminderPhrases } from './reminder-phrases.ts'

/** Pools and roles to choose from, in the reader's language. */
export function useChoices() {
  const { meta } = useRecordUi()
  const locale = useLocale()
  const pools = usePage(meta.object('customer_pool'), {
    filter: { field: 'active', op: 'eq', value: true },
    sort: ['place', 'name'],
    limit: 100,
  })
  const roles = usePage(meta.object('role'), { sort: ['name'], limit: 100 })
  const nameOf = (record: { readonly [field: string]: unknown }): string => {
    const [zh, en] = [record['name'], record['name_en']]
    return String((locale === 'zh-CN' ? zh : (en ?? zh)) ?? '')
  }
  return {
    pools: (pools.data?.data ?? []).map((each) => ({ value: each.id, label: nameOf(each) })),
    roles: (roles.data?.data ?? []).map((each) => ({ value: textOf(each['key']), label: nameOf(each) })),
  }
}

/** What a rung does, in words, with the names of those it is about. */
export function useRungText(steps: readonly Step[]): (step: Step) => string {
  const t = usePhrases(reminderPhrases)
  const { api, meta } = useRecordUi()
  const { pools, roles } = useChoices()
  const employee = meta.object('employee')
  const people = steps.flatMap(({ person }) => (person === null || employee === undefined ? [] : [{ person, employee }]))
  const names = useQueries({
    queries: people.map(({ person, employee: object }) => ({
      queryKey: keys.one(object, person),
      queryFn: () => records.get(api, object, person),
      staleTime: 60_000,
      retry: false,
    })),
    combine: (results) => new Map(results.flatMap(({ data }) => (data === undefined ? [] : [[data.id, textOf(data['name'])] as const]))),
  })
  return ({ tell, person, role, pool }) => {
    if (tell === 'person') return t('tell_person', { name: names.get(person ?? '') ?? t('somebody') })
    if (tell === 'role') return t('tell_role', { name: roles.find(({ value }) => value === role)?.label ?? role ?? t('a_role') })
    if (tell === 'pool') return t('tell_pool', { name: pools.find(({ value }) => value === pool)?.label ?? t('a_pool') })
    return t(`tell_${tell}`)
  }
}
