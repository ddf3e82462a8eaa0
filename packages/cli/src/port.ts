import { InvalidArgumentError } from 'commander'

/** @throws {InvalidArgumentError} which is wrong usage. */
export function port(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number > 65_535)
    throw new InvalidArgumentError('a port is a number from 0 to 65535')
  return number
}
