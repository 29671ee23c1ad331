export { SavedView } from './saved-view/saved-view.object.ts'
