export { Attachment } from './attachment/attachment.object.ts'
