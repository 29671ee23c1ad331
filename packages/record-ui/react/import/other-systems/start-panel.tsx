import { ImportOutlined } from '@ant-design/icons'
import { formatNear, Tag, toast, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import { bringOverPhrases } from '../../../phrases/bring-over-phrases.ts'
import { failureText } from '../../frame/failure.tsx'
import { GoLink } from '../../frame/go-link.tsx'
import { useGo } from '../../frame/record-ui-context.tsx'
import { useBegin, useRuns, useSystems } from './bring-over-api.ts'
import './bring-over.css'

const COLORS: { readonly [state: string]: string } = {
  done: 'green',
  failed: 'red',
  running: 'blue',
  planning: 'blue',
  undoing: 'blue',
  paused: 'gold',
  planned: 'cyan',
}

/** Where an export of another system begins, and the runs there were. */
export function StartPanel() {
  const t = usePhrases(bringOverPhrases)
  const locale = useLocale()
  const { timeZone, now } = useFieldContext()
  const go = useGo()
  const begin = useBegin()
  const systems = useSystems().data?.data ?? []
  // What was begun and left without a file says nothing.
  const runs = (useRuns().data?.data ?? []).filter((run) => run.files.length > 0 || run.parts.length > 0).slice(0, 5)
  if (systems.length === 0) return null
  const start = async (system: string): Promise<void> => {
    try {
      go(`/imports/from/${await begin(system)}`)
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
  const nameOf = (system: string): string => systems.find(({ source }) => source === system)?.name ?? system
  return (
    <section className="pg-card pg-bring" aria-label={t('start')}>
      <div className="pg-bring__head">
        <ImportOutlined className="pg-bring__icon" aria-hidden />
        <div className="pg-grow">
          <h2>{t('start')}</h2>
          <p className="pg-muted">{t('start_hint')}</p>
        </div>
        <div className="pg-actions" role="group" aria-label={t('start_with')}>
          {systems.map(({ source, name }) => (
            <Button key={source} onClick={() => void start(source)}>
              {name}
            </Button>
          ))}
        </div>
      </div>
      {runs.length > 0 && (
        <ul className="pg-bring__runs" aria-label={t('runs')}>
          {runs.map((run) => (
            <li key={run.id}>
              <GoLink href={`/imports/from/${run.id}`}>{t('title', { name: nameOf(run.system) })}</GoLink>
              <Tag color={COLORS[run.state]}>{t(`state_${run.state}`)}</Tag>
              <span className="pg-muted">{formatNear(run.created_at, locale, { timeZone, now: now() })}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
