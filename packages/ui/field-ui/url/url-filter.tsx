export { TextFilter as UrlFilter } from '../text/text-filter.tsx'
