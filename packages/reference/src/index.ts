/* What those who connect to a platform are told of it: apart, as a server that runs needs none of it. */
export { factsOf } from './tables/facts.ts'
export { isTranslated } from './tables/parameter-words.ts'
export * from './samples/index.ts'
