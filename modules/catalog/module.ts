import { defineModule } from '@perigon/kernel'
import { Product, ProductCategory } from './objects.ts'
import { productHooks } from './product/product.hooks.ts'

export const catalog = defineModule({
  name: 'catalog',
  needs: [],
  objects: [ProductCategory, Product],
  hooks: [productHooks],
})
