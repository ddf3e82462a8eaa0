/* What takes long is whole in `npm run test:long`, and has a short form in `npm test`. */

export const long = process.env['HUFU_TEST_LONG'] === '1'
