import { PlusOutlined } from '@ant-design/icons'
import { useActions, useRecordUi } from '@perigon/record-ui'
import { useLabel, usePhrases } from '@perigon/ui'
import { Drawer } from 'antd'
import { shellPhrases } from '../phrases/shell-phrases.ts'

/** What can be created, as a sheet from the bottom of the phone. */
export function CreateSheet({ onClose }: { readonly onClose: () => void }) {
  const t = usePhrases(shellPhrases)
  const label = useLabel()
  const { meta } = useRecordUi()
  const actions = useActions()
  const objects = meta.objects.filter((each) => each.can.create && each.navigable)
  return (
    <Drawer open placement="bottom" size="auto" title={t('quick_create')} onClose={onClose}>
      <ul className="pg-sheet">
        {objects.map((object) => (
          <li key={object.key}>
            <button
              type="button"
              onClick={() => {
                onClose()
                actions.create(object)
              }}
            >
              <PlusOutlined aria-hidden /> {label(object.label.one)}
            </button>
          </li>
        ))}
      </ul>
    </Drawer>
  )
}
