export { Product } from './product/product.object.ts'
export { ProductCategory } from './product-category/product-category.object.ts'
