import type { BulkJob, BulkRequest, BulkVerb, ObjectMeta } from '@perigon/contracts'
import { formatNumber, general, toast, useLocale, usePhone, usePhrases, useShortcuts } from '@perigon/ui'
import { Button, Drawer } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { bulkPhrases } from '../../phrases/bulk-phrases.ts'
import { listPhrases } from '../../phrases/record-phrases.ts'
import { failureText } from '../frame/failure.tsx'
import { isMoving, useBulkActions, useBulkJob, useBulkPreview } from './bulk-api.ts'
import { type BulkDraft, changeOf, EditDraft, emptyDraft, TagsDraft, TransferDraft } from './bulk-draft.tsx'
import { PreviewPanel, willChange } from './bulk-preview.tsx'
import { BulkProgress } from './bulk-progress.tsx'

/** Which records: chosen ones, or what the list shows. */
export type BulkTarget = Pick<BulkRequest, 'ids' | 'query'>

type BulkProps = {
  readonly object: ObjectMeta
  readonly verb: BulkVerb
  readonly target: BulkTarget
  readonly onStarted: () => void
  readonly onClose: () => void
}

/** A change of many records: what, what it would do, and how far it is. */
export function BulkDrawer(props: BulkProps) {
  const t = usePhrases(bulkPhrases)
  const isPhone = usePhone()
  const [job, setJob] = useState<BulkJob | null>(null)
  // Before the list hears it: closing the drawer must not give up the selection.
  useShortcuts({ Escape: props.onClose })
  return (
    <Drawer open size={isPhone ? '100%' : 560} title={t(props.verb)} onClose={props.onClose} footer={null} className="pg-bulk-drawer">
      {job === null ? <Draft {...props} onRunning={setJob} /> : <Running job={job} onClose={props.onClose} />}
    </Drawer>
  )
}

function useStart(props: BulkProps & { readonly onRunning: (job: BulkJob) => void }) {
  const { start, tell } = useBulkActions()
  const [isBusy, setBusy] = useState(false)
  const run = async (request: BulkRequest) => {
    setBusy(true)
    try {
      const job = await start(props.object, request)
      props.onStarted()
      if (isMoving(job)) return props.onRunning(job)
      tell(job)
      props.onClose()
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
      setBusy(false)
    }
  }
  return { run, isBusy }
}

function Draft(props: BulkProps & { readonly onRunning: (job: BulkJob) => void }) {
  const t = usePhrases(bulkPhrases)
  const list = usePhrases(listPhrases)
  const words = usePhrases(general)
  const locale = useLocale()
  const { object, verb, target } = props
  const [draft, setDraft] = useState<BulkDraft>(() => emptyDraft(object, verb))
  const change = changeOf(object, verb, draft)
  const request: BulkRequest | null = change === null ? null : { ...change, ...target }
  const preview = useBulkPreview(object, request)
  const { run, isBusy } = useStart(props)
  const inputs = { object, draft, onChange: setDraft }
  const isDelete = verb === 'delete'
  return (
    <div className="pg-bulk-body">
      <div className="pg-stack pg-grow">
        <p className="pg-muted">
          {target.ids === undefined ? t('all_matching') : list('selected', { n: formatNumber(target.ids.length, locale) })}
        </p>
        {verb === 'edit' && <EditDraft {...inputs} />}
        {verb === 'transfer' && <TransferDraft {...inputs} />}
        {verb === 'tag' && <TagsDraft {...inputs} />}
        {isDelete && <p>{t('delete_hint')}</p>}
        <PreviewPanel
          object={object}
          verb={verb}
          preview={preview.data}
          error={preview.error}
          isReady={preview.isReady}
          values={verb === 'tag' ? {} : draft.values}
        />
      </div>
      <div className="pg-drawer-foot pg-bulk-foot">
        <span className="pg-grow" />
        <Button onClick={props.onClose}>{words('cancel')}</Button>
        <Button
          type="primary"
          danger={isDelete}
          loading={isBusy}
          disabled={request === null || preview.data === undefined || willChange(preview.data) === 0}
          onClick={() => request !== null && run(request)}
        >
          {isDelete ? words('delete') : t('run')}
        </Button>
      </div>
    </div>
  )
}

function Running({ job: first, onClose }: { readonly job: BulkJob; readonly onClose: () => void }) {
  const t = usePhrases(bulkPhrases)
  const words = usePhrases(general)
  const { cancel, tell } = useBulkActions()
  const found = useBulkJob(first.id)
  const job = found.data ?? first
  const told = useRef(false)
  useEffect(() => {
    if (isMoving(job) || told.current) return
    told.current = true
    tell(job)
    onClose()
  })
  return (
    <div className="pg-bulk-body">
      <div className="pg-stack pg-grow">
        <BulkProgress job={job} />
        <p className="pg-muted">{t('may_close')}</p>
      </div>
      <div className="pg-drawer-foot pg-bulk-foot">
        <Button danger onClick={() => cancel(job.id)}>
          {t('stop')}
        </Button>
        <span className="pg-grow" />
        <Button onClick={onClose}>{words('close')}</Button>
      </div>
    </div>
  )
}
