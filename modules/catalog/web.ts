import { AppstoreOutlined } from '@ant-design/icons'
import type { WebModule } from '@perigon/record-ui'

/** The catalogue in the browser: generic screens are enough. */
export const catalogWeb: WebModule = {
  key: 'catalog',
  label: { zh: '产品', en: 'Catalog' },
  icon: AppstoreOutlined,
  order: 40,
  objects: { product: { icon: AppstoreOutlined } },
}
