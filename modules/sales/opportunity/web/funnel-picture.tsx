import type { ObjectMeta } from '@perigon/contracts'
import { GoLink, listHref } from '@perigon/record-ui'
import { formatMoneyShort, formatNumber, formatPercent, Skeleton, textOf, useFieldContext, useLocale, usePhrases } from '@perigon/ui'
import { Fragment } from 'react'
import type { StageGroup } from './funnel-groups.ts'
import { type ReachedStage, useReached } from './funnel-reached.ts'
import { type FunnelPart, joined } from './funnel-scope.ts'
import { salesPhrases } from './sales-phrases.ts'

type PictureProps = FunnelPart & { readonly groups: readonly StageGroup[] }

/**
 * The stages as a funnel to look at: bars as wide as what came that far, and between them how much of it went on. Hidden
 * from screen readers and the keyboard: the tables beside it say it in words.
 */
export function FunnelPicture(props: PictureProps) {
  const t = usePhrases(salesPhrases)
  const { object, measure } = props
  const { isReady, groups } = useReached(props)
  if (!isReady) return <Skeleton shape="lines" rows={6} />
  return (
    <section className="pg-card pg-funnel__part" aria-hidden="true">
      <h2>
        {t('picture_title')}
        <small className="pg-muted">{t('picture_base', { measure: t(measure).toLowerCase() })}</small>
      </h2>
      {groups.map(({ process, stages }) => {
        const most = Math.max(1, ...stages.map((each) => each[measure]))
        return (
          <div key={process.id} className="pg-vee">
            {groups.length > 1 && <p className="pg-vee__group">{textOf(process['name'])}</p>}
            {stages.map((each, index) => {
              const next = stages[index + 1]
              return (
                <Fragment key={each.stage.id}>
                  <Step object={object} reached={each} width={each[measure] / most} />
                  {next !== undefined && <Passage from={each[measure]} to={next[measure]} most={most} />}
                </Fragment>
              )
            })}
          </div>
        )
      })}
    </section>
  )
}

function Step({ object, reached, width }: { readonly object: ObjectMeta; readonly reached: ReachedStage; readonly width: number }) {
  const locale = useLocale()
  const { currency } = useFieldContext()
  const href = listHref(object, joined(reached.conditions))
  const kind = textOf(reached.stage['kind'])
  return (
    <>
      <span className="pg-vee__name">{textOf(reached.stage['name'])}</span>
      <GoLink href={href} tabIndex={-1} draggable={false} className={`pg-vee__bar pg-vee__bar--${kind}`} style={{ width: percent(width) }}>
        {''}
      </GoLink>
      <GoLink href={href} tabIndex={-1} draggable={false} className="pg-vee__number pg-number">
        <b>{formatNumber(reached.count, locale)}</b> {formatMoneyShort(reached.amount, currency, locale)}
      </GoLink>
    </>
  )
}

function Passage({ from, to, most }: { readonly from: number; readonly to: number; readonly most: number }) {
  const locale = useLocale()
  const isThin = Math.max(from, to) / most < 0.2
  return (
    <span
      className={isThin ? 'pg-vee__passage pg-vee__passage--thin' : 'pg-vee__passage'}
      style={{ '--from': percent(from / most), '--to': percent(to / most) }}
    >
      {from > 0 && <span className="pg-number">↓ {formatPercent((to / from) * 100, locale, 0)}</span>}
    </span>
  )
}

function percent(share: number): string {
  return `${Math.max(0.6, share * 100).toFixed(2)}%`
}
