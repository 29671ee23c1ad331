import type { Json, ObjectMeta } from '@perigon/contracts'
import { failureText, fieldOf, useGo } from '@perigon/record-ui'
import { fieldText, formatNumber, general, Skeleton, toast, useFieldContext, useLabel, useLocale, usePhrases } from '@perigon/ui'
import { Alert, Button, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { type MergePreview, type MergeSample, useMergeAll, useMergePreview } from './merge-all.queries.ts'
import { mergeAllPhrases } from './merge-all-phrases.ts'

const SCORES = [99, 95, 90, 80, 70]

type Props = { readonly object: ObjectMeta; readonly field: string | null }

/** Makes one record of each group from a certainty on; for those who may merge such records. */
export function MergeAll({ object, field }: Props) {
  const t = usePhrases(mergeAllPhrases)
  const [isOpen, setOpen] = useState(false)
  if (!object.can.update || !object.can.delete) return null
  return (
    <>
      <Button className="pg-centre__all" onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      {isOpen && <Dialog object={object} field={field} onClose={() => setOpen(false)} />}
    </>
  )
}

function Dialog({ object, field, onClose }: Props & { readonly onClose: () => void }) {
  const t = usePhrases(mergeAllPhrases)
  const words = usePhrases(general)
  const label = useLabel()
  const locale = useLocale()
  const go = useGo()
  const [least, setLeast] = useState(95)
  const preview = useMergePreview({ object: object.key, least, field })
  const merge = useMergeAll()
  const found = preview.data
  const isWhole = found !== undefined && found.looked >= found.groups
  const groups = found?.merging.groups ?? 0
  const start = (): void =>
    merge.mutate(
      { object: object.key, least, field },
      {
        onSuccess: ({ id }) => {
          toast({ text: t('started') })
          onClose()
          go(`/bulk-operations/${id}`)
        },
        onError: (error) => toast({ tone: 'error', text: failureText(error) }),
      },
    )
  return (
    <Modal
      open
      width={760}
      title={t('title', { name: label(object.label.many) })}
      okText={isWhole ? t('start', { n: formatNumber(groups, locale) }) : t('start_all')}
      cancelText={words('cancel')}
      okButtonProps={{ disabled: groups === 0 || preview.isFetching }}
      confirmLoading={merge.isPending}
      onOk={start}
      onCancel={onClose}
    >
      <div className="pg-stack">
        <div className="pg-merge-all__score">
          <span id="merge-all-score">{t('from')}</span>
          <Segmented
            aria-labelledby="merge-all-score"
            value={least}
            onChange={setLeast}
            options={SCORES.map((n) => ({ value: n, label: `${n}%` }))}
          />
        </div>
        <p className="pg-muted">{t('rule')}</p>
        {preview.error !== null && <Alert type="error" showIcon role="alert" title={failureText(preview.error)} />}
        {found === undefined && preview.error === null && <Skeleton shape="lines" rows={5} />}
        {found !== undefined && <Preview object={object} preview={found} />}
      </div>
    </Modal>
  )
}

function Preview({ object, preview }: { readonly object: ObjectMeta; readonly preview: MergePreview }) {
  const t = usePhrases(mergeAllPhrases)
  const label = useLabel()
  const locale = useLocale()
  const n = (value: number): string => formatNumber(value, locale)
  const comma = locale === 'zh-CN' ? '、' : ', '
  const nameOf = (key: string): string => {
    const field = fieldOf(object, key)
    return field === undefined ? key : label(field.label)
  }
  if (preview.groups === 0) return <p role="status">{t('none')}</p>
  return (
    <div className="pg-stack" aria-live="polite">
      <p>
        {t('found', { groups: n(preview.groups) })} {preview.looked < preview.groups && t('looked', { n: n(preview.looked) })}{' '}
        <b>
          {preview.merging.groups === 0
            ? t('merging_none')
            : t('merging', { groups: n(preview.merging.groups), records: n(preview.merging.records) })}
        </b>
      </p>
      {preview.left.map((each) => (
        <Alert
          key={each.fields.join()}
          type="warning"
          showIcon
          title={t('left', { n: n(each.groups), fields: each.fields.map(nameOf).join(comma) })}
          description={each.examples.map(({ title }) => title).join(comma)}
        />
      ))}
      {preview.lost.length > 0 && (
        <p>
          {t('lost', { list: preview.lost.map(({ field, groups }) => t('lost_one', { field: nameOf(field), n: n(groups) })).join(comma) })}
        </p>
      )}
      {preview.samples.length > 0 && (
        <section className="pg-merge-all__samples" aria-label={t('samples', { n: preview.samples.length })}>
          <h3>{t('samples', { n: preview.samples.length })}</h3>
          <ul>
            {preview.samples.map((sample) => (
              <Sample key={sample.group} object={object} sample={sample} nameOf={nameOf} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Sample(props: { readonly object: ObjectMeta; readonly sample: MergeSample; readonly nameOf: (key: string) => string }) {
  const { object, sample } = props
  const t = usePhrases(mergeAllPhrases)
  const locale = useLocale()
  const context = useFieldContext()
  const print = (key: string, value: Json): string => {
    const field = fieldOf(object, key)
    return field === undefined ? '' : fieldText(field, value, { locale, context })
  }
  return (
    <li>
      <p className="pg-merge-all__who">
        <b>{sample.survivor.title}</b>
        <span className="pg-muted">{t(`by_${sample.by}`, { n: sample.filled, all: sample.of })}</span>
      </p>
      <p>{t('takes', { list: sample.others.map(({ title }) => title).join(locale === 'zh-CN' ? '、' : ', ') })}</p>
      {sample.lost.map(({ field, kept, lost }) => (
        <p key={field} className="pg-merge-all__lost">
          {t('keeps', {
            field: props.nameOf(field),
            kept: print(field, kept),
            lost: lost.map((value) => print(field, value)).join(locale === 'zh-CN' ? '、' : ', '),
          })}
        </p>
      ))}
    </li>
  )
}
