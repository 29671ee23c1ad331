import { DownloadOutlined } from '@ant-design/icons'
import type { BringOverPart } from '@perigon/contracts'
import { formatNumber, Tag, useLabel, useLocale, usePhone, usePhrases } from '@perigon/ui'
import { bringOverPhrases } from '../../../phrases/bring-over-phrases.ts'
import { importPhrases } from '../../../phrases/import-phrases.ts'
import { GoLink } from '../../frame/go-link.tsx'
import { useRecordUi } from '../../frame/record-ui-context.tsx'

const COLORS: { readonly [state: string]: string } = { done: 'green', failed: 'red', running: 'blue', checking: 'blue', paused: 'gold' }

/** The imports a run has made, file by file, with the rows that failed to download. */
export function PartTable({ parts }: { readonly parts: readonly BringOverPart[] }) {
  const t = usePhrases(bringOverPhrases)
  const w = usePhrases(importPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { meta } = useRecordUi()
  const isPhone = usePhone()
  if (isPhone) return <PartList parts={parts} />
  return (
    <div className="pg-card pg-table-wrap">
      <table className="pg-table">
        <thead>
          <tr>
            {(['file', 'object', 'state', 'new', 'update', 'skip', 'fail'] as const).map((each) => (
              <th key={each} scope="col">
                {w(each)}
              </th>
            ))}
            <th scope="col">
              <span className="pg-sr">{t('faults')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => {
            const object = meta.object(part.object)
            return (
              <tr key={part.import}>
                <td>
                  <GoLink href={`/imports/${part.import}`}>{part.file}</GoLink>
                </td>
                <td>{object === undefined ? part.object : label(object.label.many)}</td>
                <td>
                  <Tag color={COLORS[part.state]}>{w(`state_${part.state}`)}</Tag>
                </td>
                {(['new', 'update', 'skip', 'fail'] as const).map((each) => (
                  <td key={each} className="pg-number" data-count={each}>
                    {formatNumber(part.counts[each], locale)}
                  </td>
                ))}
                <td>
                  <Faults part={part} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Faults({ part }: { readonly part: BringOverPart }) {
  const t = usePhrases(bringOverPhrases)
  if (part.counts.fail === 0) return null
  return (
    <a className="pg-link" href={`/api/v1/imports/${part.import}/errors.xlsx`} download>
      <DownloadOutlined aria-hidden /> {t('faults')}
    </a>
  )
}

/** The same for a narrow screen: a line for each file. */
function PartList({ parts }: { readonly parts: readonly BringOverPart[] }) {
  const w = usePhrases(importPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { meta } = useRecordUi()
  const n = (value: number): string => formatNumber(value, locale)
  return (
    <ul className="pg-card pg-import__list">
      {parts.map((part) => {
        const object = meta.object(part.object)
        const { counts } = part
        return (
          <li key={part.import}>
            <span className="pg-import__line">
              <GoLink href={`/imports/${part.import}`}>{part.file}</GoLink>
              <span className="pg-muted">→ {object === undefined ? part.object : label(object.label.many)}</span>
              <Tag color={COLORS[part.state]}>{w(`state_${part.state}`)}</Tag>
            </span>
            <span className="pg-muted">
              {w('counts', { new: n(counts.new), update: n(counts.update), skip: n(counts.skip), fail: n(counts.fail) })}
            </span>
            <Faults part={part} />
          </li>
        )
      })}
    </ul>
  )
}
