/* The design system, for pages of other packages. */
export * from './assets.ts'
export * from './components.ts'
export * from './document.ts'
export * from './language.ts'
