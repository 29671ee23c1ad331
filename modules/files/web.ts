import { PaperClipOutlined } from '@ant-design/icons'
import type { WebModule } from '@perigon/record-ui'
import { lazy } from 'react'

const Files = lazy(async () => ({ default: (await import('./attachment/web/files.panel.tsx')).FilesPanel }))

/** Files in the browser: a section of every record page. */
export const filesWeb: WebModule = {
  key: 'files',
  label: { zh: '文件', en: 'Files' },
  icon: PaperClipOutlined,
  order: 95,
  panels: [{ key: 'files', label: { zh: '文件', en: 'Files' }, suits: (object) => object.navigable, Panel: Files }],
}
