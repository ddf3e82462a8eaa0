/* What those who connect to a platform are told of it: apart, as a server that runs needs none of it. */
export { factsOf } from './console/reference/facts.ts'
export { isTranslated } from './console/reference/parameter-words.ts'
export * from './console/samples/index.ts'
