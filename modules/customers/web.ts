import { BankOutlined, ContactsOutlined, MergeCellsOutlined, SafetyCertificateOutlined, TeamOutlined } from '@ant-design/icons'
import type { WebModule } from '@perigon/record-ui'
import { lazy } from 'react'

const DuplicateNote = lazy(async () => ({ default: (await import('./duplicate-rule/web/duplicate-note.tsx')).DuplicateNote }))
const DuplicateCheckPage = lazy(async () => ({
  default: (await import('./duplicate-rule/web/duplicate-check.page.tsx')).DuplicateCheckPage,
}))

const DuplicatesPage = lazy(async () => ({ default: (await import('./duplicate-centre/web/duplicates.page.tsx')).DuplicatesPage }))

/** Customers and contacts in the browser. */
export const customersWeb: WebModule = {
  key: 'customers',
  label: { zh: '客户', en: 'Customers' },
  icon: TeamOutlined,
  order: 10,
  objects: {
    customer: { icon: BankOutlined, FormNote: DuplicateNote },
    contact: { icon: ContactsOutlined, FormNote: DuplicateNote },
  },
  pages: [
    {
      path: '/duplicate-check',
      label: { zh: '客户查重', en: 'Already somebody’s?' },
      icon: SafetyCertificateOutlined,
      Page: DuplicateCheckPage,
      isInNavigation: true,
      needsCreating: 'customer',
    },
    {
      path: '/duplicates',
      label: { zh: '重复数据', en: 'Duplicates' },
      icon: MergeCellsOutlined,
      Page: DuplicatesPage,
      isInNavigation: true,
      needsUpdating: 'customer',
    },
  ],
}
