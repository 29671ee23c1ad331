import { InboxOutlined, UserSwitchOutlined } from '@ant-design/icons'
import type { WebModule } from '@perigon/record-ui'
import { lazy } from 'react'

const PoolsPage = lazy(async () => ({ default: (await import('./web/pools.page.tsx')).PoolsPage }))
const PoolSettingsPage = lazy(async () => ({ default: (await import('./web/pool-settings.page.tsx')).PoolSettingsPage }))
const OwnershipBanner = lazy(async () => ({ default: (await import('./web/ownership-banner.tsx')).OwnershipBanner }))
const OwnershipDrawer = lazy(async () => ({ default: (await import('./web/ownership.drawer.tsx')).OwnershipDrawer }))

/** Customer pools in the browser: the pools themselves, and the countdown on a customer. */
export const poolsWeb: WebModule = {
  key: 'pools',
  label: { zh: '公海', en: 'Customer pools' },
  icon: InboxOutlined,
  order: 15,
  objects: { customer: { Banner: OwnershipBanner } },
  tools: [
    {
      key: 'ownership',
      label: { zh: '归属', en: 'Ownership' },
      icon: UserSwitchOutlined,
      suits: (object) => object.key === 'customer',
      Drawer: OwnershipDrawer,
    },
  ],
  pages: [
    {
      path: '/pools',
      label: { zh: '公海', en: 'Customer pools' },
      icon: InboxOutlined,
      Page: PoolsPage,
      isInNavigation: true,
      needsUpdating: 'customer',
    },
    {
      path: '/pool-settings',
      label: { zh: '公海设置', en: 'Pool settings' },
      icon: InboxOutlined,
      Page: PoolSettingsPage,
      isInNavigation: false,
      needs: 'customer_pool',
    },
  ],
}
