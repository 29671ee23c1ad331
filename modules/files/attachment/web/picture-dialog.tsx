import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { usePhrases } from '@perigon/ui'
import { Button, Modal } from 'antd'
import { useEffect } from 'react'
import { contentOf } from './file-line.tsx'
import { filesPhrases } from './files-phrases.ts'
import type { RecordFile } from './files.queries.ts'

/** A picture in full; arrows go to its neighbours. */
export function PictureDialog(props: {
  readonly pictures: readonly RecordFile[]
  readonly shown: string
  readonly onShow: (id: string) => void
  readonly onClose: () => void
}) {
  const t = usePhrases(filesPhrases)
  const at = props.pictures.findIndex((file) => file.id === props.shown)
  const file = props.pictures[at]
  const step = (by: number): void => {
    const next = props.pictures[at + by]
    if (next !== undefined) props.onShow(next.id)
  }
  useArrows(step)
  if (file === undefined) return null
  return (
    <Modal
      open
      centered
      width="min(1100px, 96vw)"
      title={file.name}
      footer={
        <div className="pg-drawer-foot">
          <Button icon={<LeftOutlined aria-hidden />} aria-label={t('previous')} disabled={at === 0} onClick={() => step(-1)} />
          <Button
            icon={<RightOutlined aria-hidden />}
            aria-label={t('next')}
            disabled={at === props.pictures.length - 1}
            onClick={() => step(1)}
          />
          <span className="pg-grow" />
          <Button href={contentOf(file)} download={file.name}>
            {t('download')}
          </Button>
        </div>
      }
      onCancel={props.onClose}
    >
      <div className="pg-files__picture">
        <img src={contentOf(file)} alt={file.name} />
      </div>
    </Modal>
  )
}

// Shortcuts of the page rest while a dialog is open; these two are the dialog's own.
function useArrows(step: (by: number) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'ArrowLeft') step(-1)
      if (event.key === 'ArrowRight') step(1)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [step])
}
