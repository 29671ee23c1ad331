import { defineObject, f, label, option, type RecordOf } from '@perigon/define'

export const Product = defineObject('product', {
  module: 'catalog',
  path: 'products',
  label: { one: label('产品', 'Product'), many: label('产品', 'Products') },
  title: 'name',
  access: 'reference',
  fields: {
    name: f.text({
      label: label('产品名称', 'Product name'),
      required: true,
      search: true,
      synonyms: ['product', 'product_name', '产品', '品名'],
    }),
    code: f.text({
      label: label('产品编码', 'Product code'),
      max: 60,
      unique: true,
      search: true,
      synonyms: ['sku', 'part_no', '料号', '型号'],
    }),
    category: f.link('product_category', {
      label: label('产品类别', 'Category'),
      reverse: { key: 'products', label: label('产品', 'Products') },
      synonyms: ['series', '系列', '产品线'],
    }),
    kind: f.select(
      [
        option('goods', '商品', 'Goods', { color: 'blue' }),
        option('service', '服务', 'Service', { color: 'green' }),
        option('part', '配件', 'Part', { color: 'gold' }),
        option('consumable', '耗材', 'Consumable', { color: 'orange' }),
        option('bundle', '组合', 'Bundle', { color: 'purple' }),
      ],
      { label: label('类型', 'Kind'), required: true, default: 'goods' },
    ),
    unit: f.text({ label: label('计量单位', 'Unit'), max: 20 }),
    list_price: f.money({ label: label('标准价', 'List price'), min: 0, synonyms: ['price', 'sales_price', '单价', '售价'] }),
    cost: f.money({ label: label('成本', 'Cost'), min: 0, internal: true }),
    tax_pct: f.percent({ label: label('税率', 'Tax rate') }),
    serial_tracked: f.boolean({ label: label('序列号管理', 'Serial numbers tracked'), required: true, default: false }),
    launched_on: f.date({ label: label('上市日期', 'Launched on') }),
    discontinued_on: f.date({ label: label('停售日期', 'Discontinued on') }),
    useful_life_days: f.integer({ label: label('使用寿命（天）', 'Useful life in days'), min: 0 }),
    consumption_days: f.integer({ label: label('消耗周期（天）', 'Consumption time in days'), min: 0 }),
    warranty_months: f.integer({ label: label('保修期（月）', 'Warranty in months'), min: 0 }),
    status: f.select(
      [
        option('active', '在售', 'Active', { color: 'green' }),
        option('phasing_out', '停产中', 'Phasing out', { color: 'gold' }),
        option('discontinued', '停售', 'Discontinued', { color: 'default' }),
      ],
      { label: label('状态', 'Status'), required: true, default: 'active' },
    ),
    description: f.long_text({ label: label('产品说明', 'Description') }),
  },
  indexes: [['category'], ['status']],
  views: {
    list: ['name', 'code', 'category', 'kind', 'list_price', 'unit', 'status'],
    sort: ['name'],
    form: [
      { label: label('基本信息', 'General'), fields: ['name', 'code', 'category', 'kind', 'unit', 'status'] },
      { label: label('价格', 'Price'), fields: ['list_price', 'cost', 'tax_pct'] },
      {
        label: label('产品周期', 'Product life'),
        fields: ['launched_on', 'discontinued_on', 'useful_life_days', 'consumption_days', 'warranty_months', 'serial_tracked'],
      },
      { label: label('说明', 'Description'), fields: ['description'] },
    ],
    quick: ['name', 'code', 'category', 'kind', 'list_price', 'unit'],
    highlights: ['code', 'category', 'list_price', 'status'],
    related: ['opportunities'],
  },
  navigable: true,
})
export type Product = RecordOf<typeof Product>
