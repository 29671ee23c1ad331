import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { fieldText, formatNumber, general, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { GoLink } from '../frame/go-link.tsx'
import type { Column } from './columns.ts'
import type { GridItem } from './grid-items.ts'
import { GroupName } from './group-name.tsx'

/** The head of a group among cards, with its subtotals, or the line that leads to the rest of it. */
export function CardGroup(props: {
  readonly item: Exclude<GridItem, { readonly kind: 'record' }>
  readonly by: Column
  readonly columns: readonly Column[]
  readonly onToggle: (key: string) => void
}) {
  const words = usePhrases(general)
  const label = useLabel()
  const locale = useLocale()
  const context = useFieldContext()
  const { item, by } = props
  if (item.kind === 'more') {
    return (
      <li className="pg-cards__more">
        <GoLink href={item.href}>{words('view_all_n', { n: formatNumber(item.rest, locale) })}</GoLink>
      </li>
    )
  }
  const sums = props.columns.filter(({ path }) => (item.sums[path] ?? null) !== null)
  return (
    <li>
      <button type="button" className="pg-cards__group" aria-expanded={item.isOpen} onClick={() => props.onToggle(item.key)}>
        {item.isOpen ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
        <GroupName by={by} value={item.value} />
        <b className="pg-number">{formatNumber(item.count, locale)}</b>
        <span className="pg-cards__sums pg-number">
          {sums.map(({ path, field }) => (
            <span key={path}>
              <small className="pg-muted">{label(field.label)}</small> {fieldText(field, item.sums[path], { locale, context })}
            </span>
          ))}
        </span>
      </button>
    </li>
  )
}
