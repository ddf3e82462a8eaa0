/**
 * For the servers that are measured. An `import` of node:http reads all of its exports, and one of them loads Node's whole
 * fetch: 15 MB and 30 ms that none of them needs, and that libraries which `require` it do not pay.
 */
export const { createServer } = process.getBuiltinModule('node:http')
