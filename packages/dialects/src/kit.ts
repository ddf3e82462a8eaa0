/*
 * The words that the file of a platform is written in: `@hufu/dialects/kit`. What each means is in CONTRIBUTING.md, in the
 * chapter on the vocabulary.
 */
export * from './authorize.ts'
export * from './codec.ts'
export * from './define-platform.ts'
export * from './dialect.ts'
export * from './endpoint.ts'
export * from './error-table.ts'
export * from './fields/field-types.ts'
export * from './fields/params.ts'
export * from './fields/time-text.ts'
export * from './fields/token-format.ts'
export * from './issued-callback.ts'
export * from './oauth-error.ts'
export * from './policy.ts'
export * from './registry.ts'
export * from './standard-reply.ts'
export * from './wire/authorization-header.ts'
export * from './wire/carriers.ts'
export * from './wire/json.ts'
export * from './wire/request.ts'
export * from './wire/response.ts'
