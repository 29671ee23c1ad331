import { DownloadOutlined } from '@ant-design/icons'
import type { WebModule } from '@perigon/record-ui'
import { lazy } from 'react'

const ExportsPage = lazy(async () => ({ default: (await import('./web/exports.page.tsx')).ExportsPage }))
const ExportDialog = lazy(async () => ({ default: (await import('./web/export.dialog.tsx')).ExportDialog }))

/** Exports in the browser: a page of files and schedules, and the way to them from every list. */
export const exportsWeb: WebModule = {
  key: 'exports',
  label: { zh: '导出', en: 'Exports' },
  icon: DownloadOutlined,
  order: 95,
  lists: [
    {
      key: 'export-run',
      label: { zh: '后台或定期导出…', en: 'Export in the background or on a schedule…' },
      suits: (object) => object.can.export,
      Dialog: ExportDialog,
    },
  ],
  pages: [
    {
      path: '/exports',
      label: { zh: '导出', en: 'Exports' },
      icon: DownloadOutlined,
      Page: ExportsPage,
      isInNavigation: false,
      needs: 'export_run',
    },
  ],
}
