import { defineObject, f, label, type RecordOf } from '@perigon/define'

export const ProductCategory = defineObject('product_category', {
  module: 'catalog',
  path: 'product-categories',
  label: { one: label('产品类别', 'Product category'), many: label('产品类别', 'Product categories') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({
      label: label('类别名称', 'Category name'),
      required: true,
      search: true,
      synonyms: ['series', 'category', '系列', '产品线'],
    }),
    code: f.text({ label: label('类别编码', 'Category code'), max: 40, unique: true, search: true }),
    parent: f.link('product_category', {
      label: label('上级类别', 'Parent category'),
      acyclic: true,
      reverse: { key: 'categories', label: label('下级类别', 'Categories below') },
    }),
    sellable: f.boolean({ label: label('可销售', 'Sellable'), required: true, default: true }),
  },
  indexes: [['parent']],
  views: {
    list: ['name', 'code', 'parent', 'sellable'],
    sort: ['code', 'name'],
    form: [{ label: label('基本信息', 'General'), fields: ['name', 'code', 'parent', 'sellable'] }],
    quick: ['name', 'code', 'parent'],
    highlights: ['code', 'parent', 'sellable'],
    related: ['categories', 'products'],
  },
  navigable: false,
})
export type ProductCategory = RecordOf<typeof ProductCategory>
