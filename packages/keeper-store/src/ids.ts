/*
 * A platform's ids. Those of digits alone are numbers to many programs, which leave out zeros in front: spellings that differ
 * in these alone are one id. The spelling that was kept first stays.
 */

/** The same for each spelling of one id. */
export const idKey = (id: string): string => (/^\d+$/.test(id) ? id.replace(/^0+/, '') : id)

export const isSameId = (one: string, other: string): boolean => one === other || idKey(one) === idKey(other)
