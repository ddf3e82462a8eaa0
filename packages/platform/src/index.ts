export { partOf } from './parts.ts'
export * from './serve.ts'
