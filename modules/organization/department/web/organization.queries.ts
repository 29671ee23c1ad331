import type { AggregateResult, Condition, ObjectMeta, Page, WireRecord } from '@perigon/contracts'
import { type Api, keys, records, usePage, useRecordUi } from '@perigon/record-ui'
import { linkOf } from '@perigon/ui'
import { useQuery } from '@tanstack/react-query'

const DEPARTMENT_FIELDS = ['name', 'code', 'parent', 'branch', 'manager', 'valid_from', 'valid_to']
const PERSON_FIELDS = ['name', 'number', 'department', 'position', 'manager', 'status']

async function allOf(api: Api, object: ObjectMeta): Promise<readonly WireRecord[]> {
  const found: WireRecord[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await records.page(api, object, {
      fields: DEPARTMENT_FIELDS,
      sort: ['code', 'name'],
      limit: 200,
      ...(cursor === '' ? {} : { cursor }),
    })
    found.push(...page.data)
    cursor = page.next
  }
  return found
}

/** People who belong to the company on a day. */
function employedOn(day: string): Condition {
  return {
    and: [
      {
        or: [
          { field: 'joined_on', op: 'empty' },
          { field: 'joined_on', op: 'lte', value: day },
        ],
      },
      {
        or: [
          { field: 'left_on', op: 'empty' },
          { field: 'left_on', op: 'gt', value: day },
        ],
      },
    ],
  }
}

/** All departments, and how many people each has on a day. */
export function useDepartments(object: ObjectMeta, people: ObjectMeta | undefined, day: string) {
  const { api } = useRecordUi()
  const departments = useQuery({ queryKey: [...keys.object(object), 'tree'], queryFn: () => allOf(api, object) })
  const counts = useQuery({
    queryKey: [...keys.object(people ?? object), 'heads', day],
    enabled: people !== undefined,
    queryFn: async () =>
      people === undefined
        ? new Map<string, number>()
        : countsOf(
            await records.aggregate(api, people, {
              filter: employedOn(day),
              measures: [{ fn: 'count' }],
              group: [{ field: 'department' }],
              limit: 1000,
            }),
          ),
  })
  return { departments, counts: counts.data ?? new Map<string, number>() }
}

function countsOf(result: AggregateResult): ReadonlyMap<string, number> {
  return new Map(
    result.rows.flatMap(({ keys: [key], values: [count] }) => {
      const department = linkOf(key ?? null)
      return department === null ? [] : [[department.id, Number(count)] as const]
    }),
  )
}

/** People of some departments on a day, with those who hold a further position there. */
export function usePeople(people: ObjectMeta | undefined, within: readonly string[], day: string) {
  const { meta } = useRecordUi()
  const positions = meta.object('employee_position')
  const here = usePage(
    people,
    {
      filter: { and: [{ field: 'department', op: 'in', value: within }, employedOn(day)] },
      fields: PERSON_FIELDS,
      sort: ['name'],
      limit: 200,
      count: true,
    },
    within.length > 0,
  )
  const further = usePage(
    positions,
    {
      filter: {
        and: [
          { field: 'in_department', op: 'in', value: within },
          {
            or: [
              { field: 'start', op: 'empty' },
              { field: 'start', op: 'lte', value: day },
            ],
          },
          {
            or: [
              { field: 'end', op: 'empty' },
              { field: 'end', op: 'gte', value: day },
            ],
          },
        ],
      },
      fields: ['employee', 'in_department', 'position', 'start', 'end'],
      limit: 200,
    },
    within.length > 0,
  )
  return { here, further }
}

/** Who stands in for whom, from today on. */
export function useDelegations(object: ObjectMeta | undefined, day: string) {
  return usePage(object, {
    filter: { field: 'end', op: 'gte', value: day },
    fields: ['from_employee', 'to_employee', 'start', 'end', 'reason', 'created_by'],
    sort: ['start'],
    limit: 100,
  })
}
