export { registerAttachmentRoutes, usedContents } from './attachment/attachment-routes.ts'
export { createFileStore, type FileStore } from './attachment/file-store.ts'
export { files } from './module.ts'
