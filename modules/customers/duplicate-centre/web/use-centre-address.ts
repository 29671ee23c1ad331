import { useGo } from '@perigon/record-ui'
import { useRouterState } from '@tanstack/react-router'
import { GROUP_STATES, type GroupChoice } from './centre.queries.ts'

/** What the address asks for: the choice, and the group that is looked at. */
export type CentreAddress = GroupChoice & { readonly group: string | null }

/** The choice in the address, and how to change it; a colleague with the same rights sees the same. */
export function useCentreAddress(): readonly [CentreAddress, (change: Partial<CentreAddress>) => void] {
  const search = useRouterState({ select: (state) => state.location.searchStr })
  const go = useGo()
  const params = new URLSearchParams(search)
  const least = Number(params.get('least') ?? 0)
  const address: CentreAddress = {
    object: params.get('object') === 'contact' ? 'contact' : 'customer',
    state: GROUP_STATES.find((each) => each === params.get('state')) ?? 'open',
    least: Number.isInteger(least) && least > 0 && least <= 100 ? least : 0,
    field: params.get('field'),
    group: params.get('group'),
  }
  const change = (part: Partial<CentreAddress>) => {
    const next = { ...address, ...part }
    const entries: readonly (readonly [string, string])[] = [
      ['object', next.object === 'customer' ? '' : next.object],
      ['state', next.state === 'open' ? '' : next.state],
      ['least', next.least === 0 ? '' : String(next.least)],
      ['field', next.field ?? ''],
      ['group', next.group ?? ''],
    ]
    const text = new URLSearchParams(entries.filter(([, value]) => value !== '').map(([key, value]) => [key, value])).toString()
    go(text === '' ? '/duplicates' : `/duplicates?${text}`, 'replace')
  }
  return [address, change]
}
