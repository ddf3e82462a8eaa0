/* Draws boxes that point downwards, row by row, as an SVG. */

export interface Box {
  readonly name: string
  /** Beside the name, at the right. */
  readonly figure: string
  readonly text: string
  readonly pointsTo: readonly string[]
}

interface Place {
  /** Absent where an arrow passes through the row. */
  readonly box?: Box
  readonly width: number
  readonly above: Place[]
  readonly below: Place[]
  x: number
}

const BOX = { width: 236, height: 92 }
const GAP = { across: 26, down: 50 }
const PASSING = 12
const MARGIN = 16
const LINE = 33
const LINES = 4

/** Name to row, counted from the lowest: each box is one row above the highest that it points to. */
function rowsOf(boxes: readonly Box[]): ReadonlyMap<string, number> {
  const rows = new Map<string, number>()
  const visit = (name: string, path: readonly string[]): number => {
    if (path.includes(name)) throw new Error(`a circle: ${[...path, name].join(' -> ')}`)
    const { pointsTo = [] } = boxes.find((each) => each.name === name) ?? {}
    const row = rows.get(name) ?? Math.max(-1, ...pointsTo.map((each) => visit(each, [...path, name]))) + 1
    rows.set(name, row)
    return row
  }
  for (const { name } of boxes) visit(name, [])
  return rows
}

/** Leaves out an arrow to a box that other arrows lead to already: the picture stays readable. */
function withoutDetours(boxes: readonly Box[]): readonly Box[] {
  const reached = (name: string): readonly string[] =>
    (boxes.find((each) => each.name === name)?.pointsTo ?? []).flatMap((each) => [each, ...reached(each)])
  return boxes.map((box) => ({
    ...box,
    pointsTo: box.pointsTo.filter((to) => !box.pointsTo.some((by) => by !== to && reached(by).includes(to))),
  }))
}

/** Rows from the lowest up, with a place in each row that an arrow crosses. */
function rowsWithArrows(boxes: readonly Box[]): Place[][] {
  const rowOf = rowsOf(boxes)
  const place = (box?: Box): Place => ({
    ...(box && { box }),
    width: box ? BOX.width : PASSING,
    above: [],
    below: [],
    x: 0,
  })
  const places = new Map(boxes.map((box) => [box.name, place(box)]))
  const rows: Place[][] = Array.from({ length: Math.max(...rowOf.values()) + 1 }, () => [])
  for (const [name, each] of places) rows[rowOf.get(name) ?? 0]?.push(each)
  for (const { name, pointsTo } of boxes)
    for (const to of pointsTo) {
      let upper = places.get(name)
      for (let row = (rowOf.get(name) ?? 0) - 1; row >= (rowOf.get(to) ?? 0); row--) {
        const lower = row === rowOf.get(to) ? places.get(to) : place()
        if (!upper || !lower) break
        if (!lower.box) rows[row]?.push(lower)
        upper.below.push(lower)
        lower.above.push(upper)
        upper = lower
      }
    }
  return rows
}

const middle = (places: readonly Place[], otherwise: number): number =>
  places.length === 0 ? otherwise : places.reduce((sum, { x }) => sum + x, 0) / places.length

/** Sorted by where their neighbours are, then moved there as far as the places beside them allow. */
function arrange(row: Place[], neighbours: 'above' | 'below'): void {
  const wished = new Map(row.map((each) => [each, middle(each[neighbours], each.x)]))
  const wish = (each: Place): number => wished.get(each) ?? 0
  row.sort((one, other) => wish(one) - wish(other))
  let right = -Infinity
  for (const each of row) {
    each.x = Math.max(wish(each), right + each.width / 2)
    right = each.x + each.width / 2 + GAP.across
  }
  const shift = middle(row, 0) - row.reduce((sum, each) => sum + wish(each), 0) / row.length
  for (const each of row) each.x -= shift
}

function settle(rows: Place[][]): void {
  for (const row of rows) for (const [index, each] of row.entries()) each.x = index * (BOX.width + GAP.across)
  for (let pass = 0; pass < 24; pass++) {
    for (const row of rows) arrange(row, 'below')
    for (const row of rows.toReversed()) arrange(row, 'above')
  }
  const left = Math.min(...rows.flat().map(({ x, width }) => x - width / 2))
  for (const each of rows.flat()) each.x = Math.round(each.x - left + MARGIN)
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Lines of at most `LINE` characters. */
function wrapped(text: string): string[] {
  const lines = text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1)
    return last !== undefined && `${last} ${word}`.length <= LINE
      ? [...lines.slice(0, -1), `${last} ${word}`]
      : [...lines, word]
  }, [])
  if (lines.length > LINES) throw new Error(`too long for a box, shorten it: ${text}`)
  return lines
}

const style = `
  text { font: 12px system-ui, sans-serif; fill: #57606a }
  .name { font-size: 15px; font-weight: 600; fill: #1f2328 }
  .figure { text-anchor: end }
  rect { fill: #f6f8fa; stroke: #8c959f }
  path { fill: none; stroke: #8c959f; stroke-width: 1.4 }
  marker path { fill: #8c959f; stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1 } .name { fill: #f0f6fc }
    rect { fill: #151b23; stroke: #656c76 } path { stroke: #656c76 } marker path { fill: #656c76 }
  }
`

/** `title` is read out where the picture is not seen. */
export function drawing(title: string, given: readonly Box[]): string {
  const rows = rowsWithArrows(withoutDetours(given))
  settle(rows)
  const top = (row: number): number => MARGIN + (rows.length - 1 - row) * (BOX.height + GAP.down)
  const width = Math.max(...rows.flat().map((each) => each.x + each.width / 2)) + MARGIN
  const height = top(0) + BOX.height + MARGIN
  const arrow = (upper: Place, lower: Place, row: number): string => {
    const [from, to] = [top(row) + BOX.height, top(row - 1) - (lower.box ? 3 : 0)]
    const turn = (from + to) / 2
    const start = upper.box ? from : from - BOX.height
    const end = lower.box ? ' marker-end="url(#head)"' : ''
    return `<path d="M${upper.x} ${start}V${from}C${upper.x} ${turn} ${lower.x} ${turn} ${lower.x} ${to}"${end}/>`
  }
  const drawn = ({ name, figure, text }: Box, { x }: Place, row: number): string => {
    const [left, y] = [x - BOX.width / 2, top(row)]
    const lines = wrapped(text).map(
      (line, index) => `<text x="${left + 10}" y="${y + 38 + index * 15}">${escaped(line)}</text>`,
    )
    return [
      `<rect x="${left}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/>`,
      `<text class="name" x="${left + 10}" y="${y + 20}">${escaped(name)}</text>`,
      `<text class="figure" x="${left + BOX.width - 10}" y="${y + 20}">${escaped(figure)}</text>`,
      ...lines,
    ].join('\n')
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>',
    ...rows.flatMap((row, index) =>
      row.flatMap((each) => each.below.map((lower) => arrow(each, lower, index))),
    ),
    ...rows.flatMap((row, index) => row.flatMap((each) => (each.box ? [drawn(each.box, each, index)] : []))),
    '</svg>\n',
  ].join('\n')
}
