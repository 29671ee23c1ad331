import { useRecordUi } from '@perigon/record-ui'
import { formatNumber, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Alert } from 'antd'
import type { Effect } from './roles.queries.ts'
import { rolesPhrases } from './roles-phrases.ts'

/** What a draft would mean, in a sentence for each object: these 3 people gain 1,204 customers. */
export function RoleEffects({ effects }: { readonly effects: readonly Effect[] }) {
  const t = usePhrases(rolesPhrases)
  const label = useLabel()
  const locale = useLocale()
  const { meta } = useRecordUi()
  if (effects.length === 0) return <Alert type="info" showIcon title={t('preview_none')} role="status" />
  const named = (key: string): string => {
    const object = meta.object(key)
    return object === undefined ? key : label(object.label.many)
  }
  const sentences = [...Map.groupBy(effects, (effect) => effect.object)].flatMap(([object, list]) =>
    (['gain', 'lose'] as const).flatMap((kind) => {
      const those = list.filter((effect) => (kind === 'gain' ? effect.after > effect.before : effect.after < effect.before))
      const count = those.reduce((sum, effect) => sum + Math.abs(effect.after - effect.before), 0)
      const data = { n: formatNumber(those.length, locale), count: formatNumber(count, locale), object: named(object) }
      return those.length === 0 ? [] : [t(kind, data)]
    }),
  )
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={sentences.join(locale === 'zh-CN' ? '；' : '; ')}
      description={
        <details>
          <summary>{t('effect_people')}</summary>
          <ul className="pg-trust__list">
            {effects.map((effect) => (
              <li key={`${effect.name} ${effect.object}`}>
                {t('effect', {
                  name: effect.name,
                  object: named(effect.object),
                  before: formatNumber(effect.before, locale),
                  after: formatNumber(effect.after, locale),
                })}
              </li>
            ))}
          </ul>
        </details>
      }
    />
  )
}
