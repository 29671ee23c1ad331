export { TextFilter as TagsFilter } from '../text/text-filter.tsx'
